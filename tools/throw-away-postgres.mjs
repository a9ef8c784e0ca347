import { chmodSync, existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';
import { tryLock } from './lock.mjs';
import { findHome, removeHome } from './postgres-home.mjs';
import { stopOrphans } from './postgres-process.mjs';

const prefix = 'flightdeck-test-';

/**
 * A PostgreSQL for one run of the tests, or of a benchmark that brings its own settings. `url` names its database
 * `postgres` and may create others. `remove` stops it and leaves nothing behind.
 * @param {import('./postgres-settings.mjs').PostgresSettings} [settings]
 * @returns {Promise<{ url: string, dataDir: string, remove: () => Promise<void> }>}
 */
export async function startThrowAwayPostgres(settings = { sharedBuffers: '128MB', durable: false }) {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  // PostgreSQL may run as another user, who has to get through to its cluster.
  chmodSync(folder, 0o711);
  tryLock(lockIn(folder));
  try {
    const postgres = await startPostgres(folder, { ...settings, database: 'postgres' });
    const remove = async () => {
      await postgres.stop('immediate');
      removeHome(folder);
    };
    return { url: postgres.url, dataDir: postgres.dataDir, remove };
  } catch (error) {
    removeHome(folder);
    throw error;
  }
}

/** A run that was killed leaves its PostgreSQL running, with 128 MB and a port of its own, for ever. */
async function removeAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(prefix) || !existsSync(lockIn(folder))) continue;
    // Another user's run is that user's to clean up after.
    if (statSync(folder).uid !== process.getuid?.() || 'holder' in tryLock(lockIn(folder))) continue;
    const home = findHome(folder);
    await stopOrphans(home, join(home.folder, 'postgres'));
    removeHome(folder);
  }
}

/** @param {string} folder */
const lockIn = (folder) => join(folder, 'running.lock');
