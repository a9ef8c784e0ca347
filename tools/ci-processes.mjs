import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from './checkout.mjs';
import { identify, isAlive } from './process-identity.mjs';
import { Refusal, runMain } from './refusal.mjs';

/**
 * `remember <file>` notes which processes there are; `end-new <file>` ends those that have come since and belong to this
 * checkout, and fails if there are any. Linux only.
 */

/** A process that has been told to end may need a moment. */
const patienceMs = 5_000;

await runMain(async () => {
  const [action, file] = process.argv.slice(2);
  if (!file || (action !== 'remember' && action !== 'end-new')) throw new Refusal('Usage: node tools/ci-processes.mjs remember|end-new <file>');
  if (action === 'remember') {
    writeFileSync(file, JSON.stringify(processes()));
    return 0;
  }
  /** @type {import('./process-identity.mjs').ProcessIdentity[]} */
  const known = JSON.parse(readFileSync(file, 'utf8'));
  const before = new Set(known.map(({ pid, startedAt }) => `${pid} ${startedAt}`));
  const leftBehind = () => processes().filter(({ pid, startedAt }) => !before.has(`${pid} ${startedAt}`) && isOurs(pid));
  for (const deadline = Date.now() + patienceMs; leftBehind().length > 0 && Date.now() < deadline; ) await sleep(100);
  const left = leftBehind();
  for (const one of left) {
    console.log(`Left behind, and ended now: ${one.pid} ${commandOf(one.pid)}`);
    if (isAlive(one)) process.kill(one.pid, 'SIGKILL');
  }
  return left.length === 0 ? 0 : 1;
});

function processes() {
  return readdirSync('/proc').flatMap((name) => identify(Number(name)) ?? []);
}

/**
 * Whether a process works or has its program in this checkout or in the run's folder for temporary files. (Its environment
 * would tell, too, but PostgreSQL and Redis write over theirs.)
 * @param {number} pid
 */
function isOurs(pid) {
  if (pid === process.pid || pid === process.ppid) return false;
  return ['cwd', 'exe'].some((link) => [checkout, tmpdir()].some((folder) => `${readLink(pid, link)}${sep}`.startsWith(`${folder}${sep}`)));
}

/**
 * @param {number} pid
 * @param {string} link
 */
function readLink(pid, link) {
  try {
    return readlinkSync(`/proc/${pid}/${link}`);
  } catch {
    return '';
  }
}

/** @param {number} pid */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '(gone)';
  }
}
