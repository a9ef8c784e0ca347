import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { serverNow, useLiveConnection } from '../../../shared/live/live-context.ts';
import { type ReportUpdate, mergeReport } from '../merge-report.ts';
import type { DetailView } from '../range/detail-view.ts';
import { ReportClock } from '../report-clock.ts';
import { type Report, reportParams, reportQuery } from './get-report.ts';

/**
 * Keeps the report of a view up to date from the live connection for as long as the component is on the page.
 *
 * @returns until when a report that says `asOf` is known by now, in ms
 */
export function useLiveReport(id: string, view: DetailView): (asOf: string) => number {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  const [clock] = useState(() => new ReportClock());
  // The view is a new object with every render, and its parameters are a new watch only if they differ.
  const asked = JSON.stringify(reportParams(view));
  useEffect(() => {
    const { queryKey } = reportQuery(id, view);
    clock.restart();
    const unsubscribe = connection.subscribe(() => {
      const state = connection.getState();
      if (state.phase === 'lost') clock.lost(serverNow(state));
    });
    const unwatch = connection.watch<Report>(
      'report',
      { campaign_id: id, ...(JSON.parse(asked) as object) },
      {
        snapshot: (snapshot) => {
          clock.heard();
          queryClient.setQueryData(queryKey, snapshot);
        },
        update: (update: ReportUpdate) => {
          clock.heard();
          // Without a snapshot there is nothing to change; the server sends one first on every connection.
          queryClient.setQueryData(queryKey, (shown) => shown && mergeReport(shown, update));
        },
      },
    );
    return () => {
      unsubscribe();
      unwatch();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `asked` says all of the view that matters here
  }, [connection, queryClient, clock, id, asked]);
  return useCallback((asOf) => clock.now(Date.parse(asOf), serverNow(connection.getState())), [clock, connection]);
}
