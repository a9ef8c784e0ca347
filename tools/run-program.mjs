import { spawn } from 'node:child_process';
import { Stopped } from './refusal.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {AbortSignal} [signal] ends the program and makes the call throw `Stopped`
 * @property {boolean} [ownSession] keeps a terminal's Ctrl-C from the program
 * @property {(pid: number) => void} [onStart]
 */

const patienceMs = 3_000;

/**
 * Runs a program to its end and keeps what it says; the caller decides whether anyone needs to read it.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runProgram(program, args, { signal, ownSession, onStart, ...options } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Stopped());
    // What can be aborted leads a group of its own, so that npm's install scripts end together with npm.
    const detached = ownSession ?? signal !== undefined;
    const child = spawn(program, args, { ...options, detached, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => void (output += chunk);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const abort = () => {
      endGroup(child, 'SIGTERM');
      const timer = setTimeout(endGroup, patienceMs, child, 'SIGKILL');
      child.once('exit', () => clearTimeout(timer));
    };
    signal?.addEventListener('abort', abort, { once: true });
    child.once('spawn', () => child.pid && onStart?.(child.pid));
    child.once('error', (error) => settle(() => resolve({ ok: false, output: `${output}${error.message}\n` })));
    child.once('close', (code) => settle(() => resolve({ ok: code === 0, output })));

    /** @param {() => void} finish */
    function settle(finish) {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(new Stopped());
      else finish();
    }
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function endGroup(child, signal) {
  try {
    if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // It ended just now.
  }
}
