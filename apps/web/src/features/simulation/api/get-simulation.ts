import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, api } from '../../../api/client.ts';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { Newly } from '../../../shared/newly.ts';
import { notify } from '../../../shared/toasts/notify.ts';
import { gaveUpWords } from '../simulation-words.ts';
import type { Simulation } from '../types.ts';

interface LiveBody {
  as_of: string;
  /** Null when the campaign was deleted. */
  simulation: Simulation | null;
}

async function getSimulation(id: string, signal: AbortSignal): Promise<Simulation> {
  const { data, error, response } = await api.GET('/api/campaigns/{id}/simulation', { params: { path: { id } }, signal });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

export function simulationQuery(campaignId: string) {
  return queryOptions({
    queryKey: ['campaign', campaignId, 'simulation'],
    queryFn: async ({ client, signal, queryKey }): Promise<Simulation> => {
      const fetched = await getSimulation(campaignId, signal);
      // A live message may have overtaken this answer, and is newer.
      return client.getQueryData<Simulation>(queryKey) ?? fetched;
    },
  });
}

/** Keeps the simulation up to date from the live connection for as long as the component is on the page, and says when it gives up. */
export function useLiveSimulation(campaignId: string, name: string): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  // Another name is no reason to watch anew.
  const latestName = useRef(name);
  useEffect(() => {
    latestName.current = name;
  });
  useEffect(() => {
    const newly = new Newly();
    const { queryKey } = simulationQuery(campaignId);
    const show = ({ simulation }: LiveBody) => {
      if (simulation === null) return;
      queryClient.setQueryData(queryKey, simulation);
      const hasGivenUp = newly.of([[campaignId, simulation.status === 'crashed']]).length > 0;
      if (hasGivenUp) notify({ kind: 'failed', message: gaveUpWords(latestName.current, simulation), campaignId });
    };
    return connection.watch<LiveBody>('simulation', { campaign_id: campaignId }, { snapshot: show, update: show });
  }, [connection, queryClient, campaignId]);
}
