import type { InfiniteData } from '@tanstack/react-query';
import type { Recipient, RecipientPage } from '../types.ts';

/** Puts what has changed into the pages of a list. Pages without a change stay the same objects, so that nothing is drawn for them. */
export function mergeRecipients<Param>(list: InfiniteData<RecipientPage, Param>, changed: ReadonlyMap<string, Recipient>): InfiniteData<RecipientPage, Param> {
  let hasChanged = false;
  const pages = list.pages.map((page) => {
    if (!page.items.some((row) => isNews(row, changed.get(row.id)))) return page;
    hasChanged = true;
    return { ...page, items: page.items.map((row) => (isNews(row, changed.get(row.id)) ? changed.get(row.id)! : row)) };
  });
  return hasChanged ? { ...list, pages } : list;
}

/** A list that is read again may have been on its way for longer than what live messages have put in since: what was newer stays. */
export function keepNewer<Param>(present: InfiniteData<RecipientPage, Param> | undefined, read: InfiniteData<RecipientPage, Param>): InfiniteData<RecipientPage, Param> {
  const newer = new Map(rowsOf(present).map((row) => [row.id, row]));
  for (const row of rowsOf(read)) {
    const known = newer.get(row.id);
    if (known !== undefined && isAsNew(row, known)) newer.delete(row.id);
  }
  return mergeRecipients(read, newer);
}

/** A list that was read a moment ago may be newer than a message that was on its way meanwhile. */
function isNews(row: Recipient, news: Recipient | undefined): boolean {
  return news !== undefined && isAsNew(news, row) && JSON.stringify(news) !== JSON.stringify(row);
}

/** As times, not as texts: full seconds are written without a fraction, and would come last. Answers come without a change of the row. */
function isAsNew(row: Recipient, other: Recipient): boolean {
  const later = Date.parse(row.updated_at) - Date.parse(other.updated_at);
  return later > 0 || (later === 0 && !(row.responded_at === null && other.responded_at !== null));
}

/** Each recipient once, in the order of the pages: one that was added meanwhile may stand on two of them. */
export function rowsOf(list: { pages: RecipientPage[] } | undefined): Recipient[] {
  const rows = new Map<string, Recipient>();
  for (const page of list?.pages ?? []) for (const row of page.items) rows.set(row.id, row);
  return [...rows.values()];
}
