export const ANOMALY_KINDS = ['spike', 'drop', 'silence'] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** What a minute had, and what was to be expected. */
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
  /**
   * What the last minute had that was not as usual, and what was expected when it began: what is expected later has the anomaly itself in
   * its past.
   */
  figures: AnomalyFigures;
  /** What the minute had that ended it. Undefined while it lasts, and when events that came later have shown that there was nothing. */
  ending?: MinuteCounts | undefined;
}

export interface MinuteCounts {
  impressions: number;
  clicks: number;
}

/**
 * How an anomaly came to its end: as it was before; as it has been since it began, which is what is expected by now; or with so little
 * that nobody can say, as after ten minutes of silence.
 */
export const ANOMALY_ENDINGS = ['as_usual', 'new_usual', 'not_judged'] as const;
export type AnomalyEnding = (typeof ANOMALY_ENDINGS)[number];
