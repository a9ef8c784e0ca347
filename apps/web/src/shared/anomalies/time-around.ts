import type { Anomaly } from './anomaly.ts';
import { spanOf } from './span-of.ts';

const MINUTE_MS = 60_000;
/** What it was held against stands before it. */
const BEFORE_MS = 30 * MINUTE_MS;
const AFTER_MS = 15 * MINUTE_MS;

/** The time in which an anomaly is seen beside what was usual, in ms. */
export function timeAround(anomaly: Pick<Anomaly, 'since' | 'until' | 'last_minute'>): { from: number; to: number } {
  const { from, to } = spanOf(anomaly);
  return { from: from - BEFORE_MS, to: to + AFTER_MS };
}
