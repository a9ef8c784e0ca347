import { infiniteQueryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';

const PAGE_ROWS = 10;

async function getResponses(campaignId: string, cursor: string | null, signal: AbortSignal) {
  const query = { limit: PAGE_ROWS, cursor: cursor ?? undefined };
  const { data, error, response } = await api.GET('/api/campaigns/{id}/responses', { params: { path: { id: campaignId }, query }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** What people have answered, newest first. */
export function responsesQuery(campaignId: string) {
  return infiniteQueryOptions({
    queryKey: ['outreach', campaignId, 'responses'],
    queryFn: ({ pageParam, signal }) => getResponses(campaignId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: untilThere,
  });
}
