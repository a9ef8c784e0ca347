import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, publish, runStep } from './build-step.mjs';
import { checkout, inCheckout, node24, scratch } from './checkout.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { waitForLock } from './lock.mjs';
import { Refusal, runMain } from './refusal.mjs';
import { runProgram } from './run-program.mjs';

/** The server's entry, once built. */
export const serverEntry = inCheckout('dist', 'apps', 'api', 'src', 'main.js');

const prismaClient = 'libs/platform/prisma/client';
const everyBuild = ['package-lock.json', 'tsconfig.base.json'];

/**
 * Builds what has changed: the Prisma client, the server, the web page.
 * @param {{ signal?: AbortSignal, parts?: ('prisma' | 'server' | 'web')[] }} [options] `parts`: not all of them
 * @throws {Refusal} with the compiler's words, when the sources do not build
 */
export async function build({ signal, parts = ['prisma', 'server', 'web'] } = {}) {
  const lock = await waitForLock(join(scratch, 'build.lock'), () => console.log('Waiting for another build in this folder…'), signal);
  const node = runner((pid) => lock.include(pid), signal);
  try {
    if (parts.includes('prisma')) {
      await runStep({
        name: 'prisma',
        what: 'Generating the database client',
        inputs: [...everyBuild, 'prisma/schema.prisma', 'prisma.config.ts'],
        run: async () => {
          // Prisma insists on a schema engine that generating does not use; any executable satisfies it.
          await node(['node_modules/prisma/build/index.js', 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: node24, PRISMA_HIDE_UPDATE_MESSAGE: '1' });
          return filesBelow(prismaClient).map((file) => join(prismaClient, file));
        },
      });
    }
    if (parts.includes('server')) {
      await runStep({
        name: 'server',
        what: 'Building the server',
        inputs: [...everyBuild, 'tsconfig.build.json', 'prisma/schema.prisma', ...serverSources()],
        ignores: (path) => path.startsWith(prismaClient),
        run: () => buildServer(node),
      });
    }
    if (parts.includes('web')) {
      await runStep({
        name: 'web',
        what: 'Building the web page',
        inputs: [...everyBuild, 'apps/web'],
        // The router's plugin writes this file during the build, from files that do count.
        ignores: (path) => path.startsWith('apps/web/test/') || path.endsWith('routeTree.gen.ts'),
        run: () => buildWeb(node),
      });
    }
  } finally {
    lock.release();
  }
}

/** What the compiler is told to build: a folder, or the files of one kind at its top. */
function serverSources() {
  const { include } = /** @type {{ include: string[] }} */ (JSON.parse(readFileSync(inCheckout('tsconfig.build.json'), 'utf8')));
  return include.flatMap((path) => {
    const folder = path.replace(/\/\*\.ts$/, '');
    if (folder === path) return path;
    return readdirSync(inCheckout(folder)).filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`);
  });
}

/** @typedef {(args: string[], env?: NodeJS.ProcessEnv) => Promise<void>} RunNode */

/** @param {RunNode} node */
async function buildServer(node) {
  // As deep below the checkout as dist: source maps name their sources relative to where the compiler writes.
  const parts = ['apps', 'libs'];
  for (const part of parts) rmSync(join(scratch, part), { recursive: true, force: true });
  await node(['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', '.build', '--incremental', 'false', '--tsBuildInfoFile', 'null']);
  return parts.flatMap((part) => publish(join('.build', part), join('dist', part)));
}

/** @param {RunNode} node */
async function buildWeb(node) {
  const aside = join('.build', 'web');
  await node(
    ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--config', 'apps/web/vite.config.ts', '--outDir', inCheckout(aside), '--emptyOutDir'],
    { NODE_ENV: 'production' },
  );
  return publish(aside, join('dist', 'web'), { last: 'index.html' });
}

/**
 * @param {(pid: number) => void} onStart
 * @param {AbortSignal} [signal]
 * @returns {RunNode}
 */
function runner(onStart, signal) {
  return async (args, env) => {
    const { ok, output } = await runProgram(node24, args, { cwd: checkout, env: { ...process.env, ...env }, onStart, signal });
    if (!ok) throw new Refusal(`${output.trim()}\n\nThe build failed: see above.`);
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await ensureDependencies();
    await build();
    console.log('Built.');
    return 0;
  });
}
