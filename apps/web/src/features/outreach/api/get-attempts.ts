import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Attempt } from '../types.ts';

async function getAttempts(id: string, signal: AbortSignal): Promise<Attempt[]> {
  const { data, error, response } = await api.GET('/api/recipients/{id}/attempts', { params: { path: { id } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data.items;
}

/** As they are when somebody asks. */
export function attemptsQuery(recipientId: string) {
  return queryOptions({ queryKey: ['recipient-attempts', recipientId], queryFn: ({ signal }) => getAttempts(recipientId, signal), gcTime: 0, staleTime: 0 });
}
