import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { checkout } from './checkout.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Stopped, runMain } from './refusal.mjs';
import { startThrowAwayPostgres } from './throw-away-postgres.mjs';

await runMain(async () => {
  const interrupted = new AbortController();
  const { signal } = interrupted;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());

  const node = await ensureDependencies({ signal });
  await build({ signal });
  const postgres = await startThrowAwayPostgres();
  try {
    if (signal.aborted) throw new Stopped();
    return await runJest(node, postgres.url, signal);
  } finally {
    await postgres.remove();
  }
});

/**
 * @param {string} node
 * @param {string} postgresUrl
 * @param {AbortSignal} signal
 * @returns {Promise<number>}
 */
function runJest(node, postgresUrl, signal) {
  const { TEST_RESULT_FILE: resultFile, TEST_SUITE: suite = 'default' } = process.env;
  const args = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--config', 'jest.config.mjs'];
  if (resultFile) args.push('--json', '--outputFile', resultFile);
  const env = { ...process.env, TEST_POSTGRES_URL: postgresUrl, TEST_SUITE: suite };
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...args, ...process.argv.slice(2)], { cwd: checkout, env, stdio: 'inherit' });
    // A terminal's Ctrl-C has reached jest, too; a second request does not make it end any sooner.
    signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 130));
  });
}
