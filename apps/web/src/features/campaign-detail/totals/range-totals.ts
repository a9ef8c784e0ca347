import { ctrOf } from '../../../shared/ctr.ts';
import type { ReportPoint } from '../api/get-report.ts';
import type { ChartRow } from '../chart/chart-rows.ts';
import type { Limits } from '../range/detail-view.ts';

export interface Totals {
  impressions: number;
  clicks: number;
  spend: number;
  ctr: number | null;
}

type Counts = Omit<Totals, 'ctr'>;

export function totalsBetween(points: ReportPoint[], { from, to }: Limits): Totals {
  return sumOf(points.filter(({ ts }) => Date.parse(ts) >= from && Date.parse(ts) < to));
}

function sumOf(counts: Counts[]): Totals {
  const sum = { impressions: 0, clicks: 0, spend: 0 };
  for (const { impressions, clicks, spend } of counts) {
    sum.impressions += impressions;
    sum.clicks += clicks;
    sum.spend += spend;
  }
  return { ...sum, ctr: ctrOf(sum) };
}

export interface Comparison {
  present: Totals;
  previous: Totals;
  /** How many buckets of each side were summed. */
  buckets: number;
}

/**
 * Like with like: only buckets that are over, and only those that have one to be compared with. A half minute against a
 * whole one would always be a loss. Null when there is no such pair.
 */
export function comparisonOf(rows: ChartRow[]): Comparison | null {
  const pairs = rows.filter(({ running, previous }) => !running && previous !== null);
  if (pairs.length === 0) return null;
  return { present: sumOf(pairs), previous: sumOf(pairs.flatMap(({ previous }) => previous ?? [])), buckets: pairs.length };
}

/** By what share something grew; null when there was nothing before. */
export function growthOf(present: number, previous: number): number | null {
  return previous === 0 ? null : (present - previous) / previous;
}
