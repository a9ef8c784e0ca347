import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Pause } from '../pauses.ts';
import type { Campaign } from './get-campaign.ts';

async function getPauses(id: string, signal: AbortSignal): Promise<Pause[]> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/pauses', { params: { path: { id } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data.items.map(({ from, to }) => ({ from: Date.parse(from), to: to === null ? null : Date.parse(to) }));
}

/** When a campaign was paused so far; read again with each of its versions. */
export function pausesQuery(campaign: Campaign | null) {
  return queryOptions({
    queryKey: ['campaign', campaign?.id, 'pauses', campaign?.version],
    queryFn: ({ signal }) => getPauses(campaign?.id ?? '', signal),
    enabled: campaign !== null,
    placeholderData: keepPreviousData,
  });
}
