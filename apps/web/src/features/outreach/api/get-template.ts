import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Template } from '../types.ts';

async function getTemplate(campaignId: string, signal: AbortSignal): Promise<Template> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/outreach-template', { params: { path: { id: campaignId } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export function templateQuery(campaignId: string) {
  return queryOptions({ queryKey: ['outreach', campaignId, 'template'], queryFn: ({ signal }) => getTemplate(campaignId, signal), staleTime: 0 });
}
