import { build } from './build.mjs';
import { checkout } from './checkout.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { seconds } from './progress.mjs';
import { runMain } from './refusal.mjs';
import { runProgram } from './run-program.mjs';

const compiler = 'node_modules/typescript-native/bin/tsc';

/** Everything that is held against the code without running it, most telling first: what it is, and how it is run. */
const checks = {
  'types of server, libraries, tests and tools': [compiler, '-p', 'tsconfig.json'],
  'types of the page': [compiler, '-p', 'apps/web/tsconfig.json'],
  'lint': ['node_modules/oxlint/bin/oxlint', '--deny-warnings', 'apps', 'libs', 'tools', 'jest.config.mjs', 'prisma.config.ts'],
  'import walls': ['tools/import-rules/check-imports.mjs'],
  'import walls report violations': ['tools/import-rules/check-probes.mjs'],
  'lint reports violations': ['tools/lint-probes.mjs'],
  'nothing unused': ['node_modules/knip/bin/knip.js'],
  'API types of the page': ['tools/api-types.mjs', '--check'],
};

await runMain(async () => {
  const interrupted = new AbortController();
  const { signal } = interrupted;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());

  const node = await ensureDependencies({ signal });
  await build({ signal, parts: ['prisma'] });
  const started = performance.now();
  let failed = 0;
  for (const [what, args] of Object.entries(checks)) {
    const checkStarted = performance.now();
    const { ok, output } = await runProgram(node, args, { cwd: checkout, signal });
    console.log(`${ok ? '  ok  ' : 'FAILED'}  ${what} (${seconds(checkStarted)})`);
    if (ok) continue;
    failed++;
    console.log(`\n${output.trim()}\n`);
  }
  console.log(failed === 0 ? `All checks passed in ${seconds(started)}.` : `${failed} of ${Object.keys(checks).length} checks failed.`);
  return failed === 0 ? 0 : 1;
});
