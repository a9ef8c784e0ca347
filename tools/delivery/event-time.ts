/** When an event happened, ms since 1970: by `occurred_at` of `POST /events` or `event_timestamp` of the ad topics; NaN where neither says so. */
export function eventTime(event: unknown): number {
  const { occurred_at: occurredAt, event_timestamp: timestamp } = (event ?? {}) as { occurred_at?: unknown; event_timestamp?: unknown };
  if (typeof occurredAt === 'string') return Date.parse(occurredAt);
  return typeof timestamp === 'number' ? timestamp : NaN;
}
