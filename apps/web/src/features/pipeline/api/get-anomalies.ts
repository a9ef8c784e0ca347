import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { AnomalyPage } from '../types.ts';

/** What the live connection sends. */
const PAGE = 20;

export async function getAnomalies(cursor: string | undefined, signal?: AbortSignal): Promise<AnomalyPage> {
  const { data, error, response } = await api.GET('/api/pipeline/anomalies', { params: { query: { limit: PAGE, cursor } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** Those of all campaigns, as many pages as somebody has asked for. */
export const anomaliesQuery = queryOptions({
  queryKey: ['pipeline', 'anomalies'],
  queryFn: ({ signal }) => getAnomalies(undefined, signal),
  staleTime: 0,
  refetchOnWindowFocus: false,
  refetchInterval: untilThere,
});
