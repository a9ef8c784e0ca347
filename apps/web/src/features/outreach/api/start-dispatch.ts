import { ApiError, api } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.d.ts';
import type { Dispatch } from '../types.ts';

export type DispatchWish = NonNullable<paths['/api/campaigns/{id}/dispatches']['post']['requestBody']>['content']['application/json'];

export async function startDispatch(campaignId: string, wish: DispatchWish): Promise<Dispatch> {
  const { data, error, response } = await api.POST('/api/campaigns/{id}/dispatches', { params: { path: { id: campaignId } }, body: wish });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}
