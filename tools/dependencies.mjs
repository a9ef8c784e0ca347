import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { checkout, inCheckout, node24, scratch } from './checkout.mjs';
import { waitForLock } from './lock.mjs';
import { step } from './progress.mjs';
import { Refusal } from './refusal.mjs';
import { runProgram } from './run-program.mjs';

const oldestNode = [20, 19];
const lockFile = inCheckout('package-lock.json');
const stamp = inCheckout('node_modules', '.flightdeck-installed');

/** @throws {Refusal} */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Refusal(`Flightdeck needs Node ${oldestNode.join('.')} or newer; this is Node ${version}. Get a newer one from https://nodejs.org`);
}

/**
 * Installs the packages of package-lock.json if they are not there.
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<string>} the path to Node 24
 * @throws {Refusal} when the installation fails
 */
export async function ensureDependencies({ signal } = {}) {
  checkNodeVersion();
  if (isStamped()) return node24;
  const lock = await waitForLock(join(scratch, 'install.lock'), () => console.log('Waiting for another installation of the packages…'), signal);
  try {
    if (isStamped()) return node24;
    if (!isInstalled()) {
      await step('Installing packages (first start: about a minute)', () => install((pid) => lock.include(pid), signal));
    }
    writeFileSync(stamp, wantedStamp());
    return node24;
  } finally {
    lock.release();
  }
}

function isStamped() {
  return existsSync(node24) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wantedStamp();
}

function wantedStamp() {
  return createHash('sha256').update(readFileSync(lockFile)).update(`${process.platform} ${process.arch}`).digest('hex');
}

/** Whether someone has run `npm ci` or `npm install` by hand: npm notes what it installed when all of it is in place. */
function isInstalled() {
  const installedFile = inCheckout('node_modules', '.package-lock.json');
  if (!existsSync(node24) || !existsSync(installedFile)) return false;
  /** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>} Packages */
  /** @type {{ packages: Packages }} */
  const { packages: wanted } = JSON.parse(readFileSync(lockFile, 'utf8'));
  /** @type {{ packages: Packages }} */
  const { packages: installed } = JSON.parse(readFileSync(installedFile, 'utf8'));
  const agrees = (/** @type {string} */ path) =>
    wanted[path]?.version === installed[path]?.version && wanted[path]?.integrity === installed[path]?.integrity;
  return (
    Object.keys(installed).every(agrees) &&
    Object.entries(wanted).every(([path, entry]) => path === '' || ((entry.optional || entry.devOptional) && !installed[path]) || agrees(path))
  );
}

/**
 * @param {(pid: number) => void} onStart
 * @param {AbortSignal} [signal]
 */
async function install(onStart, signal) {
  rmSync(stamp, { force: true });
  // Build tools count as development dependencies, and NODE_ENV=production would leave them out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const { program, before } = npm();
  const { ok, output } = await runProgram(program, [...before, ...args], { cwd: checkout, env: installEnv(), onStart, signal });
  if (!ok) {
    throw new Refusal(
      `${output.trim()}\n\nThe packages could not be installed; npm's reasons are above.\n` +
        'The first start needs the npm registry. Check the network (and the proxy, if you have one), then start again.',
    );
  }
  if (!existsSync(node24)) {
    throw new Refusal('The packages are installed, but their install scripts did not run. Run: npm ci --ignore-scripts=false');
  }
}

/** npm must not run on the Node inside node_modules, which `npm ci` is about to delete. */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script && node && !node.startsWith(checkout + sep) && existsSync(script)) return { program: node, before: [script] };
  return { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', before: [] };
}

function installEnv() {
  const ownBinaries = inCheckout('node_modules', '.bin');
  return {
    ...process.env,
    PATH: (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ownBinaries).join(delimiter),
    // With an engine named, Prisma's install script downloads none; nothing here ever runs one.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    SCARF_ANALYTICS: 'false',
  };
}
