import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { ApiError, api } from '../../../api/client.ts';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { spanOf } from '../../../shared/anomalies/span-of.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { Limits } from '../range/detail-view.ts';

/** What the live connection sends: more than a campaign has in weeks. */
const NEWEST = 100;

async function getAnomalies(id: string, limits: Limits | null, signal: AbortSignal): Promise<Anomaly[]> {
  const range = limits && { from: new Date(limits.from).toISOString(), to: new Date(limits.to).toISOString() };
  const { data, error, response } = await api.GET('/api/pipeline/anomalies', { params: { query: { campaign_id: id, limit: NEWEST, ...range } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data.items;
}

/** The newest of a campaign, or with limits those of that time. */
function anomaliesQuery(id: string, limits: Limits | null) {
  return queryOptions({
    queryKey: ['campaign', id, 'anomalies', limits],
    queryFn: ({ signal }) => getAnomalies(id, limits, signal),
    // Of another time while this one is on its way: what is not within the limits is left out.
    placeholderData: keepPreviousData,
    refetchInterval: untilThere,
  });
}

const NONE: Anomaly[] = [];
const HOUR_MS = 3_600_000;

/** When the campaign was not as usual within these limits, newest first, kept up to date. Without an answer the chart goes on without. */
export function useAnomalies(id: string, { from, to }: Limits): Anomaly[] {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(() => {
    const { queryKey } = anomaliesQuery(id, null);
    const show = ({ items }: { as_of: string; items: Anomaly[] }) => {
      // An answer that is on its way would set them back.
      void queryClient.cancelQueries({ queryKey, exact: true });
      queryClient.setQueryData(queryKey, items);
    };
    return connection.watch('anomalies', { campaign_id: id }, { snapshot: show, update: show });
  }, [connection, queryClient, id]);
  const { data: newest = NONE } = useQuery(anomaliesQuery(id, null));
  const earliest = Math.min(...newest.map(({ since }) => Date.parse(since)));
  const isOlder = newest.length === NEWEST && earliest > from;
  // By the hour: a range that moves would be another one with every minute.
  const hours = { from: Math.floor(from / HOUR_MS) * HOUR_MS, to: Math.ceil(Math.min(to, earliest) / HOUR_MS) * HOUR_MS };
  const { data: older = NONE } = useQuery({ ...anomaliesQuery(id, hours), enabled: isOlder });
  return useMemo(() => {
    const known = isOlder ? [...newest, ...older.filter(({ since }) => Date.parse(since) < earliest)] : newest;
    return known.filter((anomaly) => {
      const span = spanOf(anomaly);
      return span.from < to && span.to > from;
    });
  }, [newest, older, isOlder, earliest, from, to]);
}
