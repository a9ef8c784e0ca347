import { infiniteQueryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.d.ts';

type EventsPage = paths['/api/campaigns/{id}/events']['get']['responses'][200]['content']['application/json'];
export type FeedEvent = EventsPage['items'][number];

const PAGE_SIZE = 100;

async function getEvents(id: string, cursor: string | undefined, signal: AbortSignal): Promise<EventsPage> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/events', {
    params: { path: { id }, query: { limit: PAGE_SIZE, cursor } },
    signal,
  });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** All events of the campaign, newest arrival first, page by page. */
export function eventsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['campaign', id, 'events'],
    queryFn: ({ pageParam, signal }) => getEvents(id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    // Whoever looks back begins with what is newest now.
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}
