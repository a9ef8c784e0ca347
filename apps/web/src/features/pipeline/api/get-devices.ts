import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { LIVE_WINDOW } from '../pipeline-search.ts';
import type { Devices } from '../types.ts';
import { readAgain } from './read-again.ts';

async function getDevices(minutes: number, signal: AbortSignal): Promise<Devices> {
  const { data, error, response } = await api.GET('/api/pipeline/devices', { params: { query: { minutes } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** Engagement by type of device, over all campaigns. */
export function devicesQuery(minutes: number) {
  return queryOptions({
    queryKey: ['pipeline', 'devices', minutes],
    queryFn: ({ signal }) => getDevices(minutes, signal),
    staleTime: 0,
    placeholderData: keepPreviousData,
    refetchInterval: readAgain(minutes === LIVE_WINDOW),
  });
}
