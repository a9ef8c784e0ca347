import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Scenario } from '../types.ts';

async function getScenarios(signal: AbortSignal): Promise<Scenario[]> {
  const { data, error, response } = await api.GET('/api/simulation-scenarios', { signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export const scenariosQuery = queryOptions({
  queryKey: ['simulation-scenarios'],
  queryFn: ({ signal }) => getScenarios(signal),
});
