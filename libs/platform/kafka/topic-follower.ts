import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { TopicRecord } from './fetched-records.ts';
import { within } from './within.ts';
import { type GroupMember, HANGING_MS, type Position, joinGroup } from './group-member.ts';

export interface FollowOptions {
  brokers: string[];
  /** Whoever follows the same topics as the same group shares their partitions. */
  groupId: string;
  topics: string[];
  /** Deals with some thousand records at most, of each partition in its order. Told again what it failed at, or what was not
   *  written down as dealt with before a break: it must not matter to it. */
  handle(records: TopicRecord[]): Promise<void>;
  logger: Logger;
}

const BATCH_RECORDS = 5_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** How long a stop waits for the brokers to write down what was dealt with last. */
const COMMIT_MS = 3_000;

/** Follows topics from now on, for ever, through breaks of brokers and failures alike. */
export function followTopics(options: FollowOptions): TopicFollower {
  return new TopicFollower(options, (signal) => joinGroup(options.brokers, options.groupId, options.topics, signal));
}

/**
 * Reads committed records of topics, as one of a group, and says that it has dealt with them only after `handle` has: each is dealt with
 * at least once. One answer of the brokers is in memory at a time. Topics that do not exist yet are waited for.
 */
export class TopicFollower {
  private readonly stopping = new AbortController();
  private readonly behind = new Map<string, Map<number, bigint>>();
  private readonly following: Promise<void>;
  private isInterrupted = false;
  private isFailing = false;

  constructor(
    private readonly options: Omit<FollowOptions, 'brokers'>,
    private readonly join: (signal: AbortSignal) => Promise<GroupMember>,
    private readonly delays = { first: FIRST_DELAY_MS, longest: LONGEST_DELAY_MS },
  ) {
    this.following = this.follow();
  }

  /** How many records of each topic, in the partitions that are this follower's, are not dealt with yet. */
  lag(): ReadonlyMap<string, number> {
    return new Map(
      [...this.behind].map(([topic, partitions]) => [topic, [...partitions.values()].reduce((sum, records) => sum + Number(records), 0)]),
    );
  }

  /** Resolves when what it was dealing with is dealt with, or has failed once more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    let delay = this.delays.first;
    while (!this.stopping.signal.aborted) {
      let member: GroupMember | undefined;
      try {
        member = await this.join(this.stopping.signal);
        await this.readAs(member, () => (delay = this.delays.first));
      } catch (error) {
        if (!this.isInterrupted && !this.stopping.signal.aborted) {
          this.options.logger.warn({ err: error, topics: this.options.topics }, 'topics cannot be followed; trying again');
        }
        this.isInterrupted = true;
      } finally {
        this.behind.clear();
        await member?.close();
      }
      await this.pause(delay);
      delay = Math.min(delay * 2, this.delays.longest);
    }
  }

  private async readAs(member: GroupMember, onRead: () => void): Promise<void> {
    let generation: number | undefined;
    let positions: Position[] = [];
    while (!this.stopping.signal.aborted) {
      if (member.generation !== generation) {
        ({ generation } = member);
        positions = await this.unlessStopped(member.positions());
        this.behind.clear();
        continue;
      }
      const fetched = await this.unlessStopped(member.fetch(positions));
      this.tellThatItReads();
      onRead();
      if (member.generation !== generation) continue;

      const byPartition = new Map(positions.map((position) => [`${position.topic}:${position.partition}`, position]));
      const positionOf = ({ topic, partition }: Omit<Position, 'offset'>): Position => byPartition.get(`${topic}:${partition}`)!;
      for (const part of fetched) this.note(part.topic, part.partition, part.end - positionOf(part).offset);
      for (const { records, reached } of inBatches(fetched.filter((part) => part.next > positionOf(part).offset))) {
        if (records.length > 0 && !(await this.deal(records, () => member.generation === generation))) break;
        await this.unlessStopped(member.commit(reached), COMMIT_MS);
        for (const { topic, partition, offset } of reached) {
          const position = positionOf({ topic, partition });
          this.note(topic, partition, this.behind.get(topic)!.get(partition)! - (offset - position.offset));
          position.offset = offset;
        }
      }
    }
  }

  /** Until it has succeeded. @returns false if it is no longer this follower's business */
  private async deal(records: TopicRecord[], isOurs: () => boolean): Promise<boolean> {
    for (let delay = this.delays.first; ; delay = Math.min(delay * 2, this.delays.longest)) {
      if (this.stopping.signal.aborted || !isOurs()) return false;
      try {
        await this.options.handle(records);
        if (this.isFailing) this.options.logger.info({ topics: this.options.topics }, 'records of topics are dealt with again');
        this.isFailing = false;
        return true;
      } catch (error) {
        // What waited for something when it was to stop has not failed.
        if (!this.isFailing && !this.stopping.signal.aborted) this.options.logger.warn({ err: error, topics: this.options.topics }, 'records of topics were not dealt with; trying again');
        this.isFailing = true;
        await this.pause(delay);
      }
    }
  }

  private note(topic: string, partition: number, records: bigint): void {
    const partitions = this.behind.get(topic) ?? new Map<number, bigint>();
    this.behind.set(topic, partitions.set(partition, records > 0n ? records : 0n));
  }

  private tellThatItReads(): void {
    if (this.isInterrupted) this.options.logger.info({ topics: this.options.topics }, 'topics are followed again');
    this.isInterrupted = false;
  }

  /** @throws as soon as `graceMs` have passed since it is to stop: a broker that does not answer keeps nobody from stopping */
  private async unlessStopped<Result>(work: Promise<Result>, graceMs = 0): Promise<Result> {
    const { signal } = this.stopping;
    const done = new AbortController();
    const stopped = async (): Promise<never> => {
      if (!signal.aborted) await once(signal, 'abort', { signal: done.signal });
      if (graceMs > 0) await sleep(graceMs, undefined, { signal: done.signal });
      throw new Error('It is to stop.');
    };
    try {
      return await Promise.race([within(HANGING_MS, work), stopped()]);
    } finally {
      done.abort();
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** What was fetched in parts that are dealt with at once, and how far each of them comes. */
function* inBatches(
  fetched: { topic: string; partition: number; records: TopicRecord[]; next: bigint }[],
): Generator<{ records: TopicRecord[]; reached: Position[] }> {
  let records: TopicRecord[] = [];
  let reached: Position[] = [];
  for (const { topic, partition, records: all, next } of fetched) {
    let taken = 0;
    do {
      const part = all.slice(taken, taken + BATCH_RECORDS - records.length);
      taken += part.length;
      records.push(...part);
      reached.push({ topic, partition, offset: all[taken]?.offset ?? next });
      if (records.length < BATCH_RECORDS) continue;
      yield { records, reached };
      records = [];
      reached = [];
    } while (taken < all.length);
  }
  if (reached.length > 0) yield { records, reached };
}
