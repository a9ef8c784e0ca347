import type { InfiniteData } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RecipientPage } from '../types.ts';

interface List {
  data: InfiniteData<RecipientPage> | undefined;
  isFetching: boolean;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

/** While a file is imported the count changes four times a second. */
const READ_EVERY_MS = 2_000;
/** All pages of a list are read one after the other; of a long one only when somebody asks. */
const MOST_PAGES = 3;

/**
 * Reads a list of recipients again when its rows have come, gone or changed their state: the live sums say so.
 *
 * @param search what is searched for in the list; the sums know nothing of that, and only that they change is telling then
 * @param count how many there are by the live sums, of the whole campaign or of one state
 * @returns whether the list that is shown is too long for that, and a way to read it all the same
 */
export function useNewRows({ data, isFetching, isPlaceholderData, refetch }: List, search: string | undefined, count: number): { hasNews: boolean; readAgain: () => void } {
  const known = useRef<{ search: string | undefined; count: number } | null>(null);
  const readAt = useRef(-Infinity);
  const pages = data?.pages.length ?? 0;
  const total = data?.pages.at(-1)?.total;
  const isRead = total !== undefined && !isPlaceholderData && !isFetching;
  useEffect(() => {
    if (!isRead) return;
    if (known.current?.search !== search) known.current = { search, count };
    const isOld = search === undefined ? total !== count : known.current?.count !== count;
    if (!isOld || pages > MOST_PAGES) return;
    const wait = Math.max(0, readAt.current + READ_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      readAt.current = performance.now();
      known.current = { search, count };
      refetch();
    }, wait);
    return () => clearTimeout(timer);
  }, [isRead, total, pages, search, count, refetch]);
  return { hasNews: isRead && pages > MOST_PAGES && search === undefined && total !== count, readAgain: () => refetch() };
}
