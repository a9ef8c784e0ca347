import { ApiError, api } from '../../../api/client.ts';
import type { Campaign } from '../types.ts';

export async function getCampaign(campaignId: string): Promise<Campaign> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}', { params: { path: { id: campaignId } } });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}
