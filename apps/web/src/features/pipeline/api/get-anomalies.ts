import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { AnomalyPage, ShownAnomalies } from '../types.ts';

/** What the live connection sends: so many of the newest, and of those that last. */
const PAGE = 20;
const ONGOING = 200;

async function getAnomalies(query: { limit: number; cursor?: string; ongoing?: boolean }, signal?: AbortSignal): Promise<AnomalyPage> {
  const { data, error, response } = await api.GET('/api/pipeline/anomalies', { params: { query }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export const getEarlierAnomalies = (cursor: string): Promise<AnomalyPage> => getAnomalies({ limit: PAGE, cursor });

/** Those of all campaigns: all that last, and of the others as many pages as somebody has asked for. */
export const anomaliesQuery = queryOptions({
  queryKey: ['pipeline', 'anomalies'],
  queryFn: async ({ signal }): Promise<ShownAnomalies> => {
    const [newest, ongoing] = await Promise.all([getAnomalies({ limit: PAGE }, signal), getAnomalies({ limit: ONGOING, ongoing: true }, signal)]);
    return { ...newest, ongoing };
  },
  staleTime: 0,
  refetchOnWindowFocus: false,
  refetchInterval: untilThere,
});
