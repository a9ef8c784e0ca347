import { createContext, useEffect, useState } from 'react';
import type { paths } from '../../../api/schema.d.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';

export type Mentioned = paths['/api/campaigns/{id}/figures']['get']['responses'][200]['content']['application/json'];

interface FiguresMessage {
  as_of: string;
  figures: Mentioned[];
}

/** The server takes no more in one. */
const MOST = 200;

/** The campaigns that the messages on the page name, as far as there are such, with their figures of now. */
export const MentionedContext = createContext<ReadonlyMap<string, Mentioned>>(new Map());

export function useMentioned(ids: string[]): ReadonlyMap<string, Mentioned> {
  const connection = useLiveConnection();
  const [mentioned, setMentioned] = useState<ReadonlyMap<string, Mentioned>>(new Map());
  // The last ones are those that are most likely in sight. Sorted, so that the same ones are no reason to ask anew.
  const watched = JSON.stringify(ids.slice(-MOST).toSorted());
  useEffect(() => {
    const all = JSON.parse(watched) as string[];
    if (all.length === 0) return undefined;
    const show = ({ figures }: FiguresMessage) =>
      setMentioned((shown) => {
        const now = new Map([...shown].filter(([id]) => all.includes(id)));
        for (const campaign of figures) {
          // Everything can be asked for; not everything that is written after a # is a campaign.
          const isKnown = campaign.name !== null || campaign.impressions + campaign.clicks > 0;
          if (isKnown) now.set(campaign.campaign_id, campaign);
          else now.delete(campaign.campaign_id);
        }
        return now;
      });
    return connection.watch<FiguresMessage>('figures', { ids: all }, { snapshot: show, update: show });
  }, [connection, watched]);
  return mentioned;
}
