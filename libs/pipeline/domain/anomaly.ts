export const ANOMALY_KINDS = ['spike', 'drop', 'silence'] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** What a minute had, and what was to be expected of it. */
export interface AnomalyFigures {
  impressions: number;
  clicks: number;
  expectedCtr: number;
  /** Wilson's interval of the minute's CTR at z = 3; null without impressions. */
  low: number | null;
  high: number | null;
  /** Per minute. */
  expectedImpressions: number;
}

/** A time in which a campaign was not as usual. Minutes are their starts, ms since 1970. */
export interface Anomaly {
  campaignId: string;
  kind: AnomalyKind;
  /** The first of the three minutes in a row that began it. */
  since: number;
  /** The last minute that was looked at: while it lasts it may go on, once it is over it ended there. */
  lastMinute: number;
  isOver: boolean;
  /** Of the last minute that was not as usual. */
  figures: AnomalyFigures;
}
