import { describe } from '@jest/globals';
import { campaignStatsReaderContract } from '../../application/campaign-stats-reader.contract.ts';
import { MemoryCampaignStatsReader } from './memory-campaign-stats-reader.ts';

describe('MemoryCampaignStatsReader', () => {
  campaignStatsReaderContract(() => {
    const stats = new MemoryCampaignStatsReader();
    return Promise.resolve({ stats, count: (events) => Promise.resolve(stats.append(events)), stop: () => Promise.resolve() });
  });
});
