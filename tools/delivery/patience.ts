import { setTimeout as sleep } from 'node:timers/promises';
import { duration } from './live-line.ts';

interface PatienceOptions {
  /** Of whatever is sent to, as people know it. */
  name: string;
  /** How long nothing at all may be acknowledged while something is waiting. */
  giveUpAfterMs: number;
  /** Called, at most every few seconds, when trouble begins and when it is over. */
  say: (message: string) => void;
}

const SAY_AT_MOST_EVERY_MS = 3_000;

/** How long to go on trying when nothing is acknowledged, and what to say meanwhile. */
export class Patience {
  /** Why nothing more will be delivered, once that is so. */
  ended: string | undefined;

  private readonly options: PatienceOptions;
  private readonly halt = new AbortController();
  private lastAcknowledged = -Infinity;
  private troubleSince: number | undefined;
  private lastSaid = -Infinity;

  constructor(options: PatienceOptions) {
    this.options = options;
  }

  /** Aborts with the end. */
  get signal(): AbortSignal {
    return this.halt.signal;
  }

  get isInTrouble(): boolean {
    return this.troubleSince !== undefined;
  }

  /** Since when nothing has been acknowledged although it was tried, for the live line; empty when all is well. */
  get standstill(): string {
    return this.troubleSince === undefined ? '' : `  no answer for ${duration((performance.now() - this.troubleSince) / 1000)}`;
  }

  /** @returns milliseconds before what began to wait at `since` is given up */
  left(since: number): number {
    return Math.max(since, this.lastAcknowledged) + this.options.giveUpAfterMs - performance.now();
  }

  /** Ends early with the end of everything. */
  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal }).catch(() => undefined);
  }

  acknowledged(): void {
    this.lastAcknowledged = performance.now();
    if (this.troubleSince === undefined) return;
    this.say(`${this.options.name} takes events again.`);
    this.troubleSince = undefined;
  }

  trouble(reason: string): void {
    this.troubleSince ??= performance.now();
    this.say(`${this.options.name} cannot be sent to: ${reason}. Waiting and trying again.`);
  }

  giveUp(): void {
    this.end(`Nothing was acknowledged for ${this.options.giveUpAfterMs / 1000} s. Given up.`);
  }

  end(reason: string): void {
    if (this.ended !== undefined) return;
    this.ended = reason;
    this.halt.abort();
  }

  private say(message: string): void {
    const now = performance.now();
    if (now - this.lastSaid < SAY_AT_MOST_EVERY_MS) return;
    this.lastSaid = now;
    this.options.say(message);
  }
}
