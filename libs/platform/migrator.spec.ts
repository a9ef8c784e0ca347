import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { databaseUrl, dropDatabase, onCluster } from '../../apps/api/test/support/test-database.ts';
import { migrate, MigrationError } from './migrator.ts';

describe('migrate', () => {
  let directory: string;
  let name: string;
  let url: string;
  let databases = 0;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'flightdeck-test-migrations-'));
    name = `flightdeck_test_migrator_${process.pid}_${(databases += 1)}`;
    url = databaseUrl(name);
    await onCluster(`CREATE DATABASE ${name}`);
  });

  afterEach(async () => {
    await dropDatabase(name);
    await rm(directory, { recursive: true, force: true });
  });

  async function write(migration: string, sql: string): Promise<void> {
    await mkdir(join(directory, migration), { recursive: true });
    await writeFile(join(directory, migration, 'migration.sql'), sql);
  }

  async function query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const tables = async (): Promise<unknown[]> =>
    (await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`)).map((row) => row.tablename);

  test('an empty database gets all migrations, in the order of their names', async () => {
    await write('20260102000000_second', 'ALTER TABLE a ADD COLUMN b INT; CREATE TABLE c ();');
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await writeFile(join(directory, 'migration_lock.toml'), 'provider = "postgresql"');
    expect(await migrate(url, directory)).toEqual(['20260101000000_first', '20260102000000_second']);
    expect(await tables()).toEqual(['a', 'c']);
  });

  test('a second run changes nothing', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await migrate(url, directory);
    const before = await query('SELECT * FROM _prisma_migrations');
    expect(await migrate(url, directory)).toEqual([]);
    expect(await query('SELECT * FROM _prisma_migrations')).toEqual(before);
  });

  test('only what is new is applied', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await migrate(url, directory);
    await write('20260102000000_second', 'CREATE TABLE b ();');
    expect(await migrate(url, directory)).toEqual(['20260102000000_second']);
    expect(await tables()).toEqual(['a', 'b']);
  });

  test('the book is kept as Prisma keeps it', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();\n');
    await migrate(url, directory);
    expect(await query('SELECT * FROM _prisma_migrations')).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        checksum: '1938d2212d96906efc5cae2baf4ed879f77572b701d5d14d9b6aa87e23515e55',
        migration_name: '20260101000000_first',
        finished_at: expect.any(Date),
        started_at: expect.any(Date),
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
      },
    ]);
  });

  test('a migration that was edited after it was applied is refused by name', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await migrate(url, directory);
    await write('20260101000000_first', 'CREATE TABLE a (); ');
    await write('20260102000000_second', 'CREATE TABLE b ();');
    const refused = migrate(url, directory);
    await expect(refused).rejects.toBeInstanceOf(MigrationError);
    await expect(refused).rejects.toThrow(/20260101000000_first was edited/);
    expect(await tables()).toEqual(['a']);
  });

  test('a database that is newer than this build is refused by name', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await write('20260102000000_second', 'CREATE TABLE b ();');
    await migrate(url, directory);
    await rm(join(directory, '20260102000000_second'), { recursive: true });
    await expect(migrate(url, directory)).rejects.toThrow(/20260102000000_second.*newer build/);
  });

  test('a migration that was begun elsewhere and not finished is refused; one that was rolled back is applied', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await migrate(url, directory);
    await query(`UPDATE _prisma_migrations SET finished_at = NULL`);
    await expect(migrate(url, directory)).rejects.toThrow(/20260101000000_first.*did not finish/);
    await query(`UPDATE _prisma_migrations SET rolled_back_at = now()`);
    await query('DROP TABLE a');
    expect(await migrate(url, directory)).toEqual(['20260101000000_first']);
  });

  test('a migration that fails leaves nothing behind, keeps those before it, and works once it is mended', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await write('20260102000000_second', 'CREATE TABLE b (); INSERT INTO missing VALUES (1);');
    await write('20260103000000_third', 'CREATE TABLE c ();');
    const failed = migrate(url, directory);
    await expect(failed).rejects.toBeInstanceOf(MigrationError);
    await expect(failed).rejects.toThrow(/20260102000000_second failed: .*missing/);
    expect(await tables()).toEqual(['a']);
    expect(await query('SELECT migration_name FROM _prisma_migrations')).toEqual([{ migration_name: '20260101000000_first' }]);
    await write('20260102000000_second', 'CREATE TABLE b ();');
    expect(await migrate(url, directory)).toEqual(['20260102000000_second', '20260103000000_third']);
  });

  test('of several processes that start at once, one migrates and the others wait for it', async () => {
    await write('20260101000000_first', 'CREATE TABLE a (); SELECT pg_sleep(0.2);');
    await write('20260102000000_second', 'CREATE TABLE b (); SELECT pg_sleep(0.2);');
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url, directory)));
    expect(applied.filter((names) => names.length > 0)).toEqual([['20260101000000_first', '20260102000000_second']]);
    expect(await query('SELECT count(*)::int AS count FROM _prisma_migrations')).toEqual([{ count: 2 }]);
  });

  test('no connection is left open', async () => {
    await write('20260101000000_first', 'CREATE TABLE a ();');
    await migrate(url, directory);
    await write('20260102000000_second', 'nonsense');
    await expect(migrate(url, directory)).rejects.toBeInstanceOf(MigrationError);
    expect(await query(`SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'flightdeck-migrator' AND datname = current_database()`)).toEqual([{ count: 0 }]);
  });

  test('a database in another encoding is refused', async () => {
    await dropDatabase(name);
    await onCluster(`CREATE DATABASE ${name} ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'`);
    await expect(migrate(url, directory)).rejects.toThrow(/encoding UTF8; this one has SQL_ASCII/);
  });
});
