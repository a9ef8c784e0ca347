import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import type { AnomalyPage, ShownAnomalies } from '../types.ts';

const HOUR_MS = 60 * 60_000;

/** Which one it is, whatever has become of it. */
export const keyOf = ({ campaign_id, kind, since }: Pick<Anomaly, 'campaign_id' | 'kind' | 'since'>): string => `${kind} ${since} ${campaign_id}`;

/**
 * The newest page takes the place of what was known of it, and so do those that last. What somebody has loaded below stays as long as it is
 * true, and nothing is missing between: else there is the newest page again. `now` is the server's time, in ms.
 */
export function withNewest(shown: ShownAnomalies | undefined, newest: ShownAnomalies, now: number): ShownAnomalies {
  const last = newest.items.at(-1);
  if (shown === undefined || newest.next_cursor === null || last === undefined) return newest;
  const told = new Set(newest.items.map(keyOf));
  if (!shown.items.some((item) => told.has(keyOf(item)))) return newest;
  const lasting = new Map(newest.ongoing.items.map((item) => [keyOf(item), item]));
  const end = Date.parse(last.since);
  const below = shown.items.filter((item) => !told.has(keyOf(item)) && Date.parse(item.since) <= end).map((item) => lasting.get(keyOf(item)) ?? item);
  // One that lasted is told no longer, so it has ended; how, only the server knows.
  const hasEnded = newest.ongoing.next_cursor === null && below.some((item) => !item.is_over && !lasting.has(keyOf(item)) && now - Date.parse(item.last_minute) < HOUR_MS);
  return below.length === 0 || hasEnded ? newest : { ...newest, items: [...newest.items, ...below], next_cursor: shown.next_cursor };
}

/** With the page that follows. */
export function withMore(shown: ShownAnomalies, more: AnomalyPage): ShownAnomalies {
  const known = new Set(shown.items.map(keyOf));
  return { ...shown, items: [...shown.items, ...more.items.filter((item) => !known.has(keyOf(item)))], next_cursor: more.next_cursor };
}

/** All that are known: those that last first, each kind of them newest first, as they come. */
export function listed({ items, ongoing }: ShownAnomalies): Anomaly[] {
  const lasting = new Set(ongoing.items.map(keyOf));
  return [...ongoing.items, ...items.filter((item) => !lasting.has(keyOf(item)))];
}
