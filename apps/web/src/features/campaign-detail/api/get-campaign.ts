import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { paths } from '../../../api/schema.d.ts';

export type Campaign = paths['/api/campaigns/{id}']['get']['responses'][200]['content']['application/json'];

/** Null when no campaign is registered under this id; events may name it all the same. */
async function getCampaign(id: string, signal: AbortSignal): Promise<Campaign | null> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}', { params: { path: { id } }, signal });
  if (response.status === 404) return null;
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export function campaignQuery(id: string) {
  return queryOptions({ queryKey: ['campaign', id], queryFn: ({ signal }) => getCampaign(id, signal), refetchInterval: untilThere });
}
