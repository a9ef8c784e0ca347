import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import { PAGE_ROWS } from '../campaign-search.ts';
import type { Figures } from '../types.ts';

export interface UnregisteredList {
  items: Figures[];
  total: number;
}

const MOST_PER_REQUEST = 200;

async function getUnregistered(q: string | undefined, wanted: number, signal: AbortSignal): Promise<UnregisteredList> {
  const items: Figures[] = [];
  let cursor: string | undefined;
  for (;;) {
    const limit = Math.min(MOST_PER_REQUEST, wanted - items.length);
    const { data, error, response } = await api.GET('/api/unregistered-campaigns', { params: { query: { q, limit, cursor } }, signal });
    if (data === undefined) throw new ApiError(response, error);
    items.push(...data.items);
    if (data.next_cursor === null || items.length >= wanted) return { items, total: data.total };
    cursor = data.next_cursor;
  }
}

/** Campaigns that are seen in events only, those with the most impressions first. */
export function unregisteredQuery({ q, rows = PAGE_ROWS }: { q?: string; rows?: number }) {
  return queryOptions({
    queryKey: ['campaigns', 'unregistered', { q, rows }],
    queryFn: ({ signal }) => getUnregistered(q?.trim(), rows, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: untilThere,
  });
}
