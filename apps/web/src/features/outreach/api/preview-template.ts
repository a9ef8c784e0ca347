import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Text } from './save-template.ts';

async function previewTemplate(campaignId: string, text: Text, recipientId: string | null, signal: AbortSignal) {
  const body = { ...text, ...(recipientId !== null && { recipient_id: recipientId }) };
  const { data, error, response } = await api.POST('/api/campaigns/{id}/outreach-template/preview', { params: { path: { id: campaignId } }, body, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** The message as somebody would get it; without a recipient, the server makes one up. */
export function previewQuery(campaignId: string, text: Text | null, recipientId: string | null) {
  return queryOptions({
    queryKey: ['outreach', campaignId, 'preview', text, recipientId],
    queryFn: ({ signal }) => previewTemplate(campaignId, text ?? { subject: '', body: '' }, recipientId, signal),
    enabled: text !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
}
