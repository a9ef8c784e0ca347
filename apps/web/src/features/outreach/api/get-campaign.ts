import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { Campaign } from '../types.ts';

/** Null when no campaign is registered under this id. */
async function getCampaign(id: string, signal: AbortSignal): Promise<Campaign | null> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}', { params: { path: { id } }, signal });
  if (response.status === 404) return null;
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** The same as the campaign's own page has: who comes from there need not wait. */
export function campaignQuery(id: string) {
  return queryOptions({ queryKey: ['campaign', id], queryFn: ({ signal }) => getCampaign(id, signal), refetchInterval: untilThere });
}
