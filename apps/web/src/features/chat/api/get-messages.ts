import { ApiError, api } from '../../../api/client.ts';
import type { ChatMessage } from '../types.ts';

/** Which messages: next to a sequence, without either the newest. */
export interface Range {
  before?: number;
  after?: number;
}

/** In the order in which they were said. */
export async function getMessages(range: Range, limit: number): Promise<ChatMessage[]> {
  const { data, error, response } = await api.GET('/api/chat/messages', { params: { query: { ...range, limit } } });
  if (data === undefined) throw new ApiError(response, error);
  return range.after === undefined ? data.items.toReversed() : data.items;
}
