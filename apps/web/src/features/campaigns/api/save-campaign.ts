import { ApiError, api } from '../../../api/client.ts';
import type { Settings } from '../edit-conflict.ts';
import type { Campaign } from '../types.ts';

/** @param id without one the server makes one */
export async function createCampaign(id: string | undefined, settings: Settings): Promise<Campaign> {
  const { data, error, response } = await api.POST('/api/campaigns', { body: { id, ...settings } });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** @param version what the edit began from; without one the change counts whatever others did meanwhile */
export async function updateCampaign(id: string, changes: Partial<Settings>, version?: number): Promise<Campaign> {
  const { data, error, response } = await api.PATCH('/api/campaigns/{id}', {
    params: { path: { id } },
    body: { ...changes, version },
  });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}
