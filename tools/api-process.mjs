import { spawn } from 'node:child_process';
import { checkout } from './checkout.mjs';

const patienceMs = 30_000;

/** The server process. It finishes what it accepted when told SIGTERM, and also when we disappear (its channel closes). */
export class ApiProcess {
  #child;

  /**
   * @param {string} node
   * @param {string} entry
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(node, entry, env) {
    // Its own session: a terminal's Ctrl-C reaches us alone, and we decide in which order things end.
    this.#child = spawn(node, [entry], { cwd: checkout, env, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const child = this.#child;

    /** @type {Promise<string>} how it ended, in words */
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
    });
    /** @type {Promise<string>} the address at which it listens; stays open for ever if it never does */
    this.ready = new Promise((resolve) => {
      child.on('message', (/** @type {{ ready?: boolean, url?: string }} */ message) => {
        if (message?.ready && message.url) resolve(message.url);
      });
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** @returns {Promise<boolean>} whether it ended in time; if not, it was killed */
  async stop() {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs, 'late');
    });
    this.#child.kill('SIGTERM');
    const inTime = (await Promise.race([this.ended, late])) !== 'late';
    clearTimeout(timer);
    if (!inTime) this.#child.kill('SIGKILL');
    await this.ended;
    return inTime;
  }
}
