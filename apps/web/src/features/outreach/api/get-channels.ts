import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Channel } from '../types.ts';

async function getChannels(signal: AbortSignal): Promise<Channel[]> {
  const { data, error, response } = await api.GET('/api/outreach-channels', { signal });
  if (data === undefined) throw new ApiError(response, error);
  return data.items;
}

export const channelsQuery = queryOptions({ queryKey: ['outreach-channels'], queryFn: ({ signal }) => getChannels(signal), staleTime: 0 });
