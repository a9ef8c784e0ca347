import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { importStoreContract } from '../../application/import-store.contract.ts';
import { PostgresImportStore } from './postgres-import-store.ts';

describe('PostgresImportStore', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
    await pool.query(
      `INSERT INTO campaigns (id, name, daily_budget, status, time_zone, version, status_since, created_at, updated_at)
       SELECT id, id, 1, 'active', 'UTC', 1, now(), now(), now() FROM unnest(ARRAY['camp_1', 'camp_2']) AS id`,
    );
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  importStoreContract(() =>
    Promise.resolve({
      store: new PostgresImportStore(pool),
      clear: async () => void (await pool.query('TRUNCATE recipient_imports CASCADE')),
      silence: async (ms) => void (await pool.query(`UPDATE recipient_imports SET updated_at = updated_at - $1 * interval '1 ms'`, [ms])),
      stop: () => Promise.resolve(),
    }),
  );

  test('what PostgreSQL cannot hold is replaced', async () => {
    const store = new PostgresImportStore(pool);
    const begun = await store.begin({ campaignId: 'camp_2', fileName: 'a\0b', bytes: null, header: 'x\uD800' });
    expect(begun).toMatchObject({ fileName: 'a\uFFFDb', header: 'x\uFFFD', bytes: null });
    await store.progress({ ...begun, rejected: 1 }, [{ line: 1, reason: 'r', text: 'a\0,\uDFFF' }]);
    expect(await store.rejects(begun.id, 0, 1)).toEqual([{ line: 1, reason: 'r', text: 'a\uFFFD,\uFFFD' }]);
  });

  test('a database that does not answer is told as such', async () => {
    const away = createTestPool('postgresql://nobody@127.0.0.1:1/none');
    const store = new PostgresImportStore(away);
    const asked = [() => store.begin({ campaignId: 'camp_1', fileName: '', bytes: null, header: '' }), () => store.find('x'), () => store.latest('x'), () => store.rejects('x', 0, 1)];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'OUTREACH_UNAVAILABLE' });
    await away.end();
  });
});
