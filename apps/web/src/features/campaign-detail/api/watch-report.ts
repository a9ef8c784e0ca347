import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { mergeReport } from '../merge-report.ts';
import type { DetailView } from '../range/detail-view.ts';
import { type Report, reportParams, reportQuery } from './get-report.ts';

/** Keeps the report of a view up to date from the live connection for as long as the component is on the page. */
export function useLiveReport(id: string, view: DetailView): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  // The view is a new object with every render, and its parameters are a new watch only if they differ.
  const asked = JSON.stringify(reportParams(view));
  useEffect(() => {
    const { queryKey } = reportQuery(id, view);
    return connection.watch<Report>(
      'report',
      { campaign_id: id, ...(JSON.parse(asked) as object) },
      {
        snapshot: (snapshot) => queryClient.setQueryData(queryKey, snapshot),
        // Without a snapshot there is nothing to change; the server sends one first on every connection.
        update: (update) => queryClient.setQueryData(queryKey, (shown) => shown && mergeReport(shown, update)),
      },
    );
    // oxlint-disable-next-line react/exhaustive-deps -- `asked` says all of the view that matters here
  }, [connection, queryClient, id, asked]);
}
