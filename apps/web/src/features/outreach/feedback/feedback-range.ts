const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const RANGES = {
  '24h': { length: DAY_MS, step: HOUR_MS, granularity: 'hour' },
  '7d': { length: 7 * DAY_MS, step: HOUR_MS, granularity: 'hour' },
  '30d': { length: 30 * DAY_MS, step: DAY_MS, granularity: 'day' },
} as const;

export type FeedbackRange = keyof typeof RANGES;
export const DEFAULT_RANGE: FeedbackRange = '7d';

/** Undefined for the one that needs no mention, and for what is none. */
export function parseFeedbackRange(value: unknown): FeedbackRange | undefined {
  return value !== DEFAULT_RANGE && typeof value === 'string' && Object.hasOwn(RANGES, value) ? (value as FeedbackRange) : undefined;
}

/** Ms since 1970, whole steps: up to the end of the one that `now` is in. Hours and days are those of UTC, as the server counts them. */
export function limitsOf(range: FeedbackRange, now: number): { from: number; to: number; step: number; granularity: 'hour' | 'day' } {
  const { length, step, granularity } = RANGES[range];
  const to = (Math.floor(now / step) + 1) * step;
  return { from: to - length, to, step, granularity };
}

export interface FeedbackPoint {
  /** Beginning of the hour or day, ms since 1970. */
  ts: number;
  sent: number;
  responses: number;
  rating: number | null;
}

/** Every step of a range, also those in which nothing happened. */
export function filled(series: readonly { ts: string; sent: number; responses: number; average_rating: number | null }[], { from, to, step }: { from: number; to: number; step: number }): FeedbackPoint[] {
  const known = new Map(series.map((point) => [Date.parse(point.ts), point]));
  const points: FeedbackPoint[] = [];
  for (let ts = from; ts < to; ts += step) {
    const point = known.get(ts);
    points.push({ ts, sent: point?.sent ?? 0, responses: point?.responses ?? 0, rating: point?.average_rating ?? null });
  }
  return points;
}
