import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { insertRecipients } from '../../../../apps/api/test/support/recipients.ts';
import { createTestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { Database } from '../../../platform/database.ts';
import { feedbackStoreContract } from '../../application/feedback-store.contract.ts';
import { PostgresFeedbackStore } from './postgres-feedback-store.ts';

const logger = pino({ enabled: false });
const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('PostgresFeedbackStore', () => {
  feedbackStoreContract(async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    return {
      store: new PostgresFeedbackStore(database.pool, database.pagePool),
      invite: async ({ recipientId, ...recipient }) => void (await insertRecipients(test.url, [{ id: recipientId, ...recipient }])),
      clear: async () => void (await database.pool.query('TRUNCATE campaigns, unsubscribed_addresses CASCADE')),
      stop: async () => {
        await database.close();
        await test.drop();
      },
    };
  });

  const everything = (store: PostgresFeedbackStore): (() => Promise<unknown>)[] => [
    () => store.findByToken('x'),
    () => store.answer(NOBODY, { rating: 1, comment: '' }),
    () => store.setUnsubscribed(NOBODY, true),
    () => store.setUnsubscribed(NOBODY, false),
    () => store.responses('camp_1', 1),
    () => store.figures('camp_1'),
    () => store.series('camp_1', { from: 0, to: 1, granularity: 'day' }),
  ];
  const UNAVAILABLE = { code: 'OUTREACH_UNAVAILABLE', kind: 'unavailable', retryAfterSeconds: 2 };

  test('a database that does not answer is told as such', async () => {
    const database = new Database('postgresql://nobody@127.0.0.1:1/none', logger);
    for (const ask of everything(new PostgresFeedbackStore(database.pool, database.pagePool))) await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
    await database.close();
  });

  test('an answer that comes while its recipient is being removed is none', async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    const other = await database.pool.connect();
    try {
      const [ann] = await insertRecipients(test.url, [{}]);
      await other.query('BEGIN');
      await other.query('DELETE FROM recipients WHERE id = $1', [ann!.id]);
      const answer = new PostgresFeedbackStore(database.pool, database.pagePool).answer(ann!.id, { rating: 5, comment: '' });
      await eventually(async () => expect((await database.pagePool.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount).toBe(1));
      await other.query('COMMIT');
      expect(await answer).toBe(false);
    } finally {
      other.release();
      await database.close();
      await test.drop();
    }
  });

  test('a bug is not told as an outage: it would be tried again for ever', async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    const store = new PostgresFeedbackStore(database.pool, database.pagePool);
    try {
      const [ann] = await insertRecipients(test.url, [{}]);
      await expect(store.answer(ann!.id, { rating: 6, comment: '' })).rejects.toMatchObject({ code: '23514' });
      await expect(store.answer('nobody', { rating: 5, comment: '' })).rejects.toMatchObject({ code: '22P02' });
      await database.pool.query('ALTER TABLE recipients RENAME TO somebody; ALTER TABLE responses RENAME TO answers');
      for (const ask of everything(store)) await expect(ask()).rejects.toMatchObject({ code: '42P01' });
    } finally {
      await database.close();
      await test.drop();
    }
  });
});
