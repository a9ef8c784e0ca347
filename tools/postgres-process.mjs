import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from './process-identity.mjs';
import { runProgram } from './run-program.mjs';

/** @import { PostgresHome } from './postgres-home.mjs' */

/**
 * @param {PostgresHome} home
 * @param {'initdb' | 'pg_ctl' | 'postgres'} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runPostgres(home, program, args, env) {
  return runProgram(join(home.binaries, 'bin', program), args, {
    ...home.user,
    // The folder we were started in may be closed to PostgreSQL's user.
    cwd: home.folder,
    env: { ...withoutPostgresSettings(), LC_ALL: 'C', TZ: 'UTC', ...env },
    // A terminal's Ctrl-C must not end these half-way; they take a moment only.
    ownSession: true,
  });
}

/**
 * @param {PostgresHome} home
 * @param {string} cluster
 * @param {'fast' | 'immediate'} mode
 * @param {number} timeoutSeconds
 */
export async function stopPostgres(home, cluster, mode, timeoutSeconds) {
  const args = ['stop', '-D', cluster, '-m', mode, '-w', '-t', String(timeoutSeconds)];
  return (await runPostgres(home, 'pg_ctl', args)).ok;
}

/**
 * Ends what an earlier start has left running in this cluster, so that a fresh server can have it. The caller must hold
 * the lock of the data folder: nobody else can have started what is found here.
 * @param {PostgresHome} home
 * @param {string} cluster
 */
export async function stopOrphans(home, cluster) {
  const postmaster = postmasterOf(cluster);
  if (postmaster !== undefined && isRunning(cluster)) {
    console.log('An earlier start left its PostgreSQL running; stopping that first…');
    if (!(await stopPostgres(home, cluster, 'fast', 20))) await stopPostgres(home, cluster, 'immediate', 10);
    if (worksIn(postmaster, cluster)) kill(postmaster);
  }
  // Without their postmaster, workers end by themselves, but only when they next look up from a long query.
  for (let waited = 0; workersIn(cluster).length > 0; waited += 100) {
    if (waited >= 5_000) workersIn(cluster).forEach(kill);
    await sleep(100);
  }
  // Its number may have gone to another program, or be kept by its remains where nothing reaps them (in a container, say);
  // PostgreSQL would take either for a running server.
  if (process.platform === 'linux' && postmaster !== undefined && isNumberTaken(postmaster)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/**
 * @param {string} cluster
 * @returns {number | undefined}
 */
function postmasterOf(cluster) {
  const file = join(cluster, 'postmaster.pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : NaN;
  return pid > 0 ? pid : undefined;
}

/** @param {string} cluster */
export function isRunning(cluster) {
  const postmaster = postmasterOf(cluster);
  return postmaster !== undefined && worksIn(postmaster, cluster);
}

/**
 * Whether a process is a PostgreSQL of this cluster: all of them work inside it.
 * @param {number} pid
 * @param {string} cluster
 */
function worksIn(pid, cluster) {
  if (process.platform !== 'linux') {
    return identify(pid) !== undefined && spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes('postgres');
  }
  try {
    return identify(pid) !== undefined && readlinkSync(`/proc/${pid}/cwd`) === cluster && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return false;
  }
}

/**
 * @param {string} cluster
 * @returns {number[]}
 */
function workersIn(cluster) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').map(Number).filter((pid) => pid > 0 && worksIn(pid, cluster));
}

/** @param {number} pid */
function isNumberTaken(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended just now.
  }
}

/** PGDATA, PGPORT and the like of the person who starts us are meant for another server. */
function withoutPostgresSettings() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
}
