import { describe } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { campaignStatsReaderContract } from '../../application/campaign-stats-reader.contract.ts';
import { PostgresBreakdownInbox } from './postgres-breakdown-inbox.ts';
import { PostgresCampaignStatsReader } from './postgres-campaign-stats-reader.ts';
import { PostgresEventStore } from './postgres-event-store.ts';

describe.each([
  ['as ingest leaves them', 'never'],
  ['folded', 'always'],
  ['some of them folded', 'sometimes'],
] as const)('PostgresCampaignStatsReader, breakdowns %s', (_, folds) => {
  campaignStatsReaderContract(async () => {
    const database = await createTestDatabase();
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    const [store, inbox] = [new PostgresEventStore(pool), new PostgresBreakdownInbox(pool)];
    let turns = 0;
    return {
      stats: new PostgresCampaignStatsReader(pool),
      count: async (events) => {
        // One by one, so that there is something to be folded between them.
        for (const event of events) {
          await store.append([event]);
          turns += 1;
          if (folds === 'always' || (folds === 'sometimes' && turns % 2 === 0)) await inbox.fold();
        }
      },
      stop: async () => {
        await pool.end();
        await database.drop();
      },
    };
  });
});
