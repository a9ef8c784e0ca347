import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, FetchIsolationLevels, ListOffsetTimestamps } from '@platformatic/kafka';
import { kafkaConnection } from './connection.ts';
import { topicEnds } from './topic-ends.ts';
import { within } from './within.ts';

/** A group that reads a topic, alone or among others. */
export interface Stage {
  groupId: string;
  topic: string;
}

/** By number of partition. */
export type Offsets = ReadonlyMap<number, bigint>;

/** What the brokers say of topics and groups. */
export interface OffsetsReader {
  /** Behind the last record that is committed. */
  committedEnds(topic: string): Promise<Offsets>;
  /** Behind the last record that is written, be its transaction still open. Without partitions that hold nothing. */
  writtenEnds(topic: string): Promise<Offsets>;
  /** Up to where a group has dealt with a topic, as it has written down; without partitions in which it has not. */
  positions(stage: Stage): Promise<Offsets>;
  close(): Promise<void>;
}

const POLL_MS = 500;
const WITHIN_MS = 30_000;
const ANSWER_MS = 10_000;

/**
 * Tells when groups, one behind the other, have dealt with all that was before a record of a topic: each has come to where its topic ended
 * when it was asked for. Under constant traffic nobody ever reads to the end, but everybody passes the end of a moment.
 */
export class GroupBarrier {
  private readonly stopping = new AbortController();
  /** Records before these need not be waited for again: a backlog waits once. */
  private passed: Offsets = new Map();

  constructor(
    private readonly topic: string,
    private readonly stages: readonly Stage[],
    private readonly connect: () => OffsetsReader,
    private readonly delays = { poll: POLL_MS, within: WITHIN_MS },
  ) {}

  /**
   * Resolves when all groups have passed what was there before any of these records.
   *
   * @throws if they have not within half a minute, or the brokers do not say, or it is to stop: it may be asked for again
   */
  async before(records: readonly { partition: number; offset: bigint }[]): Promise<void> {
    if (records.every(({ partition, offset }) => offset < (this.passed.get(partition) ?? 0n))) return;
    const { signal } = this.stopping;
    signal.throwIfAborted();
    const reader = this.connect();
    // A request that a broker does not answer ends with its connection.
    const close = (): void => void reader.close().catch(() => undefined);
    signal.addEventListener('abort', close);
    try {
      const deadline = Date.now() + this.delays.within;
      const reached = await reader.committedEnds(this.topic);
      for (const stage of this.stages) await this.passes(stage, reader, deadline);
      this.passed = reached;
    } finally {
      signal.removeEventListener('abort', close);
      close();
    }
  }

  /** Whoever waits is told that it is to stop. */
  stop(): void {
    this.stopping.abort();
  }

  /**
   * The end is that of what is written, and not of what is committed: a reader's results and its position become visible one after the
   * other, so what it has dealt with may still be in a transaction that is about to be committed.
   */
  private async passes(stage: Stage, reader: OffsetsReader, deadline: number): Promise<void> {
    const { signal } = this.stopping;
    const ends = await reader.writtenEnds(stage.topic);
    while (!isPast(ends, await reader.positions(stage))) {
      signal.throwIfAborted();
      if (Date.now() >= deadline) throw new Error(`The group “${stage.groupId}” has not come to where “${stage.topic}” ended ${this.delays.within / 1000} s ago.`);
      await sleep(this.delays.poll, undefined, { signal });
    }
  }
}

/** A group that is not there yet has come nowhere. */
function isPast(ends: Offsets, positions: Offsets): boolean {
  return [...ends].every(([partition, end]) => (positions.get(partition) ?? -1n) >= end);
}

/** {@link OffsetsReader} of brokers given as `host:port`. */
export class BrokerOffsets implements OffsetsReader {
  private readonly admin: Admin;

  constructor(brokers: string[]) {
    this.admin = new Admin({ ...kafkaConnection(brokers), clientId: 'flightdeck-barrier' });
  }

  async committedEnds(topic: string): Promise<Offsets> {
    const ends = await within(ANSWER_MS, topicEnds(this.admin, new Map([[topic, await this.partitions(topic)]])));
    return new Map([...ends].map(([name, offset]) => [Number(name.slice(topic.length + 1)), offset]));
  }

  async writtenEnds(topic: string): Promise<Offsets> {
    const partitions = await this.partitions(topic);
    const [first, end] = await Promise.all([this.list(topic, partitions, ListOffsetTimestamps.EARLIEST), this.list(topic, partitions, ListOffsetTimestamps.LATEST)]);
    return new Map([...end].filter(([partition, offset]) => offset > (first.get(partition) ?? 0n)));
  }

  async positions({ groupId, topic }: Stage): Promise<Offsets> {
    const groups = await within(ANSWER_MS, this.admin.listConsumerGroupOffsets({ groups: [groupId] }));
    const own = groups.flatMap(({ topics }) => topics).filter(({ name }) => name === topic);
    return new Map(own.flatMap(({ partitions }) => partitions.filter(({ committedOffset }) => committedOffset >= 0n).map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset] as const)));
  }

  async close(): Promise<void> {
    await this.admin.close();
  }

  private async partitions(topic: string): Promise<number[]> {
    const { topics } = await within(ANSWER_MS, this.admin.metadata({ topics: [topic] }));
    return [...Array(topics.get(topic)!.partitionsCount).keys()];
  }

  private async list(name: string, partitions: number[], timestamp: bigint): Promise<Offsets> {
    const topics = [{ name, partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp })) }];
    const listed = await within(ANSWER_MS, this.admin.listOffsets({ isolationLevel: FetchIsolationLevels.READ_UNCOMMITTED, topics }));
    return new Map(listed.flatMap(({ partitions: ends }) => ends.map(({ partitionIndex, offset }) => [partitionIndex, offset] as const)));
  }
}
