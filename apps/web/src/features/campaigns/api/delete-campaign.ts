import { ApiError, api } from '../../../api/client.ts';

/** Takes the campaign off the list. Its events stay, or go in the background. */
export async function deleteCampaign(id: string, events: 'keep' | 'delete'): Promise<void> {
  const { error, response } = await api.DELETE('/api/campaigns/{id}', { params: { path: { id }, query: { events } } });
  if (!response.ok) throw new ApiError(response, error);
}

/** Deletes the events of a campaign in the background; a registered campaign stays. */
export async function deleteEvents(id: string): Promise<void> {
  const { error, response } = await api.DELETE('/api/campaigns/{id}/events', { params: { path: { id } } });
  if (!response.ok) throw new ApiError(response, error);
}
