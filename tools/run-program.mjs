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
    const child = spawn(program, args, { ...options, detached: ownSession ?? false, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => void (output += chunk);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const end = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    child.once('spawn', () => child.pid && onStart?.(child.pid));
    child.once('error', (error) => settle(() => resolve({ ok: false, output: `${output}${error.message}\n` })));
    child.once('close', (code) => settle(() => resolve({ ok: code === 0, output })));

    /** @param {() => void} finish */
    function settle(finish) {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(new Stopped());
      else finish();
    }
  });
}
