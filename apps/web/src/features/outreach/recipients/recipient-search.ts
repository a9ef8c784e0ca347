export const FILTERS = ['queued', 'sending', 'sent', 'failed', 'unsubscribed'] as const;
export type RecipientFilter = (typeof FILTERS)[number];

/** Which of the recipients are listed; without anything, all of them. */
export interface RecipientSearch {
  q?: string;
  status?: RecipientFilter;
}

/** Whatever somebody typed into the address bar becomes a valid search. */
export function parseRecipientSearch(search: Record<string, unknown>): RecipientSearch {
  const parsed: RecipientSearch = {};
  // The router reads ?q=123 as a number.
  if (typeof search.q === 'string' || typeof search.q === 'number') {
    const q = String(search.q);
    if (q.trim() !== '') parsed.q = q;
  }
  const status = FILTERS.find((filter) => filter === search.status);
  if (status !== undefined) parsed.status = status;
  return parsed;
}
