const MINUTE_MS = 60_000;
/** Longer ago than this, the last event was a late one. */
const ARRIVING_MINUTES = 5;

/** Whether a paused campaign still gets events: the last minutes that began after it was paused have some. */
export function isStillArriving(
  { status, status_since }: { status: 'active' | 'paused'; status_since: string },
  { last_hour }: { last_hour: { from: string; impressions: number[] } },
): boolean {
  if (status !== 'paused') return false;
  const { from, impressions } = last_hour;
  const pausedAt = Date.parse(status_since);
  return impressions.some(
    (count, minute) => count > 0 && minute >= impressions.length - ARRIVING_MINUTES && Date.parse(from) + minute * MINUTE_MS >= pausedAt,
  );
}
