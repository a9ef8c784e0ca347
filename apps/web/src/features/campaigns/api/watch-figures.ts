import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { readListsSoon } from '../list-cache.ts';
import { type LiveFigures, mergeFigures, onlyThese } from '../merge-figures.ts';
import type { Figures } from '../types.ts';

interface FiguresMessage {
  as_of: string;
  /** Grows when any campaign is created, changed or deleted, and when one is seen in events for the first time. */
  list_version: number;
  figures: Figures[];
}

/** The server takes no more in one. */
const IDS_PER_WATCH = 200;

interface Live {
  figures: LiveFigures;
  /** The server's time of the newest of them, null before there are any. */
  asOf: string | null;
}

/**
 * The figures of these campaigns as they change; lists are read again when the campaigns themselves change. Kept apart
 * from the lists, which come by REST: an answer that was overtaken on its way cannot set a number back.
 */
export function useLiveFigures(ids: string[]): Live {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  const [live, setLive] = useState<Live>({ figures: new Map(), asOf: null });
  const listVersion = useRef<number | null>(null);
  // Sorted, so that another order of the same rows is no reason to ask anew.
  const watched = JSON.stringify(ids.toSorted());

  useEffect(() => {
    const all = JSON.parse(watched) as string[];
    const show = ({ as_of, figures, list_version }: FiguresMessage, isNewConnection: boolean) => {
      setLive((shown) => ({ figures: onlyThese(all, mergeFigures(shown.figures, figures)), asOf: as_of }));
      const hasChanged = listVersion.current !== null && listVersion.current !== list_version;
      listVersion.current = list_version;
      // A restarted server counts from the beginning, so after a new connection the number proves nothing.
      if (hasChanged || isNewConnection) readListsSoon(queryClient);
    };
    const stops = chunks(all, IDS_PER_WATCH).map((some) => {
      let isFirst = true;
      return connection.watch<FiguresMessage>(
        'figures',
        { ids: some },
        {
          snapshot: (message) => {
            show(message, !isFirst);
            isFirst = false;
          },
          update: (message) => show(message, false),
        },
      );
    });
    return () => stops.forEach((stop) => stop());
  }, [connection, queryClient, watched]);

  return live;
}

/** One empty chunk for no ids: the list's version is told all the same. */
function chunks(ids: string[], size: number): string[][] {
  const count = Math.max(1, Math.ceil(ids.length / size));
  return Array.from({ length: count }, (_, index) => ids.slice(index * size, (index + 1) * size));
}
