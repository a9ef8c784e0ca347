import type { Anomaly } from './anomaly.ts';

const MINUTE_MS = 60_000;

/** When it began and ended, in ms; one that lasts reaches to the end of the last minute that was judged. */
export function spanOf({ since, until, last_minute }: Pick<Anomaly, 'since' | 'until' | 'last_minute'>): { from: number; to: number } {
  const from = Date.parse(since);
  return { from, to: Math.max(from + MINUTE_MS, until === null ? Date.parse(last_minute) + MINUTE_MS : Date.parse(until)) };
}
