import { randomBytes } from 'node:crypto';
import { appendFileSync, chownSync, closeSync, existsSync, fsyncSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findHome } from './postgres-home.mjs';
import { isRunning, runPostgres, stopOrphans, stopPostgres } from './postgres-process.mjs';
import { postgresConfiguration } from './postgres-settings.mjs';
import { step } from './progress.mjs';
import { Refusal } from './refusal.mjs';

/** @import { PostgresHome } from './postgres-home.mjs' */
/** @import { PostgresSettings } from './postgres-settings.mjs' */
/**
 * @typedef {object} RunningPostgres
 * @property {string} url of the database, with its password: not for printing
 * @property {number} port
 * @property {string} dataDir
 * @property {() => boolean} isRunning
 * @property {() => Promise<void>} startAgain at the same port, after it ended by itself
 * @property {(mode?: 'fast' | 'immediate') => Promise<void>} stop
 */

/** Written before the cluster gets its name: a cluster without it is not complete. Holds the password. */
const markerName = 'flightdeck.json';
const unfinishedPrefix = 'postgres-unfinished-';
const attempts = 3;

/**
 * Starts the PostgreSQL of a data folder, which the caller must have locked; makes it if it is not there.
 * @param {string} dataFolder
 * @param {PostgresSettings & { database?: string }} [options]
 * @returns {Promise<RunningPostgres>}
 * @throws {Refusal} when the data cannot be used or the server does not start
 */
export async function startPostgres(dataFolder, { database = 'flightdeck', ...settings } = {}) {
  const home = findHome(dataFolder);
  const cluster = join(home.folder, 'postgres');
  for (const name of readdirSync(home.folder)) {
    if (name.startsWith(unfinishedPrefix)) rmSync(join(home.folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
  setAsideIncomplete(cluster);
  if (!existsSync(cluster)) await step('Creating the database', () => createCluster(home, cluster));
  await refuseOtherVersion(home, cluster);
  await stopOrphans(home, cluster);

  const walCompression = await bestCompression(home);
  const configurationFor = (/** @type {number} */ port) => postgresConfiguration({ ...settings, port, walCompression });
  const port = await launch(home, cluster, configurationFor);
  const startAgain = async () => {
    await stopOrphans(home, cluster);
    await launch(home, cluster, configurationFor, port);
  };
  const stop = async (/** @type {'fast' | 'immediate'} */ mode = 'fast') => {
    if (!(await stopPostgres(home, cluster, mode, 60))) await stopPostgres(home, cluster, 'immediate', 10);
  };
  try {
    const { password } = JSON.parse(readFileSync(join(cluster, markerName), 'utf8'));
    const urlOf = (/** @type {string} */ name) => `postgresql://postgres:${password}@127.0.0.1:${port}/${name}`;
    await createDatabase(urlOf('postgres'), database);
    return { url: urlOf(database), port, dataDir: cluster, isRunning: () => isRunning(cluster), startAgain, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {string} cluster */
function setAsideIncomplete(cluster) {
  if (!existsSync(cluster) || existsSync(join(cluster, markerName))) return;
  const aside = `${cluster}-incomplete-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  renameSync(cluster, aside);
  console.log(`${cluster} was not complete. It was moved to ${aside}, and a new database takes its place.`);
}

/**
 * @param {PostgresHome} home
 * @param {string} cluster
 */
async function createCluster(home, cluster) {
  const unfinished = mkdtempSync(join(home.folder, unfinishedPrefix));
  const passwordFile = `${unfinished}-password`;
  const password = randomBytes(24).toString('base64url');
  writeOwned(home, passwordFile, password);
  own(home, unfinished);
  try {
    const { ok, output } = await runPostgres(home, 'initdb', [
      `--pgdata=${unfinished}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order and upper case on every system, without its locales, and for every letter rather than a to z.
      '--no-locale',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    if (!ok) throw new Refusal(`${output.trim()}\n\nPostgreSQL could not create its data in ${home.folder}: see above.`);
    appendFileSync(join(unfinished, 'postgresql.conf'), "include_if_exists = 'flightdeck.conf'\n");
    writeOwned(home, join(unfinished, markerName), JSON.stringify({ password, createdAt: new Date().toISOString() }));
    renameSync(unfinished, cluster);
    syncToDisk(home.folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * @param {PostgresHome} home
 * @param {string} cluster
 */
async function refuseOtherVersion(home, cluster) {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const { output } = await runPostgres(home, 'postgres', ['--version']);
  const ours = /(\d+)[.\d]*\s*$/.exec(output)?.[1];
  if (made === ours) return;
  throw new Refusal(
    `The data in ${cluster} was made by PostgreSQL ${made}; this is PostgreSQL ${ours}, which cannot read it.\n` +
      'Choose another DATA_DIR to begin anew, or go back to the version of Flightdeck that made it.',
  );
}

/**
 * lz4 costs least, but the packaged programs may be built without it.
 * @param {PostgresHome} home
 */
async function bestCompression(home) {
  const { output } = await runPostgres(home, 'postgres', ['-C', 'wal_compression', '-c', 'wal_compression=lz4']);
  return /invalid value for parameter/.test(output) ? 'on' : 'lz4';
}

/**
 * @param {PostgresHome} home
 * @param {string} cluster
 * @param {(port: number) => string} configurationFor
 * @param {number} [wantedPort] any free one if absent
 * @returns {Promise<number>} the port
 */
async function launch(home, cluster, configurationFor, wantedPort) {
  const log = join(home.folder, 'postgres.log');
  for (let attempt = 1; ; attempt++) {
    const port = wantedPort ?? (await freePort());
    writeOwned(home, join(cluster, 'flightdeck.conf'), configurationFor(port));
    const before = existsSync(log) ? statSync(log).size : 0;
    if (before === 0) writeOwned(home, log, '');
    // Crash recovery of a well-filled log takes minutes; giving up on it would only start it over.
    const { ok, output } = await runPostgres(home, 'pg_ctl', ['start', '-l', 'postgres.log', '-w', '-t', '600'], { PGDATA: cluster });
    if (ok) return port;
    const said = readFileSync(log).subarray(before).toString().trim().split('\n').slice(-20).join('\n');
    // Between finding a free port and using it, another program may take it.
    if (attempt < attempts && /could not bind|could not create any TCP\/IP sockets/.test(said)) continue;
    throw new Refusal(`${said || output.trim()}\n\nPostgreSQL did not start: see above. Its whole log: ${log}`);
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {string} url
 * @param {string} name
 */
async function createDatabase(url, name) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/**
 * @param {PostgresHome} home
 * @param {string} path
 * @param {string} content
 */
function writeOwned(home, path, content) {
  writeFileSync(path, content, { mode: 0o600 });
  own(home, path);
  syncToDisk(path);
}

/**
 * @param {PostgresHome} home
 * @param {string} path
 */
function own({ user: { uid, gid } }, path) {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** @param {string} path */
function syncToDisk(path) {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
