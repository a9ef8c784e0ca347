import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Simulation, SimulationSettings } from '../types.ts';
import { simulationQuery } from './get-simulation.ts';
import { request, simulationPath } from './request.ts';

/** Starts a simulation, or changes the one that runs. */
export function useStartSimulation(campaignId: string) {
  return useSteering(campaignId, (settings: SimulationSettings) => request<Simulation>('PUT', simulationPath(campaignId), { body: settings }));
}

export function useStopSimulation(campaignId: string) {
  return useSteering(campaignId, () => request<Simulation>('DELETE', simulationPath(campaignId)));
}

/** What comes of it is told over the live connection. */
export function useCrashSimulation(campaignId: string) {
  return useMutation({ mutationFn: () => request<unknown>('POST', `${simulationPath(campaignId)}/crash`) });
}

function useSteering<Input = void>(campaignId: string, mutationFn: (input: Input) => Promise<Simulation>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (simulation) => queryClient.setQueryData(simulationQuery(campaignId).queryKey, simulation),
  });
}
