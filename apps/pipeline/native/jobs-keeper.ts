import { setTimeout as sleep } from 'node:timers/promises';

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

/** How long to wait before the next attempt; longer each time. */
export const delayAfter = (failures: number): number => Math.min(firstDelayMs * 2 ** failures, longestDelayMs);

/** Sees to the jobs whenever something was started again: one time after the other, and until it succeeds. */
export class JobsKeeper {
  readonly #ensure: () => Promise<void>;
  readonly #signal: AbortSignal;
  readonly #onFailure: (error: unknown) => void;
  #wanted = 0;
  #working: Promise<void> | undefined;

  constructor(ensure: () => Promise<void>, signal: AbortSignal, onFailure: (error: unknown) => void) {
    this.#ensure = ensure;
    this.#signal = signal;
    this.#onFailure = onFailure;
  }

  /** Resolves when the jobs were seen to after this call, or the signal came. */
  async ensure(): Promise<void> {
    this.#wanted++;
    this.#working ??= this.#work();
    await this.#working;
  }

  async #work(): Promise<void> {
    for (let failures = 0; this.#wanted > 0 && !this.#signal.aborted; ) {
      const seen = this.#wanted;
      try {
        await this.#ensure();
        this.#wanted -= seen;
        failures = 0;
      } catch (error) {
        this.#onFailure(error);
        await sleep(delayAfter(failures++), undefined, { signal: this.#signal }).catch(() => {});
      }
    }
    this.#working = undefined;
  }
}
