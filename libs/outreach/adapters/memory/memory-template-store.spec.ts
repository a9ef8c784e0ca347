import { describe } from '@jest/globals';
import { templateStoreContract } from '../../application/template-store.contract.ts';
import type { TemplateStore } from '../../application/ports.ts';
import { MemoryTemplateStore } from './memory-template-store.ts';

describe('MemoryTemplateStore', () => {
  templateStoreContract(() => {
    const aStore = () => new MemoryTemplateStore(new Set(['camp_1', 'camp_2']));
    let present = aStore();
    // A store that begins anew for each test, behind one that stays.
    const store: TemplateStore = { find: (campaignId) => present.find(campaignId), save: (campaignId, template) => present.save(campaignId, template) };
    const clear = () => {
      present = aStore();
      return Promise.resolve();
    };
    return Promise.resolve({ store, clear, stop: () => Promise.resolve() });
  });
});
