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
 * @param count how many there are by the live sums
 * @returns whether the list that is shown is too long for that, and a way to read it all the same
 */
export function useNewRows({ data, isFetching, isPlaceholderData, refetch }: List, count: number): { hasNews: boolean; readAgain: () => void } {
  const known = useRef<{ data: unknown; count: number } | null>(null);
  const readAt = useRef(-Infinity);
  const pages = data?.pages.length ?? 0;
  // What was just read says what it says of this count.
  const isRead = data !== undefined && !isPlaceholderData && !isFetching;
  useEffect(() => {
    if (!isRead) return;
    if (known.current === null) known.current = { data: data.pages[0], count };
    if (known.current.count === count || pages > MOST_PAGES) return;
    const wait = Math.max(0, readAt.current + READ_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      readAt.current = performance.now();
      known.current = { data: null, count };
      refetch();
    }, wait);
    return () => clearTimeout(timer);
  }, [isRead, data, pages, count, refetch]);
  const total = data?.pages.at(-1)?.total;
  return {
    hasNews: isRead && pages > MOST_PAGES && total !== undefined && total !== count,
    readAgain: () => {
      known.current = { data: null, count };
      refetch();
    },
  };
}
