import { setTimeout as sleep } from 'node:timers/promises';
import { Producer } from '@platformatic/kafka';
import { kafkaConnection } from './connection.ts';
import { within } from './within.ts';

const ANSWER_MS = 2_000;
const HANGING_MS = 10_000;

/** Where events are sent to. */
export const EVENTS_TOPIC = 'events';

/** The brokers that events are sent to, if there are any. */
export class KafkaBrokers {
  private client: Producer | undefined;
  private question: Promise<boolean> | undefined;

  constructor(private readonly brokers: string[] | undefined) {
    this.client = this.connect();
  }

  /** Whether they answer within 2 s, and have the topic of events. True where there are none. One question at a time, as of the database. */
  answer(): Promise<boolean> {
    if (this.client === undefined) return Promise.resolve(true);
    this.question ??= this.ask(this.client).finally(() => (this.question = undefined));
    return Promise.race([this.question, sleep(ANSWER_MS, false, { ref: false })]);
  }

  private async ask(client: Producer): Promise<boolean> {
    try {
      await within(HANGING_MS, client.metadata({ topics: [EVENTS_TOPIC], forceUpdate: true }));
      return true;
    } catch {
      this.client = this.connect();
      client.close(true).catch(() => client.connections.close());
      return false;
    }
  }

  private connect(): Producer | undefined {
    return this.brokers && new Producer({ ...kafkaConnection(this.brokers), retries: 0 });
  }

  async close(): Promise<void> {
    await this.client?.close(true);
  }
}
