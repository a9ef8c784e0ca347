import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { Simulation, SimulationSettings } from '../types.ts';
import { simulationQuery } from './get-simulation.ts';

/** Starts a simulation, or changes the one that runs. */
export function useStartSimulation(campaignId: string) {
  return useSteering(campaignId, (settings: SimulationSettings) => api.PUT('/api/campaigns/{id}/simulation', { ...at(campaignId), body: settings }));
}

export function useStopSimulation(campaignId: string) {
  return useSteering(campaignId, () => api.DELETE('/api/campaigns/{id}/simulation', at(campaignId)));
}

export function useCrashSimulation(campaignId: string) {
  return useSteering(campaignId, () => api.POST('/api/campaigns/{id}/simulation/crash', at(campaignId)));
}

const at = (id: string) => ({ params: { path: { id } } });

interface Answer {
  data?: Simulation;
  error?: unknown;
  response: Response;
}

function useSteering<Input = void>(campaignId: string, steer: (input: Input) => Promise<Answer>) {
  const queryClient = useQueryClient();
  const { queryKey } = simulationQuery(campaignId);
  const timesTold = () => queryClient.getQueryState(queryKey)?.dataUpdateCount;
  return useMutation({
    onMutate: () => ({ toldBefore: timesTold() }),
    mutationFn: async (input: Input) => {
      const { data, error, response } = await steer(input);
      if (data === undefined) throw new ApiError(response, error);
      return data;
    },
    // What comes of it is told over the live connection, and may have been told before this answer is here.
    onSuccess: (simulation, _, { toldBefore }) => {
      if (timesTold() === toldBefore) queryClient.setQueryData(queryKey, simulation);
    },
  });
}
