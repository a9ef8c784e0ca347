import { MINUTE_MS } from '../domain/minute.ts';
import { type BreakdownsView, CampaignStatsReader, type Granularity, type PointView } from './ports.ts';

export const GRANULARITY_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;

/** Ranges that move with time, by their lengths in ms. */
export const WINDOWS = {
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '6h': 6 * 60 * MINUTE_MS,
  '24h': 24 * 60 * MINUTE_MS,
  '7d': 7 * 24 * 60 * MINUTE_MS,
} as const;
export type Window = keyof typeof WINDOWS;

/** A range that ends now, or one that stands still (ms since 1970, `to` exclusive). */
export type ReportRange = { window: Window } | { from: number; to: number };

export interface ReportQuery {
  campaignId: string;
  range: ReportRange;
  granularity: Granularity;
  /** With the points of the range before, of the same length. */
  compare: boolean;
}

/** How a campaign did in a range. Times are milliseconds since 1970. */
export interface CampaignReport {
  asOf: number;
  from: number;
  to: number;
  granularity: Granularity;
  /** Those that have events, ordered by time. With `compare` from one length before `from` on. */
  points: PointView[];
  breakdowns: BreakdownsView;
}

/**
 * Whole buckets: a window ends with the one that is still running and goes back at least as far as it says; a range that stands
 * still is widened to the buckets that it begins and ends in.
 */
export function limitsOf({ range, granularity }: ReportQuery, now: number): { from: number; to: number } {
  const step = GRANULARITY_MS[granularity];
  const startOf = (time: number): number => Math.floor(time / step) * step;
  if (!('window' in range)) return { from: startOf(range.from), to: -startOf(-range.to) };
  const length = WINDOWS[range.window];
  const to = startOf(now) + step;
  return { from: length < step ? startOf(now - length) : to - length, to };
}

/** Where the points of a report begin. */
export function firstPointOf({ compare }: ReportQuery, { from, to }: { from: number; to: number }): number {
  return compare ? from - (to - from) : from;
}

export async function readReport(stats: CampaignStatsReader, query: ReportQuery, now: number): Promise<CampaignReport> {
  const limits = limitsOf(query, now);
  const { campaignId, granularity } = query;
  const [points, breakdowns] = await Promise.all([
    stats.points({ campaignId, from: firstPointOf(query, limits), to: limits.to, granularity }),
    stats.breakdowns({ campaignId, ...limits }),
  ]);
  return { asOf: now, ...limits, granularity, points, breakdowns };
}
