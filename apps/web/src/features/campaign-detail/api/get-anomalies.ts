import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
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
    refetchInterval: untilThere,
  });
}

const NONE: Anomaly[] = [];

/** When the campaign was not as usual within these limits, newest first, kept up to date. Without an answer the chart goes on without. */
export function useAnomalies(id: string, { from, to }: Limits): Anomaly[] {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(() => {
    const show = ({ items }: { as_of: string; items: Anomaly[] }) => queryClient.setQueryData(anomaliesQuery(id, null).queryKey, items);
    return connection.watch('anomalies', { campaign_id: id }, { snapshot: show, update: show });
  }, [connection, queryClient, id]);
  const { data: newest = NONE } = useQuery(anomaliesQuery(id, null));
  const isOlder = newest.length === NEWEST && newest.every(({ since }) => Date.parse(since) > from);
  const { data: older = NONE } = useQuery({ ...anomaliesQuery(id, { from, to }), enabled: isOlder });
  const known = isOlder ? older : newest;
  return useMemo(
    () =>
      known.filter((anomaly) => {
        const span = spanOf(anomaly);
        return span.from < to && span.to > from;
      }),
    [known, from, to],
  );
}
