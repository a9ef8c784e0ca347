import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout, inCheckout, scratch } from './checkout.mjs';
import { step } from './progress.mjs';

/**
 * @typedef {object} BuildStep
 * @property {string} name
 * @property {string} what as in "Building the server"
 * @property {string[]} inputs files and folders, relative to the checkout
 * @property {(path: string) => boolean} [ignores] inputs that do not count
 * @property {() => Promise<string[]>} run returns the files it made, relative to the checkout
 */

/**
 * Runs a step unless what it would read and what it made last time are both as they were. Contents are compared, not
 * times: a fresh clone or a switched branch gives every file a new time.
 * @param {BuildStep} buildStep
 */
export async function runStep({ name, what, inputs, ignores = () => false, run }) {
  const stampFile = join(scratch, `${name}.json`);
  const hash = hashOf(inputs, ignores);
  const last = readStamp(stampFile);
  if (last?.hash === hash && last.outputs.every((path) => existsSync(inCheckout(path)))) return;
  rmSync(stampFile, { force: true });
  const outputs = await step(what, run);
  mkdirSync(scratch, { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ hash, outputs }));
}

/**
 * Makes `to` equal to `from`, file by file, each complete at every moment: a server that runs from `to` never finds a
 * file missing that both have. `from` is used up.
 * @param {string} from relative to the checkout
 * @param {string} to
 * @param {{ last?: string }} [options] `last`: appears after the files it refers to
 * @returns {string[]} the files, relative to the checkout
 */
export function publish(from, to, { last } = {}) {
  const made = filesBelow(from).sort((a, b) => Number(a === last) - Number(b === last));
  for (const file of made) {
    mkdirSync(dirname(inCheckout(to, file)), { recursive: true });
    renameSync(inCheckout(from, file), inCheckout(to, file));
  }
  const wanted = new Set(made);
  for (const file of filesBelow(to)) {
    if (wanted.has(file)) continue;
    rmSync(inCheckout(to, file));
    removeEmpty(dirname(inCheckout(to, file)));
  }
  rmSync(inCheckout(from), { recursive: true, force: true });
  return made.map((file) => join(to, file));
}

/**
 * @param {string} folder relative to the checkout
 * @returns {string[]} relative to the folder, sorted
 */
export function filesBelow(folder) {
  if (!existsSync(inCheckout(folder))) return [];
  const entries = readdirSync(inCheckout(folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)).map((file) => `${entry.name}/${file}`) : [entry.name],
  );
}

/**
 * @param {string[]} inputs
 * @param {(path: string) => boolean} ignores
 */
function hashOf(inputs, ignores) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    if (!existsSync(inCheckout(input))) continue;
    const files = statSync(inCheckout(input)).isDirectory() ? filesBelow(input).map((file) => `${input}/${file}`) : [input];
    for (const file of files) {
      if (ignores(file)) continue;
      const content = readFileSync(inCheckout(file));
      hash.update(`${file} ${content.length}\n`).update(content);
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} stampFile
 * @returns {{ hash: string, outputs: string[] } | undefined}
 */
function readStamp(stampFile) {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
function removeEmpty(folder) {
  if (folder === checkout || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(dirname(folder));
}
