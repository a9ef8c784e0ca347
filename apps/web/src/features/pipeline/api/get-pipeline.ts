import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { Pipeline } from '../types.ts';

async function getPipeline(signal: AbortSignal): Promise<Pipeline> {
  const { data, error, response } = await api.GET('/api/pipeline', { signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** How events are counted, and how that goes. */
export const pipelineQuery = queryOptions({
  queryKey: ['pipeline', 'status'],
  queryFn: ({ signal }) => getPipeline(signal),
  staleTime: 0,
  refetchInterval: untilThere,
});
