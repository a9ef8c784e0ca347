import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './refusal.mjs';

const lookEveryMs = 500;
const attempts = 3;

/** Starts PostgreSQL again when it ends by itself (out of memory, killed): the server waits for it and goes on. */
export class PostgresKeeper {
  #ending = new AbortController();
  #watching;

  /** @param {import('./embedded-postgres.mjs').RunningPostgres} postgres */
  constructor(postgres) {
    this.postgres = postgres;
    this.#watching = this.#watch();
    /** @type {Promise<never>} rejects when PostgreSQL cannot be brought back */
    this.failed = this.#watching.then(() => new Promise(() => {}));
    // Whoever does not wait for it is being stopped already.
    this.failed.catch(() => {});
  }

  async stop() {
    this.#ending.abort();
    await this.#watching.catch(() => {});
    await this.postgres.stop();
  }

  async #watch() {
    const { signal } = this.#ending;
    for (let failures = 0; !signal.aborted; ) {
      await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
      if (signal.aborted || this.postgres.isRunning()) continue;
      console.error('PostgreSQL ended by itself; starting it again…');
      try {
        await this.postgres.startAgain();
        failures = 0;
        console.error('PostgreSQL is back.');
      } catch (error) {
        failures++;
        if (failures === attempts) throw new Refusal(`PostgreSQL does not start again.\n${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
