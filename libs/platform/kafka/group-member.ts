import { Consumer, type FetchOptions, FetchIsolationLevels, ListOffsetTimestamps } from '@platformatic/kafka';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaConnection } from './connection.ts';
import { committedRecords, type TopicRecord } from './fetched-records.ts';
import { within } from './within.ts';

export interface Position {
  topic: string;
  partition: number;
  /** The first record that is not yet dealt with. */
  offset: bigint;
}

export interface FetchedPartition {
  topic: string;
  partition: number;
  records: TopicRecord[];
  /** Where to go on reading; further than the last record where transactions end or were aborted. */
  next: bigint;
  /** Up to where there is something to read. */
  end: bigint;
}

/** Somebody in a group that shares the partitions of topics. An error means that this membership is over: join again. */
export interface GroupMember {
  /** Another number when partitions may have been given to others, or taken from them. */
  readonly generation: number;
  /** The partitions that are this member's, and where the group goes on with them: at their beginning if it has none yet. */
  positions(): Promise<Position[]>;
  /** What there is from there on, some megabytes at most; waits a moment for something. */
  fetch(from: Position[]): Promise<FetchedPartition[]>;
  commit(positions: Position[]): Promise<void>;
  close(): Promise<void>;
}

/** How long a broker waits for records: with several brokers, one that has none keeps the others' waiting so long. */
const WAIT_MS = 250;
const FETCH_BYTES = 4 * 1024 * 1024;
const PARTITION_BYTES = 1024 * 1024;
/** After this, what a killed process has followed is followed by others. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
const REBALANCE_MS = 10_000;
/** Joining takes as long as the others take to notice, at most that. */
const ANSWER_MS = 20_000;
const CLOSE_MS = 3_000;
/** An answer that has not come by then never will: the group is joined anew. */
export const HANGING_MS = 60_000;

/** @throws if the brokers do not answer, or do not have all the topics, or `signal` says to stop */
export function joinGroup(brokers: string[], groupId: string, topics: string[], signal: AbortSignal): Promise<GroupMember> {
  return joined(new KafkaGroupMember(brokers, groupId, topics), signal);
}

/** @returns the member once it has joined; one that has not, and never will, is closed */
export async function joined<Member extends { join(): Promise<void>; close(): Promise<void> }>(member: Member, signal: AbortSignal, hangingMs = HANGING_MS): Promise<Member> {
  const close = (): void => void member.close();
  signal.addEventListener('abort', close);
  try {
    await within(hangingMs, member.join());
    signal.throwIfAborted();
    return member;
  } catch (error) {
    await member.close();
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
}

class KafkaGroupMember implements GroupMember {
  generation = 0;
  private readonly consumer: Consumer;
  private partitionCounts = '';
  private failure: Error | undefined;

  constructor(
    brokers: string[],
    groupId: string,
    private readonly topics: string[],
  ) {
    this.consumer = new Consumer({
      ...kafkaConnection(brokers),
      requestTimeout: ANSWER_MS,
      groupId,
      autocommit: false,
      isolationLevel: FetchIsolationLevels.READ_COMMITTED,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_MS,
      maxWaitTime: WAIT_MS,
      maxBytes: FETCH_BYTES,
    });
    // Not the client's own number of the generation: it changes before the partitions do.
    this.consumer.on('consumer:group:join', () => void this.generation++);
    // Told by events alone: a member that could not join again, or whose signs of life nobody answers, would read on for ever.
    const fail = (error: Error): void => void (this.failure ??= error);
    (this.consumer as NodeJS.EventEmitter).on('error', fail);
    this.consumer.on('consumer:heartbeat:stalled', () => fail(new Error('The group does not answer to signs of life.')));
  }

  async join(): Promise<void> {
    this.partitionCounts = await this.countPartitions();
    this.consumer.topics.trackAll(...this.topics);
    await this.consumer.joinGroup({});
  }

  async positions(): Promise<Position[]> {
    const assigned = this.consumer.assignments ?? [];
    if (assigned.length === 0) return [];
    const topics = assigned.map(({ topic }) => topic);
    const [committed, first, end] = await Promise.all([
      this.consumer.listCommittedOffsets({ topics: assigned }),
      this.consumer.listOffsets({ topics, timestamp: ListOffsetTimestamps.EARLIEST }),
      this.consumer.listOffsets({ topics, isolationLevel: FetchIsolationLevels.READ_UNCOMMITTED }),
    ]);
    return assigned.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => {
        const offset = committed.get(topic)?.[partition] ?? -1n;
        const earliest = first.get(topic)?.[partition] ?? 0n;
        // Records that are no longer kept cannot be read, and an offset beyond the end is one of a topic that was made anew.
        const isThere = offset >= earliest && offset <= (end.get(topic)?.[partition] ?? 0n);
        return { topic, partition, offset: isThere ? offset : earliest };
      }),
    );
  }

  async fetch(from: Position[]): Promise<FetchedPartition[]> {
    if (this.failure !== undefined) throw this.failure;
    if ((await this.countPartitions()) !== this.partitionCounts) throw new Error('A topic has got more partitions: they are shared anew.');
    if (from.length === 0) {
      await sleep(WAIT_MS);
      return [];
    }
    const { topics } = await this.consumer.metadata({ topics: this.topics });
    const requests = new Map<number, FetchOptions<Buffer, Buffer, Buffer, Buffer>['topics']>();
    for (const { topic, partition, offset } of from) {
      const { id, partitions } = topics.get(topic)!;
      const { leader } = partitions[partition]!;
      const request = { partition, fetchOffset: offset, currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: PARTITION_BYTES };
      requests.set(leader, [...(requests.get(leader) ?? []), { topicId: id, partitions: [request] }]);
    }
    const responses = await Promise.all([...requests].map(([node, request]) => this.consumer.fetch({ node, topics: request })));
    const names = new Map(this.topics.map((topic) => [topics.get(topic)!.id, topic]));
    const asked = new Map(from.map(({ topic, partition, offset }) => [`${topic}:${partition}`, offset]));
    return responses.flatMap((response) =>
      response.responses.flatMap(({ topicId, partitions }) =>
        partitions.flatMap(({ partitionIndex, records, abortedTransactions, lastStableOffset }) => {
          const topic = names.get(topicId)!;
          const offset = asked.get(`${topic}:${partitionIndex}`);
          if (offset === undefined) return [];
          const read = committedRecords(topic, partitionIndex, offset, records ?? [], abortedTransactions ?? []);
          return [{ topic, partition: partitionIndex, ...read, end: lastStableOffset }];
        }),
      ),
    );
  }

  async commit(positions: Position[]): Promise<void> {
    await this.consumer.commit({ offsets: positions.map((position) => ({ ...position, leaderEpoch: -1 })) });
  }

  /** Leaves the group if it can be told; who cannot is missed after a while. Connections are closed in any case. */
  async close(): Promise<void> {
    const left = this.consumer.close(true).catch(() => this.consumer.connections.close());
    await Promise.race([left.catch(() => undefined), sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  private async countPartitions(): Promise<string> {
    const { topics } = await this.consumer.metadata({ topics: this.topics });
    return this.topics.map((topic) => topics.get(topic)!.partitionsCount).join();
  }
}
