import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { mergeOverview } from '../merge-overview.ts';
import { type Overview, overviewQuery } from './get-overview.ts';

/** Keeps the overview query up to date from the live connection for as long as the component is on the page. */
export function useLiveOverview(): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(
    () =>
      connection.watch<Overview>('overview', {}, {
        snapshot: (snapshot) => queryClient.setQueryData(overviewQuery.queryKey, snapshot),
        // Without a snapshot there is nothing to change; the server sends one first on every connection.
        update: (update) =>
          queryClient.setQueryData(overviewQuery.queryKey, (shown) => shown && mergeOverview(shown, update)),
      }),
    [connection, queryClient],
  );
}
