import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Figures } from '../types.ts';

/** Null when nothing is known of the campaign. */
async function getFigures(campaignId: string, signal: AbortSignal): Promise<Figures | null> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/figures', { params: { path: { id: campaignId } }, signal });
  if (response.status === 404) return null;
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** As they are when somebody asks, not live: for a decision. */
export function figuresQuery(campaignId: string) {
  return queryOptions({
    queryKey: ['campaign-figures-now', campaignId],
    queryFn: ({ signal }) => getFigures(campaignId, signal),
    gcTime: 0,
    staleTime: 0,
  });
}
