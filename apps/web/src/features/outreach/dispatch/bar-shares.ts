export interface Sums {
  sent: number;
  failed: number;
  sending: number;
  queued: number;
}

/** Of one that was cancelled: those who were let go are the part that stays empty. */
export function withReleased({ sent, failed, sending, queued, released }: Sums & { released: number }): Sums {
  return { sent, failed, sending, queued: queued + released };
}

const SEGMENTS = ['sent', 'failed', 'sending', 'queued'] as const;
export type Segment = (typeof SEGMENTS)[number];

/** In percent: less cannot be seen, and a failure has to be. */
const LEAST = 0.8;

/**
 * How much of a bar each state takes, in percent; together 100, or nothing where there is nobody. What is there is seen: the few get a
 * little more than is theirs, at the cost of the many.
 */
export function barShares(sums: Sums): { segment: Segment; share: number }[] {
  const total = SEGMENTS.reduce((sum, segment) => sum + sums[segment], 0);
  if (total === 0) return [];
  const present = SEGMENTS.filter((segment) => sums[segment] > 0);
  const raw = present.map((segment) => ({ segment, share: Math.max(LEAST, (sums[segment] / total) * 100) }));
  const excess = raw.reduce((sum, { share }) => sum + share, 0) - 100;
  const largest = raw.reduce((most, each) => (each.share > most.share ? each : most));
  return raw.map((each) => (each === largest ? { ...each, share: each.share - excess } : each));
}
