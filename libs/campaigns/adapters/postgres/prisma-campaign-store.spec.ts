import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { createTestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { Database } from '../../../platform/database.ts';
import { campaignStoreContract } from '../../application/campaign-store.contract.ts';
import { PrismaCampaignStore } from './prisma-campaign-store.ts';

const logger = pino({ enabled: false });

describe('PrismaCampaignStore', () => {
  campaignStoreContract(async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    return {
      store: new PrismaCampaignStore(database.prisma),
      clear: async () => void (await database.pool.query('TRUNCATE campaigns, campaign_revisions CASCADE')),
      stop: async () => {
        await database.close();
        await test.drop();
      },
    };
  });

  test('a database that does not answer is told as such', async () => {
    const database = new Database('postgresql://nobody@127.0.0.1:1/none', logger);
    const store = new PrismaCampaignStore(database.prisma);
    const settings = { name: 'Spring sale', dailyBudget: 1, status: 'active', timeZone: 'UTC' } as const;
    const asked = [
      () => store.create({ id: 'camp_1', ...settings }, 0),
      () => store.update('camp_1', settings, 1, 0),
      () => store.delete('camp_1'),
      () => store.find('camp_1'),
      () => store.findAll(['camp_1']),
      () => store.page({ sort: 'name', descending: false, limit: 1 }),
      () => store.ids({}),
      () => store.names(),
      () => store.statuses('camp_1'),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'CAMPAIGNS_UNAVAILABLE', kind: 'unavailable', retryAfterSeconds: 2 });
    await database.close();
  });
});
