import { spanOf } from '../../../shared/anomalies/span-of.ts';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { ctrOf } from '../../../shared/ctr.ts';
import { ctrsOf } from '../charts/ctrs-of.ts';
import type { SparkMark } from '../charts/spark.tsx';
import type { CampaignMinutes, MinutePoint } from '../types.ts';

const MINUTE_MS = 60_000;

/** What a row says: of all minutes that are shown, or of the one that is pointed at. */
export interface RowFigures {
  impressions: number;
  clicks: number;
  ctr: number | null;
}

export function figuresOf(points: readonly MinutePoint[], pointed: number | null): RowFigures {
  const shown = pointed === null ? points : points.slice(pointed, pointed + 1);
  const sums = { impressions: 0, clicks: 0 };
  for (const { impressions, clicks } of shown) {
    sums.impressions += impressions;
    sums.clicks += clicks;
  }
  return { ...sums, ctr: ctrOf(sums) };
}

/** Of the last minute that is over: the one after it still runs. */
export const lastCtrOf = (points: readonly MinutePoint[]): number | null => points.at(-2)?.ctr ?? null;

/** The highest of what is drawn; null when nothing is. */
export function highestCtr({ points }: Pick<CampaignMinutes, 'points'>): number | null {
  const known = ctrsOf(points).filter((ctr) => ctr !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Where in these minutes a campaign was not as usual, as places. `from` is the start of the first minute, in ms. */
export function marksOf(anomalies: readonly Anomaly[], campaignId: string, from: number, count: number): SparkMark[] {
  const placeOf = (time: number) => Math.min(count, Math.max(0, Math.round((time - from) / MINUTE_MS)));
  return anomalies
    .filter(({ campaign_id }) => campaign_id === campaignId)
    .map((anomaly) => {
      const span = spanOf(anomaly);
      return { kind: anomaly.kind, lasts: !anomaly.is_over, from: placeOf(span.from), to: placeOf(span.to) };
    })
    .filter((mark) => mark.to > mark.from);
}
