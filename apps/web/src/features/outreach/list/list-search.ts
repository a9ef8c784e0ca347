/** What of the list lives in the URL. */
export interface ListSearch {
  q?: string;
}

/** Whatever somebody typed into the address bar becomes a valid search. */
export function parseListSearch(search: Record<string, unknown>): ListSearch {
  // The router reads ?q=123 as a number.
  if (typeof search.q !== 'string' && typeof search.q !== 'number') return {};
  const q = String(search.q);
  return q.trim() === '' ? {} : { q };
}

/** Those that have it in their name or id, regardless of case. */
export function found<Row extends { campaign_id: string; name: string }>(rows: Row[], { q }: ListSearch): Row[] {
  const sought = q?.trim().toLocaleLowerCase();
  if (sought === undefined) return rows;
  return rows.filter(({ campaign_id, name }) => campaign_id.toLocaleLowerCase().includes(sought) || name.toLocaleLowerCase().includes(sought));
}
