import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import type { Simulation } from '../types.ts';
import { request, simulationPath } from './request.ts';

export function simulationQuery(campaignId: string) {
  return queryOptions({
    queryKey: ['campaign', campaignId, 'simulation'],
    queryFn: ({ signal }) => request<Simulation>('GET', simulationPath(campaignId), { signal }),
  });
}

/** Keeps the simulation up to date from the live connection for as long as the component is on the page. */
export function useLiveSimulation(campaignId: string): void {
  const queryClient = useQueryClient();
  const connection = useLiveConnection();
  useEffect(() => {
    const show = ({ simulation }: { simulation: Simulation }) => queryClient.setQueryData(simulationQuery(campaignId).queryKey, simulation);
    return connection.watch<{ as_of: string; simulation: Simulation }>('simulation', { campaign_id: campaignId }, { snapshot: show, update: show });
  }, [connection, queryClient, campaignId]);
}
