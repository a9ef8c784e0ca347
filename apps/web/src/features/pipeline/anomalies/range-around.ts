import { spanOf } from '../../../shared/anomalies/span-of.ts';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';

const MINUTE_MS = 60_000;
/** What it was held against stands before it. */
const BEFORE_MS = 30 * MINUTE_MS;
const AFTER_MS = 15 * MINUTE_MS;
/** Room in the last hour for what was before. */
const RECENT_MS = 40 * MINUTE_MS;

/** What of the campaign's page shows it: the last hour while it lasts, which moves on with it; else the time around it. `now` in ms. */
export function rangeAround(anomaly: Anomaly, now: number): { range?: '1h'; from?: string; to?: string } {
  const { from, to } = spanOf(anomaly);
  if (!anomaly.is_over && now - from <= RECENT_MS) return { range: '1h' };
  return { from: new Date(from - BEFORE_MS).toISOString(), to: new Date(to + AFTER_MS).toISOString() };
}
