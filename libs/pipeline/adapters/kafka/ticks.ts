import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, Producer, stringSerializers } from '@platformatic/kafka';
import type { Logger } from 'pino';
import { kafkaConnection } from '../../../platform/kafka/connection.ts';
import { topicEnds } from '../../../platform/kafka/topic-ends.ts';
import { within } from '../../../platform/kafka/within.ts';
import { Completeness, type Offsets } from '../../application/completeness.ts';

const LOOK_MS = 2_000;
const PATIENCE_MS = 20_000;
/** Events of a moment may arrive so much later and are still in time, as in the sources of apps/pipeline/ddl. */
const DISORDER_MS = 10_000;
const SOURCES = ['events', 'ad-impressions', 'ad-clicks'];
const READER = 'count-once';
const COUNTED = 'counted-events';

/**
 * Says in "counted-events" how far time has come, by ticks into every partition: for the job that judges minutes once they are over.
 * Several processes may do so: a tick that is older than another says nothing.
 */
export class Ticks {
  private readonly stopping = new AbortController();
  private readonly completeness = new Completeness();
  private clients: Clients;
  private readonly running: Promise<void>;
  private told = 0;
  private isFailing = false;

  constructor(
    private readonly brokers: string[],
    private readonly logger: Logger,
  ) {
    this.clients = connect(brokers);
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    // First, so that a request which a broker does not answer ends now.
    await close(this.clients);
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await within(PATIENCE_MS, this.tick(this.clients));
        this.isFailing = false;
      } catch (error) {
        if (!this.isFailing && !signal.aborted) this.logger.warn({ err: error }, 'cannot say how far the pipeline has come; trying again');
        this.isFailing = true;
        void close(this.clients);
        if (!signal.aborted) this.clients = connect(this.brokers);
      }
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async tick({ admin, producer }: Clients): Promise<void> {
    const at = Date.now();
    const ends = await endsOf(admin);
    const complete = this.completeness.see(at, ends, await positionsOf(admin));
    if (complete === undefined || complete <= this.told) return;
    const value = JSON.stringify({ type: 'tick', occurred_at: complete - DISORDER_MS });
    const counted = (await admin.metadata({ topics: [COUNTED] })).topics.get(COUNTED);
    if (counted === undefined) return;
    await producer.send({ messages: Array.from({ length: counted.partitionsCount }, (_, partition) => ({ topic: COUNTED, partition, value })) });
    this.told = complete;
  }
}

interface Clients {
  admin: Admin;
  producer: Producer<string, string, string, string>;
}

function connect(brokers: string[]): Clients {
  const options = { ...kafkaConnection(brokers), clientId: 'flightdeck-ticks' };
  return { admin: new Admin(options), producer: new Producer({ ...options, serializers: stringSerializers, acks: -1 }) };
}

async function close({ admin, producer }: Clients): Promise<void> {
  await Promise.allSettled([admin.close(), producer.close(true)]);
}

async function endsOf(admin: Admin): Promise<Offsets> {
  const { topics } = await admin.metadata({ topics: SOURCES });
  return topicEnds(admin, new Map([...topics].map(([name, { partitionsCount }]) => [name, Array(partitionsCount).keys()])));
}

async function positionsOf(admin: Admin): Promise<Offsets> {
  const groups = await admin.listConsumerGroupOffsets({ groups: [READER] });
  return new Map(
    groups.flatMap(({ topics }) => topics.flatMap(({ name, partitions }) => partitions.map(({ partitionIndex, committedOffset }) => [`${name}:${partitionIndex}`, committedOffset] as const))),
  );
}
