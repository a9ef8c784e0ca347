import { describe } from '@jest/globals';
import { simulationStoreContract } from '../../application/simulation-store.contract.ts';
import { MemorySimulationStore } from './memory-simulation-store.ts';

describe('MemorySimulationStore', () => {
  const store = new MemorySimulationStore();
  simulationStoreContract(() =>
    Promise.resolve({
      store,
      clear: () => {
        for (let index = 0; index < 60; index += 1) store.remove(`camp_${index}`);
        return Promise.resolve();
      },
      stop: () => Promise.resolve(),
    }),
  );
});
