import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureDependencies } from './dependencies.mjs';
import { Refusal, runMain } from './refusal.mjs';

await runMain(async () => {
  const [script, ...args] = process.argv.slice(2);
  if (!script) throw new Refusal('Usage: node tools/run.mjs <script.ts> [arguments]');
  const node = await ensureDependencies();
  return runInForeground(node, [script, ...args]);
});

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>} its exit code; 128 + the signal's number, as shells do it, if a signal ended it
 */
function runInForeground(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      // A terminal sends its Ctrl-C to the whole group; passing it on would make it two.
      process.on(signal, () => signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}
