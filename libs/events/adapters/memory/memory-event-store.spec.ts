import { describe } from '@jest/globals';
import { eventAppendContract } from '../../application/event-append.contract.ts';
import { eventStoreContract } from '../../application/event-store.contract.ts';
import { MemoryEventStore } from './memory-event-store.ts';

describe('MemoryEventStore', () => {
  eventStoreContract(() => {
    const memory = new MemoryEventStore();
    return Promise.resolve({ store: memory, stats: memory, eventIds: memory, stop: () => Promise.resolve() });
  });
});

describe('MemoryEventStore as any event store', () => {
  eventAppendContract(() => {
    const memory = new MemoryEventStore();
    return Promise.resolve({
      store: memory,
      kept: async (ids) => {
        const highest = await Promise.all(ids.map((id) => memory.highest(id, `${id}\0`)));
        return new Set(highest.filter((id) => id !== undefined));
      },
      stop: () => Promise.resolve(),
    });
  });
});
