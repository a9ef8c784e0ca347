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

/** A window ends with the bucket that is still running; any range begins with a whole one. */
export function limitsOf({ range, granularity }: ReportQuery, now: number): { from: number; to: number } {
  const step = GRANULARITY_MS[granularity];
  if (!('window' in range)) return { from: Math.floor(range.from / step) * step, to: range.to };
  const to = (Math.floor(now / step) + 1) * step;
  return { from: to - WINDOWS[range.window], to };
}

/** Where the points of a report begin. */
export function firstPointOf({ compare, granularity }: ReportQuery, { from, to }: { from: number; to: number }): number {
  const step = GRANULARITY_MS[granularity];
  return compare ? from - Math.ceil((to - from) / step) * step : from;
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
