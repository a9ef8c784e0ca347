import { join } from 'node:path';
import { migrate } from '../../../../libs/platform/migrator.ts';
import { databaseUrl, dropDatabase, onCluster, TEMPLATE } from './test-database.ts';

/** Once per run: the migrated database that every test's own is cloned from. */
export default async function prepareTemplate(): Promise<void> {
  await dropDatabase(TEMPLATE);
  await onCluster(`CREATE DATABASE ${TEMPLATE}`);
  await migrate(databaseUrl(TEMPLATE), join(process.cwd(), 'prisma/migrations'));
}
