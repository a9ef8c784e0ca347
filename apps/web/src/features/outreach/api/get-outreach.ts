import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError, api } from '../../../api/client.ts';
import { isLater } from '../../../shared/is-later.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { untilThere } from '../../../shared/try-again.ts';
import type { Outreach } from '../types.ts';

/** Null when no campaign is registered under this id. */
async function getOutreach(id: string, signal: AbortSignal): Promise<Outreach | null> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/outreach', { params: { path: { id } }, signal });
  if (response.status === 404) return null;
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export function outreachQuery(id: string) {
  return queryOptions({
    queryKey: ['outreach', id],
    queryFn: async ({ client, signal, queryKey }): Promise<Outreach | null> => {
      const fetched = await getOutreach(id, signal);
      // A live message may have overtaken this answer.
      const shown = client.getQueryData<Outreach | null>(queryKey);
      return shown && fetched && isLater(shown.as_of, fetched.as_of) ? shown : fetched;
    },
    refetchInterval: untilThere,
  });
}

interface LiveBody {
  as_of: string;
  /** Null when the campaign was deleted. */
  outreach: Outreach | null;
}

/** Keeps the sums of a campaign up to date from the live connection for as long as the component is on the page. */
export function useLiveOutreach(campaignId: string): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(() => {
    const { queryKey } = outreachQuery(campaignId);
    const show = ({ outreach }: LiveBody) => queryClient.setQueryData(queryKey, outreach);
    return connection.watch<LiveBody>('outreach', { campaign_id: campaignId }, { snapshot: show, update: show });
  }, [connection, queryClient, campaignId]);
}
