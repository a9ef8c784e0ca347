const MINUTE_MS = 60_000;
/** Longer ago than this, what arrived last was a straggler. */
const ARRIVING_MS = 5 * MINUTE_MS;

/** Whether a paused campaign still gets events, of whatever kind and however late: some arrived in the last minutes, and after it was paused. */
export function isStillArriving(
  { status, status_since }: { status: 'active' | 'paused'; status_since: string },
  { last_event_at, last_hour }: { last_event_at: string | null; last_hour: { from: string; impressions: number[] } },
): boolean {
  if (status !== 'paused' || last_event_at === null) return false;
  const arrivedAt = Date.parse(last_event_at);
  // The server's clock: this browser's may be wrong.
  const runningMinute = Date.parse(last_hour.from) + (last_hour.impressions.length - 1) * MINUTE_MS;
  return arrivedAt >= Date.parse(status_since) && arrivedAt >= runningMinute - ARRIVING_MS;
}
