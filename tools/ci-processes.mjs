import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, signalIfAlive } from './process-identity.mjs';
import { Refusal, runMain } from './refusal.mjs';

/**
 * Ends what a run of `.ci/run` has left running, and fails if there is anything. Linux only. Others may work in the same
 * checkout at the same time, so only what bears the mark of this run counts: the variable in its environment, or, for
 * PostgreSQL and Redis, which write over theirs, a working folder in the run's own folder for temporary files.
 */

const mark = process.env.FLIGHTDECK_CI_RUN;

/** A process that has been told to end may need a moment. */
const patienceMs = 5_000;

await runMain(async () => {
  if (!mark || !tmpdir().startsWith(`${mark}${sep}`)) throw new Refusal('FLIGHTDECK_CI_RUN must name the folder of this run, and TMPDIR a folder inside it.');
  for (const deadline = Date.now() + patienceMs; leftBehind().length > 0 && Date.now() < deadline; ) await sleep(100);
  const left = leftBehind();
  for (const one of left) {
    console.log(`Left behind, and ended now: ${one.pid} ${contentOf(one.pid, 'cmdline').join(' ').trim()}`);
    signalIfAlive(one, 'SIGKILL');
  }
  return left.length === 0 ? 0 : 1;
});

function leftBehind() {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && isOfThisRun(pid))
    .flatMap((pid) => identify(pid) ?? []);
}

/** @param {number} pid */
function isOfThisRun(pid) {
  return contentOf(pid, 'environ').includes(`FLIGHTDECK_CI_RUN=${mark}`) || `${workingFolderOf(pid)}${sep}`.startsWith(`${mark}${sep}`);
}

/**
 * @param {number} pid
 * @param {'cmdline' | 'environ'} name
 */
function contentOf(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** @param {number} pid */
function workingFolderOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
