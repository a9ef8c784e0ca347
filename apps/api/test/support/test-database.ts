import { randomBytes } from 'node:crypto';
import pg from 'pg';

export const TEMPLATE = 'flightdeck_test_template';

export interface TestDatabase {
  url: string;
  name: string;
  drop(): Promise<void>;
}

/** The cluster that `npm test` has started for this run. */
function clusterUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: run the tests with "npm test", which starts a PostgreSQL for them.');
  return url;
}

/** A database of one's own, as migrated: cloning the template takes a tenth of migrating. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `flightdeck_test_${randomBytes(6).toString('hex')}`;
  await onCluster(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return { url: databaseUrl(name), name, drop: () => dropDatabase(name) };
}

export function databaseUrl(name: string): string {
  const url = new URL(clusterUrl());
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabase(name: string): Promise<void> {
  if (!name.includes('test')) throw new Error(`refusing to drop ${name}: its name does not say that it is a test's`);
  await onCluster(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** Runs one statement outside any test database. Cloning a template that is being cloned fails; that passes. */
export async function onCluster(sql: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: clusterUrl() });
    await client.connect();
    try {
      await client.query(sql);
      return;
    } catch (error) {
      const isBusy = (error as { code?: string }).code === '55006';
      if (!isBusy || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end();
    }
  }
}
