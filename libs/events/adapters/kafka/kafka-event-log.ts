import { ProduceAcks, Producer, compatibilityPartitioner, findErrorBy } from '@platformatic/kafka';
import { kafkaConnection } from '../../../platform/kafka/connection.ts';
import { EVENTS_TOPIC } from '../../../platform/kafka/kafka-brokers.ts';
import { eventRefused, eventStoreUnavailable } from '../../application/errors.ts';
import type { PipelineFigures } from '../../application/pipeline-figures.ts';
import type { AppendResult, EventStore } from '../../application/ports.ts';
import type { AdEvent } from '../../domain/ad-event.ts';
import { eventRecord } from './event-record.ts';

/** A client is told after this that its events may be stored or not. */
const PATIENCE_MS = 5_000;
/** A request that has not ended by then never will: broken connections are reported long before. Its client is given up with it. */
const GIVEN_UP_MS = 15_000;
/** How long the brokers may take for one request. */
const ANSWER_MS = 4_000;
/** Of a request: whichever partitions it goes to, it stays below the 1 MB that a broker takes for one, unless one event alone is larger. */
const REQUEST_BYTES = 800_000;

/**
 * The deletion of stored events does not make their ids new here: whoever counts remembers them. A number that no database reaches, so
 * that what a cache knows of one is not taken for known of the other.
 */
const EPOCH = Number.MAX_SAFE_INTEGER;

/**
 * {@link EventStore} that hands events on to a topic of Kafka, where they are counted. It resolves when all replicas in sync have them. Whether
 * an event came before is found out there, too: all of them are stored anew.
 */
export class KafkaEventLog implements EventStore {
  private producer: Producer;
  /** Requests that nobody waits for any more. While there are any, the brokers hang, and nothing is added to what they have not done. */
  private overdue = 0;
  private overdueSince = 0;

  constructor(
    private readonly brokers: string[],
    private readonly figures: PipelineFigures,
  ) {
    this.producer = connect(brokers);
  }

  async append(events: readonly AdEvent[]): Promise<AppendResult> {
    this.giveUpWhatHangs();
    if (this.overdue > 0) throw eventStoreUnavailable(new Error('The brokers have not answered the requests before.'));
    try {
      await this.inTime(this.send(events));
      this.figures.produced += events.length;
      return { stored: events.map(() => true), commit: undefined, epoch: EPOCH };
    } catch (error) {
      if (findErrorBy(error as Error, 'apiId', 'MESSAGE_TOO_LARGE') !== null) throw eventRefused(error);
      this.figures.produceFailures += 1;
      throw eventStoreUnavailable(error);
    }
  }

  epoch(): Promise<number> {
    return Promise.resolve(EPOCH);
  }

  async close(): Promise<void> {
    await this.producer.close(true).catch(() => this.producer.connections.close());
  }

  private giveUpWhatHangs(): void {
    if (this.overdue === 0 || Date.now() < this.overdueSince + GIVEN_UP_MS) return;
    const hanging = this.producer;
    this.producer = connect(this.brokers);
    this.overdue = 0;
    hanging.close(true).catch(() => hanging.connections.close());
  }

  private inTime(sent: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const { producer } = this;
      const ended = (): void => {
        if (this.producer === producer) this.overdue -= 1;
      };
      const timer = setTimeout(() => {
        if (this.producer === producer) {
          if (this.overdue === 0) this.overdueSince = Date.now();
          this.overdue += 1;
          sent.then(ended, ended);
        }
        reject(new Error(`The brokers have not confirmed within ${PATIENCE_MS} ms.`));
      }, PATIENCE_MS);
      sent.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  private async send(events: readonly AdEvent[]): Promise<void> {
    const { producer } = this;
    let messages: { topic: string; key: Buffer; value: Buffer }[] = [];
    let bytes = 0;
    for (const event of events) {
      const value = Buffer.from(eventRecord(event));
      if (bytes + value.length > REQUEST_BYTES && messages.length > 0) {
        await producer.send({ messages });
        messages = [];
        bytes = 0;
      }
      messages.push({ topic: EVENTS_TOPIC, key: Buffer.from(event.eventId), value });
      bytes += value.length;
    }
    await producer.send({ messages });
  }
}

function connect(brokers: string[]): Producer {
  return new Producer({
    ...kafkaConnection(brokers),
    requestTimeout: ANSWER_MS,
    timeout: ANSWER_MS,
    // The least that the client heeds when it is idempotent: below, it tries for ever.
    retries: 2,
    acks: ProduceAcks.ALL,
    // The client has one request at a time under way then; the group commit makes them large.
    idempotent: true,
    partitioner: compatibilityPartitioner,
  });
}
