import { describe } from '@jest/globals';
import { eventStoreContract } from '../../application/event-store.contract.ts';
import { MemoryEventStore } from './memory-event-store.ts';

describe('MemoryEventStore', () => {
  eventStoreContract(() => {
    const memory = new MemoryEventStore();
    return Promise.resolve({ store: memory, stats: memory, eventIds: memory, stop: () => Promise.resolve() });
  });
});
