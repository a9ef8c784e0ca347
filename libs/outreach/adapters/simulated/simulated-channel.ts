import { hash } from 'node:crypto';
import type { Channel } from '../../application/ports.ts';
import type { DeliveryOutcome, Message } from '../../domain/delivery.ts';
import type { DispatchSettings, SimulatedBehaviour } from '../../domain/dispatch.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';

/** Of those who fail in the end, this share is refused at once; the others never stop being busy. */
const REFUSED_SHARE = 0.5;
/** For each recipient who fails, so many are busy once and reached after that. */
const BUSY_ONCE = 0.25;

const SENT: DeliveryOutcome = { status: 'sent' };
const REFUSED: DeliveryOutcome = { status: 'permanent', code: 'SIMULATED_REFUSED', message: '550 5.1.1 Nobody lives here (simulated)' };
const BUSY: DeliveryOutcome = { status: 'transient', code: 'SIMULATED_BUSY', message: '451 4.3.2 Busy, please try again later (simulated)' };

/** Reaches nobody: waits for a while, and says how it went. For demonstrations, and to try a template on many. */
export class SimulatedChannel implements Channel {
  readonly name = 'simulated';
  readonly concurrency = 1_000;
  readonly missing = undefined;
  private readonly waits = new Map<NodeJS.Timeout, () => void>();

  constructor(readonly retries: RetryPolicy = { attempts: 5, baseMs: 200, factor: 2, capMs: 5_000 }) {}

  async deliver(message: Message, { simulated }: Pick<DispatchSettings, 'simulated'>): Promise<DeliveryOutcome> {
    const { delayMs: [shortest, longest], failureRate } = simulated ?? NO_TROUBLE;
    const delay = shortest + Math.random() * (longest - shortest);
    if (delay > 0) await this.wait(delay);
    return fateOf(message, failureRate);
  }

  /** What is under way ends at once. */
  close(): Promise<void> {
    for (const [timer, done] of this.waits) {
      clearTimeout(timer);
      done();
    }
    this.waits.clear();
    return Promise.resolve();
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.waits.delete(timer);
        resolve();
      }, ms);
      this.waits.set(timer, resolve);
    });
  }
}

const NO_TROUBLE: SimulatedBehaviour = { delayMs: [0, 0], failureRate: 0 };

/**
 * Drawn by who it is and in which round, so that an attempt that is made again after a crash ends the same way, and those who failed
 * can be reached by the next round.
 */
function fateOf({ key, round, attempt }: Message, failureRate: number): DeliveryOutcome {
  const draws = hash('sha1', `${key}.${round}`, 'buffer');
  const kind = draws.readUInt32BE(4) / 2 ** 32;
  if (draws.readUInt32BE(0) / 2 ** 32 < failureRate) return kind < REFUSED_SHARE ? REFUSED : BUSY;
  // On odd attempts: whichever number a round begins with, never on two in a row.
  return kind < failureRate * BUSY_ONCE && attempt % 2 === 1 ? BUSY : SENT;
}
