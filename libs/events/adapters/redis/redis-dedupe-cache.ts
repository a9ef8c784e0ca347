import type { Redis } from 'ioredis';
import type { DedupeCache } from '../../application/ports.ts';

/** Ids are kept in one set per epoch and period and looked up in the last two: retries come within minutes. */
const PERIOD_MS = 5 * 60_000;

/** After a failure Redis is left alone for a while: asking costs every flush the time-out. */
const REST_MS = 1_000;

/**
 * {@link DedupeCache} that all processes share. A set per period costs two commands per flush, where a key per id
 * would cost one per event, and Redis forgets a whole period at once.
 */
export class RedisDedupeCache implements DedupeCache {
  private restUntil = 0;

  /**
   * @param redis a connection whose commands fail rather than wait
   * @param namespace names the database that the ids are committed in: another database must not see them
   */
  constructor(
    private readonly redis: Redis,
    private readonly namespace: string,
    private readonly now: () => number = Date.now,
  ) {}

  async known(eventIds: readonly string[], epoch: number): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    if (eventIds.length === 0 || !this.available()) return known;
    const period = this.period();
    try {
      const answers = await Promise.all(
        [period, period - 1].map((each) => this.redis.smismember(this.key(epoch, each), ...eventIds)),
      );
      for (const answer of answers) {
        answer.forEach((member, index) => {
          if (member === 1) known.add(eventIds[index]!);
        });
      }
    } catch {
      this.rest();
    }
    return known;
  }

  remember(eventIds: readonly string[], epoch: number): void {
    if (eventIds.length === 0 || !this.available()) return;
    const key = this.key(epoch, this.period());
    this.redis
      .pipeline()
      .sadd(key, ...eventIds)
      .pexpire(key, 2 * PERIOD_MS)
      .exec()
      // A pipeline resolves with the error of each command: Redis may answer and yet take no writes.
      .then((results) => {
        if (results === null || results.some(([error]) => error !== null)) this.rest();
      })
      .catch(() => this.rest());
  }

  close(): Promise<void> {
    this.redis.disconnect();
    return Promise.resolve();
  }

  private available(): boolean {
    return this.redis.status === 'ready' && this.now() >= this.restUntil;
  }

  private rest(): void {
    this.restUntil = this.now() + REST_MS;
  }

  private period(): number {
    return Math.floor(this.now() / PERIOD_MS);
  }

  private key(epoch: number, period: number): string {
    return `${this.namespace}:stored-events:${epoch}:${period}`;
  }
}
