import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inCheckout } from '../../../tools/checkout.mjs';
import { waitForLock } from '../../../tools/lock.mjs';
import { step } from '../../../tools/progress.mjs';
import { Refusal } from '../../../tools/refusal.mjs';
import { runProgram } from '../../../tools/run-program.mjs';
import { requirePrograms } from './programs.ts';

const here = inCheckout('apps', 'pipeline', 'native');
const lockFile = join(here, 'engines.lock.json');

/** What is put on a classpath, by folder and name; anything else that was downloaded is not. */
export type EngineLock = Record<'kafka' | 'flink', Record<string, { size: number; sha256: string }>>;

/** The jars of one folder, in the order of the lock file. */
export interface EngineFiles {
  kafka: string;
  /** With the SQL gateway's own jar, which the others load without using it. */
  flink: string;
}

/**
 * Kafka and Flink on this machine, fetched from the registries of pip and Maven if they are not there: 330 MB, once for
 * all checkouts that want the same versions.
 *
 * @throws {Refusal} when they cannot be fetched, or are not what the lock file says
 */
export async function ensureEngineFiles(): Promise<EngineFiles> {
  const text = readFileSync(lockFile, 'utf8');
  const lock = JSON.parse(text) as EngineLock;
  const cache = cacheFolder();
  const home = join(cache, createHash('sha256').update(text).digest('hex').slice(0, 16));
  if (!isComplete(home, lock)) await fetchInto(cache, home, lock);
  const classpath = (part: keyof EngineLock) => Object.keys(lock[part]).map((name) => join(home, part, name)).join(delimiter);
  return { kafka: classpath('kafka'), flink: classpath('flink') };
}

function cacheFolder(): string {
  const { FLIGHTDECK_ENGINES: own, XDG_CACHE_HOME: caches } = process.env;
  return own ? resolve(own) : join(caches || join(homedir(), '.cache'), 'flightdeck', 'engines');
}

/** By size: to read 330 MB on every start would cost a second, and nothing changes them once they lie there. */
function isComplete(home: string, lock: EngineLock): boolean {
  return jarsOf(lock).every(({ path, size }) => statSync(join(home, path), { throwIfNoEntry: false })?.size === size);
}

async function fetchInto(cache: string, home: string, lock: EngineLock): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const fetching = await waitForLock(`${home}.lock`, () => console.log('Waiting for another process that fetches Kafka and Flink…'));
  try {
    if (isComplete(home, lock)) return;
    for (const name of readdirSync(cache)) if (name.startsWith(unfinishedPrefix(home))) rmSync(join(cache, name), { recursive: true, force: true });
    const unfinished = mkdtempSync(join(cache, unfinishedPrefix(home)));
    try {
      await step('Fetching Kafka and Flink (once, 330 MB)', () => download(unfinished, (pid) => fetching.include(pid)));
      await verify(unfinished, lock);
      rmSync(home, { recursive: true, force: true });
      renameSync(unfinished, home);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  } finally {
    fetching.release();
  }
}

const unfinishedPrefix = (home: string) => `unfinished-${home.slice(-16)}-`;

/**
 * @param folder an empty one, which gets a folder `kafka` and a folder `flink` with jars
 * @param onStart told of each program that works for this
 * @throws {Refusal} naming the program that is missing, or showing what it said
 */
export async function download(folder: string, onStart: (pid: number) => void): Promise<void> {
  await requirePrograms(['java', 'mvn', 'pip']);
  const wheel = join(folder, 'wheel');
  const run = async (program: string, ...args: string[]) => {
    const { ok, output } = await runProgram(program, args, { cwd: folder, onStart });
    if (ok) return;
    throw new Refusal(`${output.trim()}\n\nKafka and Flink could not be fetched; the reasons are above. This needs the registries of pip and Maven: check the network (and the proxy, if you have one), then try again.`);
  };
  // At once: the one takes as long as the network needs for 300 MB, the other asks for fifty small files.
  await Promise.all([
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '--dest', wheel, '--requirement', join(here, 'requirements.txt')),
    run('mvn', '--batch-mode', '--quiet', '--strict-checksums', '--file', join(here, 'pom.xml'), `-Dengines=${folder}`, 'package'),
  ]);
  for (const name of readdirSync(wheel)) await run('python3', '-m', 'zipfile', '--extract', join(wheel, name), wheel);
  const jars = join(wheel, 'pyflink', 'lib');
  for (const name of readdirSync(jars)) renameSync(join(jars, name), join(folder, 'flink', name));
  rmSync(wheel, { recursive: true });
}

async function verify(folder: string, lock: EngineLock): Promise<void> {
  for (const { path, sha256 } of jarsOf(lock)) {
    if (!existsSync(join(folder, path))) throw new Refusal(`${path} should have been fetched and was not. engines.lock.json, pom.xml and requirements.txt do not agree.`);
    const found = await digestOf(join(folder, path));
    if (found !== sha256) throw new Refusal(`${path} is not the file that engines.lock.json names (its sha256 is ${found}), and will not be run.`);
  }
  for (const part of ['kafka', 'flink'] as const) {
    for (const name of readdirSync(join(folder, part))) if (!lock[part][name]) rmSync(join(folder, part, name));
  }
}

/** sha256, in hex. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function jarsOf(lock: EngineLock): { path: string; size: number; sha256: string }[] {
  return (['kafka', 'flink'] as const).flatMap((part) => Object.entries(lock[part]).map(([name, jar]) => ({ path: join(part, name), ...jar })));
}
