import { describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import type { TopicRecord } from './fetched-records.ts';
import type { FetchedPartition, GroupMember, Position } from './group-member.ts';
import { TopicFollower } from './topic-follower.ts';

/** One topic of one partition, and the offset that the group has written down. */
class Broker {
  readonly log: string[] = [];
  committed = 0;
  isAway = false;
  members = 0;
  generation = 1;
  readonly commits: number[] = [];
  /** What one answer holds at most. */
  answers = Number.POSITIVE_INFINITY;

  join = (): Promise<GroupMember> => {
    this.refuseIfAway();
    this.members++;
    const member = {
      generation: 0,
      positions: () => Promise.resolve([{ topic: 't', partition: 0, offset: BigInt(this.committed) }]),
      fetch: (from: Position[]) => this.fetch(from),
      commit: (positions: Position[]) => this.commit(positions),
      close: () => {
        this.members--;
        return Promise.resolve();
      },
    };
    return Promise.resolve(Object.defineProperty(member, 'generation', { get: () => this.generation }));
  };

  private async fetch([from]: Position[]): Promise<FetchedPartition[]> {
    await new Promise((resolve) => void setTimeout(resolve, 1));
    this.refuseIfAway();
    const begin = Number(from!.offset);
    const records = this.log.slice(begin, begin + this.answers).map((value, at): TopicRecord => {
      return { topic: 't', partition: 0, offset: BigInt(begin + at), value };
    });
    return [{ topic: 't', partition: 0, records, next: BigInt(begin + records.length), end: BigInt(this.log.length) }];
  }

  private commit([position]: Position[]): Promise<void> {
    this.refuseIfAway();
    this.committed = Number(position!.offset);
    this.commits.push(this.committed);
    return Promise.resolve();
  }

  private refuseIfAway(): void {
    if (this.isAway) throw new Error('The broker is away.');
  }
}

interface Following {
  follower: TopicFollower;
  handled: string[][];
  warnings: () => number;
}

function follow(broker: Broker, handle: (values: string[]) => void | Promise<void> = () => undefined): Following {
  const handled: string[][] = [];
  const logger = pino({ level: 'silent' });
  const warn = jest.spyOn(logger, 'warn');
  const options = {
    groupId: 'g',
    topics: ['t'],
    logger,
    handle: async (records: TopicRecord[]) => {
      const values = records.map(({ value }) => value!);
      await handle(values);
      handled.push(values);
    },
  };
  const follower = new TopicFollower(options, async () => broker.join(), { first: 1, longest: 4 });
  return { follower, handled, warnings: () => warn.mock.calls.length };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => void setTimeout(resolve, 1));
}

describe('A follower of topics', () => {
  it('deals with everything from where its group is, and writes down how far it has come afterwards', async () => {
    const broker = new Broker();
    broker.log.push('a', 'b', 'c');
    broker.committed = 1;
    const committedBefore: number[] = [];
    const { follower, handled } = follow(broker, () => void committedBefore.push(broker.committed));
    await until(() => broker.committed === 3);
    broker.log.push('d');
    await until(() => broker.committed === 4);
    await follower.stop();

    expect(handled).toEqual([['b', 'c'], ['d']]);
    expect(committedBefore).toEqual([1, 3]);
    expect(broker.members).toBe(0);
  });

  it('tries again what failed, tells it once, and writes nothing down before it has succeeded', async () => {
    const broker = new Broker();
    broker.log.push('a');
    let failures = 0;
    const { follower, handled, warnings } = follow(broker, () => {
      if (++failures <= 5) throw new Error('The database is away.');
    });
    await until(() => failures === 5);
    expect(broker.commits).toEqual([]);
    await until(() => broker.committed === 1);
    await follower.stop();

    expect(handled).toEqual([['a']]);
    expect(warnings()).toBe(1);
  });

  it('goes on by itself when the brokers are back, and tells of an outage once', async () => {
    const broker = new Broker();
    broker.isAway = true;
    broker.log.push('a');
    const { follower, handled, warnings } = follow(broker);
    await until(() => warnings() === 1);
    broker.isAway = false;
    await until(() => broker.committed === 1);
    broker.isAway = true;
    await until(() => warnings() === 2);
    broker.log.push('b');
    broker.isAway = false;
    await until(() => broker.committed === 2);
    await follower.stop();

    expect(handled).toEqual([['a'], ['b']]);
    expect(warnings()).toBe(2);
  });

  it('deals again with what was not written down, rather than never', async () => {
    const broker = new Broker();
    broker.log.push('a');
    let first = true;
    const { follower, handled } = follow(broker, () => {
      broker.isAway = first;
      first = false;
    });
    await until(() => handled.length === 1);
    broker.isAway = false;
    await until(() => broker.committed === 1);
    await follower.stop();
    expect(handled).toEqual([['a'], ['a']]);
  });

  it('leaves what it fails at to others when its partitions are shared anew', async () => {
    const broker = new Broker();
    broker.log.push('a', 'b');
    const { follower, handled } = follow(broker, () => {
      if (broker.generation > 1) return;
      broker.generation = 2;
      broker.committed = 1; // somebody else has dealt with it
      throw new Error('The database is away.');
    });
    await until(() => broker.committed === 2);
    await follower.stop();
    expect(handled).toEqual([['b']]);
  });

  it('deals with 5,000 records at a time, in their order', async () => {
    const broker = new Broker();
    broker.log.push(...Array.from({ length: 12_000 }, (_, at) => String(at)));
    const { follower, handled } = follow(broker);
    await until(() => broker.committed === 12_000);
    await follower.stop();
    expect(handled.map((values) => values.length)).toEqual([5_000, 5_000, 2_000]);
    expect(handled.flat()).toEqual(broker.log);
    expect(broker.commits).toEqual([5_000, 10_000, 12_000]);
  });

  it('says how much is not dealt with yet', async () => {
    const broker = new Broker();
    broker.log.push('a', 'b', 'c');
    broker.answers = 1;
    const lags: (number | undefined)[] = [];
    const { follower } = follow(broker, () => void lags.push(follower.lag().get('t')));
    await until(() => broker.committed === 3);
    expect(follower.lag().get('t')).toBe(0);
    await follower.stop();
    expect(lags).toEqual([3, 2, 1]);
  });

  it('stops once what it deals with is dealt with, and writes that down', async () => {
    const broker = new Broker();
    broker.log.push('a');
    let finish: (() => void) | undefined;
    const { follower } = follow(broker, () => new Promise<void>((resolve) => void (finish = resolve)));
    await until(() => finish !== undefined);
    const stopped = follower.stop();
    finish!();
    await stopped;
    expect(broker.commits).toEqual([1]);
    expect(broker.members).toBe(0);
  });

  it('stops while the brokers are away', async () => {
    const broker = new Broker();
    broker.isAway = true;
    const { follower, warnings } = follow(broker);
    await until(() => warnings() === 1);
    await follower.stop();
    expect(broker.members).toBe(0);
  });
});
