import { queryOptions, useQueries } from '@tanstack/react-query';
import { createContext, useEffect, useState } from 'react';
import { ApiError, api } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.d.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';

type Figures = paths['/api/campaigns/{id}/figures']['get']['responses'][200]['content']['application/json'];

export interface Mentioned {
  /** Null: it is not registered, or its name is on its way. */
  name: string | null;
  figures: Figures;
}

interface FiguresMessage {
  as_of: string;
  figures: Figures[];
}

/** The server takes no more in one. */
const MOST = 200;

/** The campaigns that the messages on the page name, as far as there are such, with their figures of now. */
export const MentionedContext = createContext<ReadonlyMap<string, Mentioned>>(new Map());

export function useMentioned(ids: string[]): ReadonlyMap<string, Mentioned> {
  const connection = useLiveConnection();
  const [figures, setFigures] = useState<ReadonlyMap<string, Figures>>(new Map());
  // The last ones are those that are most likely in sight. Sorted, so that the same ones are no reason to ask anew.
  const watched = JSON.stringify(ids.slice(-MOST).toSorted());
  useEffect(() => {
    const all = JSON.parse(watched) as string[];
    if (all.length === 0) return undefined;
    const show = ({ figures: changed }: FiguresMessage) => setFigures((shown) => new Map([...shown, ...changed.map((each) => [each.campaign_id, each] as const)].filter(([id]) => all.includes(id))));
    return connection.watch<FiguresMessage>('figures', { ids: all }, { snapshot: show, update: show });
  }, [connection, watched]);
  const known = [...figures.values()].filter(({ settings_version, impressions, clicks }) => settings_version !== null || impressions + clicks > 0);
  const names = useQueries({ queries: known.map(({ campaign_id, settings_version }) => nameQuery(campaign_id, settings_version)) });
  return new Map(known.map((each, place) => [each.campaign_id, { figures: each, name: names[place]?.data ?? null }]));
}

/** A campaign that was edited is another question. */
function nameQuery(id: string, version: number | null) {
  return queryOptions({
    queryKey: ['campaign-name', id, version],
    enabled: version !== null,
    queryFn: async ({ signal }): Promise<string> => {
      const { data, error, response } = await api.GET('/api/campaigns/{id}', { params: { path: { id } }, signal });
      if (data === undefined) throw new ApiError(response, error);
      return data.name;
    },
  });
}
