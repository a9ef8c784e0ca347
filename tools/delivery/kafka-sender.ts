import { AuthenticationError, compatibilityPartitioner, findErrorBy, Producer, stringSerializers, UserError } from '@platformatic/kafka';
import { UsageError } from './command-line.ts';
import { Patience } from './patience.ts';
import type { EventOutcome } from './post-batch.ts';
import { backoffMs } from './retry-policy.ts';

/** A record for one of the topics that docs/pipeline.md describes. */
export interface TopicRecord {
  topic: string;
  key: string;
  /** JSON text. */
  value: string;
}

interface KafkaSenderOptions {
  /** Host and port each. */
  brokers: string[];
  /** How long nothing at all may be acknowledged while something is waiting. */
  giveUpAfterMs: number;
  /** Called, at most every few seconds, when trouble begins and when it is over. */
  say: (message: string) => void;
}

const ANSWER_TIMEOUT_MS = 20_000;

/** Waiting longer would not help: these say that it is not allowed. */
const REFUSALS = ['TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED', 'INVALID_RECORD', 'UNSUPPORTED_VERSION'];

/**
 * Writes records until all in-sync brokers have them: waits and tries again, gives up as told. What the client itself sends
 * again stands in the topic once, because brokers know its number; only after a request without any answer it begins
 * anew, and may write a record twice.
 */
export class KafkaSender {
  /** Requests that were sent again. */
  retries = 0;
  /** Requests of which the brokers may have kept what was sent again without its number. */
  lostAnswers = 0;
  /** Records per topic that the brokers have confirmed. */
  readonly written = new Map<string, number>();

  private readonly name: string;
  private readonly patience: Patience;
  private readonly producer: Producer<string, string, string, string>;
  private readonly abandoned = Promise.withResolvers<never>();
  /** One request at a time: with a second on its way, a lost first could only be sent again after it, with a number out of order. */
  private last: Promise<unknown> = Promise.resolve();

  constructor({ brokers, giveUpAfterMs, say }: KafkaSenderOptions) {
    this.name = `Kafka at ${brokers.join(', ')}`;
    this.patience = new Patience({ name: this.name, giveUpAfterMs, say });
    this.producer = new Producer({
      clientId: 'flightdeck-tools',
      bootstrapBrokers: brokers,
      idempotent: true,
      serializers: stringSerializers,
      // As Kafka's own clients choose it, so that a key is in the same partition whoever wrote it.
      partitioner: compatibilityPartitioner,
      connectTimeout: 5_000,
      requestTimeout: ANSWER_TIMEOUT_MS,
      retryDelay: (_client, _operation, attempt, _retries, error) => this.again(attempt, error),
    });
    this.abandoned.promise.catch(() => undefined);
    this.patience.signal.addEventListener('abort', () => this.patience.isInTrouble && this.abandon(), { once: true });
  }

  get ended(): string | undefined {
    return this.patience.ended;
  }

  /** Since when nothing has been acknowledged although it was tried, for the live line; empty when all is well. */
  get standstill(): string {
    return this.patience.standstill;
  }

  /**
   * Waits for the brokers; once it has ended, they have not come.
   *
   * @throws UsageError when they lack one of the topics
   */
  ready(topics: readonly string[]): Promise<void> {
    return this.patiently(() => this.findTopics(topics));
  }

  /** @returns one outcome per record, in order */
  send(records: readonly TopicRecord[]): Promise<EventOutcome[]> {
    const asked = performance.now();
    const turn = this.last.then(() => this.patiently(() => this.sendInTurn(records, asked)));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Sends nothing again; what is on its way, or waits for its turn, is still waited for. */
  stop(): void {
    this.patience.end('Stopped.');
  }

  async close(): Promise<void> {
    await this.producer.close(true).catch(() => undefined);
  }

  private async findTopics(topics: readonly string[]): Promise<void> {
    for (let attempt = 1; this.ended === undefined; attempt += 1) {
      try {
        for (const topic of topics) await this.unlessAbandoned(this.producer.metadata({ topics: [topic], retries: 0 }));
        this.patience.acknowledged();
        return;
      } catch (error) {
        if (this.ended !== undefined) return;
        const missing = /^Unknown topic (.+?)\.?$/.exec(error instanceof UserError ? error.message : '')?.[1];
        if (missing !== undefined) throw new UsageError(`${this.name} has no topic "${missing}". Run "npm run pipeline:up" first: it creates the topics.`);
        if (isRefusal(error)) throw new UsageError(`${this.name} cannot be used: ${inWords(error)}.`);
        await this.patience.pause(this.again(attempt, error));
      }
    }
  }

  private async sendInTurn(records: readonly TopicRecord[], asked: number): Promise<EventOutcome[]> {
    for (let attempt = 1; records.length > 0; attempt += 1) {
      // What waits for its turn when all is stopped is under way as well: it is tried once, unless nothing gets through.
      if (this.ended !== undefined && (attempt > 1 || this.patience.isInTrouble)) return records.map(() => ({ status: 'undelivered' }));
      try {
        await this.unlessAbandoned(this.producer.send({ messages: [...records] }));
        this.patience.acknowledged();
        for (const { topic } of records) this.written.set(topic, (this.written.get(topic) ?? 0) + 1);
        const ms = performance.now() - asked;
        return records.map(() => ({ status: 'accepted', ms }));
      } catch (error) {
        if (this.ended !== undefined) continue;
        if (findErrorBy(error as Error, 'apiId', 'MESSAGE_TOO_LARGE') !== null) return this.sendHalves(records, asked);
        if (isRefusal(error)) {
          const reason = inWords(error);
          this.patience.end(`${this.name} refuses what it is sent: ${reason}.`);
          return records.map(() => ({ status: 'refused', reason }));
        }
        this.lostAnswers += 1;
        await this.patience.pause(this.again(attempt, error));
      }
    }
    return [];
  }

  private async sendHalves(records: readonly TopicRecord[], asked: number): Promise<EventOutcome[]> {
    if (records.length === 1) return [{ status: 'rejected', reason: 'is larger than Kafka takes' }];
    const middle = records.length >> 1;
    return [...(await this.sendInTurn(records.slice(0, middle), asked)), ...(await this.sendInTurn(records.slice(middle), asked))];
  }

  /** Runs attempts, with their pauses, that end when patience does. */
  private async patiently<T>(attempts: () => Promise<T>): Promise<T> {
    const giveUp = setTimeout(() => {
      this.patience.giveUp();
      this.abandon();
    }, this.patience.left(performance.now()));
    try {
      return await attempts();
    } finally {
      clearTimeout(giveUp);
    }
  }

  /** A request that hangs is not waited for once all has ended. */
  private unlessAbandoned<T>(request: Promise<T>): Promise<T> {
    return Promise.race([request, this.abandoned.promise]);
  }

  /** @returns milliseconds until the next attempt */
  private again(attempt: number, error: unknown): number {
    this.retries += 1;
    this.patience.trouble(inWords(error));
    // Not at once: the client listens for its end only after this.
    if (this.ended !== undefined) queueMicrotask(() => this.abandon());
    return backoffMs(attempt);
  }

  private abandon(): void {
    this.abandoned.reject(new Error(this.ended ?? 'Abandoned.'));
    void this.close();
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof UserError || error instanceof AuthenticationError) return true;
  return REFUSALS.some((apiId) => findErrorBy(error as Error, 'apiId', apiId) !== null);
}

/** The innermost error says what happened; those around it count attempts. */
function inWords(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return inWords(error.errors.at(-1));
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return inWords(error.cause);
  return error.message.replace(/\.$/, '');
}
