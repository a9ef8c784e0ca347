import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { createTestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { Database } from '../../../platform/database.ts';
import { templateStoreContract } from '../../application/template-store.contract.ts';
import { PostgresTemplateStore } from './postgres-template-store.ts';

const logger = pino({ enabled: false });
const HELLO = { subject: 'Hello', body: 'Hi' };
const CAMPAIGNS = `INSERT INTO campaigns (id, name, daily_budget, status, status_since, time_zone, version, created_at, updated_at)
  SELECT id, id, 100, 'active', now(), 'UTC', 1, now(), now() FROM unnest(ARRAY['camp_1', 'camp_2']) AS id ON CONFLICT DO NOTHING`;

describe('PostgresTemplateStore', () => {
  templateStoreContract(async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    return {
      store: new PostgresTemplateStore(database.pool),
      clear: async () => {
        await database.pool.query('TRUNCATE outreach_templates');
        await database.pool.query(CAMPAIGNS);
      },
      stop: async () => {
        await database.close();
        await test.drop();
      },
    };
  });

  test('goes with its campaign', async () => {
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    const store = new PostgresTemplateStore(database.pool);
    try {
      await database.pool.query(CAMPAIGNS);
      await store.save('camp_1', HELLO);
      await database.pool.query(`DELETE FROM campaigns WHERE id = 'camp_1'`);
      expect(await store.find('camp_1')).toBeUndefined();
    } finally {
      await database.close();
      await test.drop();
    }
  });

  test('a database that does not answer is told as such, a bug is not', async () => {
    const away = new Database('postgresql://nobody@127.0.0.1:1/none', logger);
    const store = new PostgresTemplateStore(away.pool);
    for (const ask of [() => store.find('camp_1'), () => store.save('camp_1', HELLO)]) await expect(ask()).rejects.toMatchObject({ code: 'OUTREACH_UNAVAILABLE', kind: 'unavailable' });
    await away.close();
    const test = await createTestDatabase();
    const database = new Database(test.url, logger);
    try {
      await database.pool.query('ALTER TABLE outreach_templates RENAME TO texts');
      await expect(new PostgresTemplateStore(database.pool).find('camp_1')).rejects.toMatchObject({ code: '42P01' });
    } finally {
      await database.close();
      await test.drop();
    }
  });
});
