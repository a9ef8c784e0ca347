import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Job } from './statements.ts';

/** Where a job keeps its state: a folder of its own, so that what a forgotten job has left is found by the job's name. */
export function jobStateDirectory(stateDirectory: string, job: Job): string {
  return `${stateDirectory.replace(/\/$/, '')}/${job}`;
}

/**
 * The newest completed checkpoint or savepoint of a job, whatever has become of the cluster that took it: a standalone JobManager
 * forgets its jobs when it ends, the files stay. It must be the newest: what was committed after an older one would be written again.
 *
 * @param stateDirectory a `file:` address
 * @throws when a folder cannot be read: a state that cannot be seen is not one that is not there
 */
export function newestState(stateDirectory: string, job: Job): string | undefined {
  const folder = fileURLToPath(jobStateDirectory(stateDirectory, job));
  const found: { path: string; time: number }[] = [];
  for (const run of list(folder)) {
    for (const path of [join(folder, run), ...list(join(folder, run)).map((checkpoint) => join(folder, run, checkpoint))]) {
      // Written last: a checkpoint without it is not complete.
      const time = unlessAbsent(() => statSync(join(path, '_metadata')).mtimeMs);
      if (time !== undefined) found.push({ path, time });
    }
  }
  return found.sort((a, b) => b.time - a.time || placeOf(b.path) - placeOf(a.path))[0]?.path;
}

/** Among those of one moment: checkpoints by their number, and a savepoint, with which a job ends, after all of them. */
function placeOf(path: string): number {
  return Number(/chk-(\d+)$/.exec(path)?.[1] ?? Number.MAX_SAFE_INTEGER);
}

function list(folder: string): string[] {
  return unlessAbsent(() => readdirSync(folder)) ?? [];
}

function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    // ENOTDIR: a file lies where a folder could.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
