import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { LIVE_CAMPAIGNS, LIVE_WINDOW } from '../pipeline-search.ts';
import type { Minutes } from '../types.ts';
import { readAgain } from './read-again.ts';

async function getMinutes(minutes: number, limit: number, signal: AbortSignal): Promise<Minutes> {
  const { data, error, response } = await api.GET('/api/pipeline/minutes', { params: { query: { minutes, limit } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** CTR per minute of the campaigns with the most impressions. */
export function minutesQuery(minutes: number, limit: number) {
  return queryOptions({
    queryKey: ['pipeline', 'minutes', minutes, limit],
    queryFn: ({ signal }) => getMinutes(minutes, limit, signal),
    staleTime: 0,
    // Another window is another table, but it need not be an empty one on the way there.
    placeholderData: keepPreviousData,
    refetchInterval: readAgain(minutes === LIVE_WINDOW && limit === LIVE_CAMPAIGNS),
  });
}
