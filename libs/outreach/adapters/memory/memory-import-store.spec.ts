import { describe } from '@jest/globals';
import { importStoreContract } from '../../application/import-store.contract.ts';
import type { ImportStore } from '../../application/ports.ts';
import { MemoryImportStore } from './memory-import-store.ts';

describe('MemoryImportStore', () => {
  importStoreContract(() => {
    let now = 0;
    const empty = () => new MemoryImportStore((id) => ['camp_1', 'camp_2'].includes(id), () => now);
    let present = empty();
    // A store that begins anew for each test, behind one that stays.
    const store: ImportStore = {
      begin: (start) => present.begin(start),
      progress: (each, rejects) => present.progress(each, rejects),
      find: (id) => present.find(id),
      latest: (campaignId) => present.latest(campaignId),
      rejects: (importId, after, limit) => present.rejects(importId, after, limit),
    };
    const clear = () => {
      present = empty();
      return Promise.resolve();
    };
    const silence = (ms: number) => {
      now += ms;
      return Promise.resolve();
    };
    return Promise.resolve({ store, clear, silence, stop: () => Promise.resolve() });
  });
});
