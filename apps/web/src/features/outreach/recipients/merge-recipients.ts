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

/** A list that was read a moment ago may be newer than a message that was on its way meanwhile. */
function isNews(row: Recipient, news: Recipient | undefined): boolean {
  return news !== undefined && news.updated_at >= row.updated_at && JSON.stringify(news) !== JSON.stringify(row);
}

/** Each recipient once, in the order of the pages: one that was added meanwhile may stand on two of them. */
export function rowsOf(list: InfiniteData<RecipientPage> | undefined): Recipient[] {
  const rows = new Map<string, Recipient>();
  for (const page of list?.pages ?? []) for (const row of page.items) rows.set(row.id, row);
  return [...rows.values()];
}
