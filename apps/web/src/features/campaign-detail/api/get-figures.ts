import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { paths } from '../../../api/schema.d.ts';

export type Figures = paths['/api/campaigns/{id}/figures']['get']['responses'][200]['content']['application/json'];
export type Pacing = NonNullable<Figures['pacing']>;

/** Null when neither the campaign list nor any event names this campaign. */
async function getFigures(id: string, signal: AbortSignal): Promise<Figures | null> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/figures', { params: { path: { id } }, signal });
  if (response.status === 404) return null;
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export function figuresQuery(id: string) {
  return queryOptions({
    queryKey: ['campaign', id, 'figures'],
    queryFn: async ({ client, signal, queryKey }): Promise<Figures | null> => {
      const fetched = await getFigures(id, signal);
      // A live message may have overtaken this answer, and is newer.
      return client.getQueryData<Figures>(queryKey) ?? fetched;
    },
    refetchInterval: untilThere,
  });
}
