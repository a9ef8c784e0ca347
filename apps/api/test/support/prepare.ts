import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { migrate } from '../../../../libs/platform/migrator.ts';
import { databaseUrl, dropDatabase, onCluster, TEMPLATE } from './test-database.ts';

/** Once per run, before there are several test processes: what they share. */
export default async function prepare(): Promise<void> {
  await Promise.all([prepareTemplate(), unpackBrowser()]);
}

/** The migrated database that every test's own is cloned from. */
async function prepareTemplate(): Promise<void> {
  await dropDatabase(TEMPLATE);
  await onCluster(`CREATE DATABASE ${TEMPLATE}`);
  await migrate(databaseUrl(TEMPLATE), join(process.cwd(), 'prisma/migrations'));
}

/** On a new machine this writes 190 MB. Of two processes at it, the second would start a program that is still being written. */
async function unpackBrowser(): Promise<void> {
  await chromium.executablePath();
}
