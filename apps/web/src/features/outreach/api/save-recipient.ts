import { ApiError, api } from '../../../api/client.ts';
import type { Recipient } from '../types.ts';

export interface RecipientWish {
  name: string;
  email: string | null;
  phone: string | null;
  /** ISO 3166 code of where a number without country code belongs. */
  region: string;
}

export async function addRecipient(campaignId: string, wish: RecipientWish): Promise<Recipient> {
  const { data, error, response } = await api.POST('/api/campaigns/{id}/recipients', { params: { path: { id: campaignId } }, body: wish });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export async function changeRecipient(id: string, wish: RecipientWish): Promise<Recipient> {
  const { data, error, response } = await api.PATCH('/api/recipients/{id}', { params: { path: { id } }, body: wish });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export async function removeRecipient(id: string): Promise<void> {
  const { error, response } = await api.DELETE('/api/recipients/{id}', { params: { path: { id } } });
  if (!response.ok) throw new ApiError(response, error);
}
