import { queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { paths } from '../../../api/schema.d.ts';
import { type DetailView, limitsOf } from '../range/detail-view.ts';

export type Report = paths['/api/campaigns/{id}/report']['get']['responses'][200]['content']['application/json'];
export type ReportPoint = Report['points'][number];
export type Breakdowns = Report['breakdowns'];
export type BreakdownItem = Breakdowns['device'][number];

/** What the report of a view is asked with, by REST and live alike. */
export function reportParams(view: DetailView) {
  const { range, granularity, compare } = view;
  if ('window' in range) return { window: range.window, granularity, compare };
  const { from, to } = limitsOf(view, 0);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), granularity, compare };
}

async function getReport(id: string, view: DetailView, signal: AbortSignal): Promise<Report> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/report', {
    params: { path: { id }, query: reportParams(view) },
    signal,
  });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export function reportQuery(id: string, view: DetailView) {
  return queryOptions({
    queryKey: ['campaign', id, 'report', reportParams(view)],
    queryFn: async ({ client, signal, queryKey }): Promise<Report> => {
      const fetched = await getReport(id, view, signal);
      // A live snapshot may have overtaken this answer; what is shown must never go back in time.
      const shown = client.getQueryData<Report>(queryKey);
      return shown !== undefined && Date.parse(shown.as_of) > Date.parse(fetched.as_of) ? shown : fetched;
    },
    refetchInterval: untilThere,
    // Merging keeps what has not changed; comparing thousands of points four times a second is wasted.
    structuralSharing: false,
  });
}
