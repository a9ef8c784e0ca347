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
 */
export function newestState(stateDirectory: string, job: Job): string | undefined {
  const folder = fileURLToPath(jobStateDirectory(stateDirectory, job));
  const found: { path: string; time: number }[] = [];
  for (const run of list(folder)) {
    for (const path of [join(folder, run), ...list(join(folder, run)).map((checkpoint) => join(folder, run, checkpoint))]) {
      // Written last: a checkpoint without it is not complete.
      const time = modified(join(path, '_metadata'));
      if (time !== undefined) found.push({ path, time });
    }
  }
  return found.sort((a, b) => b.time - a.time)[0]?.path;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function modified(file: string): number | undefined {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
}
