import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProcess } from './api-process.mjs';
import { build, serverEntry } from './build.mjs';
import { checkout } from './checkout.mjs';
import { checkNodeVersion, ensureDependencies } from './dependencies.mjs';
import { startPostgres } from './embedded-postgres.mjs';
import { readListenAddress, requireFree } from './listen-address.mjs';
import { tryLock } from './lock.mjs';
import { PostgresKeeper } from './postgres-keeper.mjs';
import { isAlive, signalIfAlive } from './process-identity.mjs';
import { seconds } from './progress.mjs';
import { Refusal, Stopped, runMain } from './refusal.mjs';
import { stopRequests } from './stop-requests.mjs';

/** @import { Lock } from './lock.mjs' */

const started = performance.now();

await runMain(async () => {
  checkNodeVersion();
  const { demo } = readArguments(process.argv.slice(2));
  const address = readListenAddress(process.env);
  const dataFolder = resolve(checkout, process.env.DATA_DIR || '.data');
  const signal = stopRequests();

  /** @type {(() => unknown)[]} what to put away, last first */
  const undo = [];
  try {
    const lock = await lockDataFolder(dataFolder, address.url);
    undo.unshift(() => lock.release());
    await requireFree(address);
    const node = await ensureDependencies({ signal });
    await build({ signal });

    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, PORT: String(address.port), HOST: address.host };
    env.NODE_ENV ||= 'production';
    /** @type {Promise<never> | undefined} */
    let postgresLost;
    let data = 'the PostgreSQL that DATABASE_URL names';
    if (!env.DATABASE_URL) {
      const postgres = await startPostgres(dataFolder);
      const keeper = new PostgresKeeper(postgres);
      undo.unshift(() => keeper.stop());
      postgresLost = keeper.failed;
      env.DATABASE_URL = postgres.url;
      data = postgres.dataDir;
    }
    if (signal.aborted) throw new Stopped();

    const api = new ApiProcess(node, serverEntry, env);
    lock.include(api.pid);
    undo.unshift(async () => {
      if (!(await api.stop())) console.error('The server did not finish within 30 s and was ended.');
    });
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    const url = await Promise.race([api.ready, api.ended.then(failStart), stopped.then(() => undefined)]);
    if (url) {
      console.log(`\nFlightdeck is ready: ${address.url} (started in ${seconds(started)})\nData: ${data}\nCtrl-C stops it.\n`);
      if (demo) undo.unshift(beginDemo(node, url));
      await Promise.race([stopped, api.ended.then(failRun), postgresLost ?? stopped]);
    }
    throw new Stopped();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return 0;
  } finally {
    for (const putAway of undo) await putAway();
    if (signal.aborted) console.log('Stopped.');
  }
});

/**
 * @param {string[]} args
 * @returns {{ demo: boolean }}
 */
function readArguments(args) {
  for (const arg of args) {
    if (arg !== '--demo') throw new Refusal(`Unknown argument ${JSON.stringify(arg)}. npm start takes --demo alone: PORT, HOST, DATA_DIR and DATABASE_URL are environment variables.`);
  }
  return { demo: args.length > 0 };
}

/**
 * Fills the product with something to show. Whatever comes of that, it runs on.
 * @param {string} node
 * @param {string} url
 * @returns {() => Promise<unknown>} ends it
 */
function beginDemo(node, url) {
  const child = spawn(node, [join(checkout, 'tools/demo.ts'), '--url', url], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => child.once('error', resolve).once('exit', resolve));
  return () => {
    child.kill('SIGTERM');
    return ended;
  };
}

/**
 * Level by level: Node's recursive way never ends where the system takes no folders, as in /proc.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/**
 * @param {string} folder
 * @param {string} url
 * @returns {Promise<Lock>}
 */
async function lockDataFolder(folder, url) {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Refusal(`DATA_DIR must be a folder that this user can write to; ${folder} is not (${code}).`);
  }
  // Longer than a server takes to finish after its launcher was killed.
  const deadline = Date.now() + 35_000;
  for (let waiting = false; ; ) {
    const attempt = tryLock(join(folder, 'running.lock'), url);
    if ('lock' in attempt) return attempt.lock;
    const { owner, companions, note } = attempt.holder;
    if (isAlive(owner)) {
      throw new Refusal(`Flightdeck already runs from this folder (process ${owner.pid}, ${note}). Stop it first, or start this one with another DATA_DIR and PORT.`);
    }
    if (!waiting) console.log('An earlier start was killed; its server is still finishing what it accepted…');
    waiting = true;
    if (Date.now() > deadline) for (const one of companions) signalIfAlive(one, 'SIGKILL');
    await sleep(200);
  }
}

/**
 * @param {string} how
 * @returns {never}
 */
function failStart(how) {
  throw new Refusal(`The server did not start (${how}); its reason is above.`);
}

/**
 * @param {string} how
 * @returns {never}
 */
function failRun(how) {
  throw new Refusal(`The server ended by itself (${how}). Start again: what it had acknowledged is stored.`);
}
