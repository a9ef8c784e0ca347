import { describe } from '@jest/globals';
import { campaignStoreContract } from '../../application/campaign-store.contract.ts';
import { MemoryCampaignStore } from './memory-campaign-store.ts';

describe('MemoryCampaignStore', () => {
  campaignStoreContract(() => {
    const store = new MemoryCampaignStore();
    return Promise.resolve({ store, clear: () => Promise.resolve(store.clear()), stop: () => Promise.resolve() });
  });
});
