import { ApiError, api } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.d.ts';

type TestSend = paths['/api/campaigns/{id}/test-sends']['post'];
export type TestWish = NonNullable<TestSend['requestBody']>['content']['application/json'];
export type TestResult = TestSend['responses'][200]['content']['application/json'];

/** Sends the message once, to somebody who need not be a recipient. */
export async function sendTest(campaignId: string, wish: TestWish): Promise<TestResult> {
  const { data, error, response } = await api.POST('/api/campaigns/{id}/test-sends', { params: { path: { id: campaignId } }, body: wish });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}
