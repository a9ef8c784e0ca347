import { ApiError, api } from '../../../api/client.ts';
import type { Template } from '../types.ts';

export type Text = Pick<Template, 'subject' | 'body'>;

export async function saveTemplate(campaignId: string, text: Text): Promise<Template> {
  const { data, error, response } = await api.PUT('/api/campaigns/{id}/outreach-template', { params: { path: { id: campaignId } }, body: text });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}
