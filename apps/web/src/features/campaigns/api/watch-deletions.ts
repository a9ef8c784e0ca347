import { useEffect, useState } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { newlyFinished } from '../deletion-news.ts';
import type { Deletion } from '../types.ts';

interface DeletionsMessage {
  as_of: string;
  /** Under way, or ended within the last minute. */
  deletions: Deletion[];
}

/**
 * The deletions of events that are under way, whoever has asked for them.
 *
 * @param onFinished called once for each that ends while this window is open; the same for every render
 */
export function useDeletions(onFinished: (deletion: Deletion) => void): Deletion[] {
  const connection = useLiveConnection();
  const [underWay, setUnderWay] = useState<Deletion[]>([]);
  useEffect(() => {
    const show = ({ deletions }: DeletionsMessage) => {
      setUnderWay(deletions.filter(({ finished_at }) => finished_at === null));
      for (const deletion of newlyFinished(deletions)) onFinished(deletion);
    };
    return connection.watch<DeletionsMessage>('deletions', {}, { snapshot: show, update: show });
  }, [connection, onFinished]);
  return underWay;
}
