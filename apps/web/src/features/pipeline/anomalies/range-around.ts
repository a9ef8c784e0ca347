import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { timeAround } from '../../../shared/anomalies/time-around.ts';

/** Room in the last hour for what was before. */
const RECENT_MS = 40 * 60_000;

/** What of the campaign's page shows it: the last hour while it lasts, which moves on with it; else the time around it. `now` in ms. */
export function rangeAround(anomaly: Anomaly, now: number): { range?: '1h'; from?: string; to?: string } {
  if (!anomaly.is_over && now - Date.parse(anomaly.since) <= RECENT_MS) return { range: '1h' };
  const { from, to } = timeAround(anomaly);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
