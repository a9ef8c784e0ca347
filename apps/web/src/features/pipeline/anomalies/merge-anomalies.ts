import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import type { AnomalyPage } from '../types.ts';

/** Which one it is, whatever has become of it. */
export const keyOf = ({ campaign_id, kind, since }: Pick<Anomaly, 'campaign_id' | 'kind' | 'since'>): string => `${kind} ${since} ${campaign_id}`;

/** The newest page takes the place of what was known of it; what somebody has loaded below it stays. */
export function withNewest(shown: AnomalyPage | undefined, newest: AnomalyPage): AnomalyPage {
  const last = newest.items.at(-1);
  if (shown === undefined || newest.next_cursor === null || last === undefined) return newest;
  const told = new Set(newest.items.map(keyOf));
  const end = Date.parse(last.since);
  const below = shown.items.filter((item) => !told.has(keyOf(item)) && Date.parse(item.since) <= end);
  return below.length === 0 ? newest : { items: [...newest.items, ...below], next_cursor: shown.next_cursor };
}

/** With the page that follows. */
export function withMore(shown: AnomalyPage, more: AnomalyPage): AnomalyPage {
  const known = new Set(shown.items.map(keyOf));
  return { items: [...shown.items, ...more.items.filter((item) => !known.has(keyOf(item)))], next_cursor: more.next_cursor };
}

/** Those that last first, then the newest: as they come. */
export function ongoingFirst(items: readonly Anomaly[]): Anomaly[] {
  return [...items.filter(({ is_over }) => !is_over), ...items.filter(({ is_over }) => is_over)];
}
