import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive } from './process-identity.mjs';
import { Stopped } from './refusal.mjs';

/** @import { ProcessIdentity } from './process-identity.mjs' */
/**
 * `companions` are processes the owner has started that must have ended, too, before another may take the lock:
 * a killed launcher leaves a server behind that is still finishing what it accepted.
 * @typedef {{ token: string, owner: ProcessIdentity, companions: ProcessIdentity[], note: string }} LockContent
 */

export class Lock {
  /**
   * @param {string} path
   * @param {LockContent} content
   */
  constructor(path, content) {
    this.path = path;
    this.content = content;
  }

  /** @param {number | undefined} pid */
  include(pid) {
    const companion = pid === undefined ? undefined : identify(pid);
    if (!companion) return;
    this.content.companions = [...this.content.companions.filter(isAlive), companion];
    this.#rewrite();
  }

  /** @param {string} note what someone who finds the lock taken should be told */
  describe(note) {
    this.content.note = note;
    this.#rewrite();
  }

  release() {
    if (read(this.path)?.token === this.content.token) rmSync(this.path, { force: true });
  }

  #rewrite() {
    const aside = asideOf(this.path);
    writeFileSync(aside, JSON.stringify(this.content));
    renameSync(aside, this.path);
  }
}

/**
 * @param {string} path
 * @param {string} note
 * @returns {{ lock: Lock } | { holder: LockContent }}
 */
export function tryLock(path, note = '') {
  mkdirSync(dirname(path), { recursive: true });
  const owner = identify(process.pid);
  if (!owner) throw new Error('This process cannot find out when it started');
  for (;;) {
    const content = { token: randomUUID(), owner, companions: [], note };
    if (create(path, content)) return { lock: new Lock(path, content) };
    const holder = read(path);
    if (!holder) continue;
    if ([holder.owner, ...holder.companions].some(isAlive)) return { holder };
    clearStale(path, holder.token);
  }
}

/**
 * @param {string} path
 * @param {() => void} onWait called once, when somebody else holds the lock
 * @param {AbortSignal} [signal]
 */
export async function waitForLock(path, onWait, signal) {
  for (let waited = false; ; waited = true) {
    const attempt = tryLock(path);
    if ('lock' in attempt) return attempt.lock;
    if (!waited) onWait();
    await sleep(200);
    if (signal?.aborted) throw new Stopped();
  }
}

/**
 * Removing what a dead process left is itself raced for: whoever read the stale lock a moment later must not remove the
 * fresh one that has taken its place. So the removal is guarded by a lock named after the stale one's token.
 * @param {string} path
 * @param {string} token
 */
function clearStale(path, token) {
  const guard = tryLock(`${path}.${token}`);
  if (!('lock' in guard)) return;
  if (read(path)?.token === token) rmSync(path, { force: true });
  guard.lock.release();
}

/**
 * A link appears with its content complete; a file that is created and then written can be read half-made.
 * @param {string} path
 * @param {LockContent} content
 */
function create(path, content) {
  const aside = asideOf(path);
  writeFileSync(aside, JSON.stringify(content), { mode: 0o644 });
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * @param {string} path
 * @returns {LockContent | undefined} undefined when nobody holds it
 */
function read(path) {
  /** @type {string} */
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    // A power cut can leave a file without its content; whoever wrote it did not survive that either.
    return { token: 'unreadable', owner: { pid: 0, startedAt: '' }, companions: [], note: '' };
  }
}

/** @param {string} path */
const asideOf = (path) => `${path}.${process.pid}-${randomUUID().slice(0, 8)}`;
