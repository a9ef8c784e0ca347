import { describe, expect, it } from '@jest/globals';
import { GroupBarrier, type Offsets, type OffsetsReader, type Stage } from './group-barrier.ts';

const STAGES = [
  { groupId: 'counts', topic: 'raw' },
  { groupId: 'shows', topic: 'counted' },
];

/** Topics of two partitions, of which the second is empty unless a test fills it. */
class Brokers implements OffsetsReader {
  readonly written: Record<string, number[]> = { late: [10], raw: [5, 0], counted: [7, 0] };
  readonly dealt: Record<string, number[]> = {};
  /** What is in a transaction that is not committed yet. */
  open = 0;
  asked: string[] = [];
  connections = 0;
  onAsked: () => void = () => undefined;

  committedEnds(topic: string): Promise<Offsets> {
    return Promise.resolve(offsets(this.written[topic]!.map((end) => end - this.open)));
  }

  writtenEnds(topic: string): Promise<Offsets> {
    return Promise.resolve(new Map([...offsets(this.written[topic]!)].filter(([, end]) => end > 0)));
  }

  positions({ groupId }: Stage): Promise<Offsets> {
    this.asked.push(groupId);
    this.onAsked();
    return Promise.resolve(offsets(this.dealt[groupId] ?? []));
  }

  close(): Promise<void> {
    this.connections -= 1;
    return Promise.resolve();
  }
}

function offsets(ends: number[]): Offsets {
  return new Map(ends.map((end, partition) => [partition, BigInt(end)]));
}

function barrierOf(brokers: Brokers, within = 5_000): GroupBarrier {
  const connect = (): Brokers => {
    brokers.connections += 1;
    return brokers;
  };
  return new GroupBarrier('late', STAGES, connect, { poll: 1, within });
}

const record = (offset: number): { partition: number; offset: bigint } => ({ partition: 0, offset: BigInt(offset) });

describe('A barrier', () => {
  it('is passed when each group has come to where its topic ended, one behind the other', async () => {
    const brokers = new Brokers();
    brokers.dealt.counts = [4];
    // What the first one has dealt with by the end is what the second one has to come to.
    brokers.onAsked = () => {
      if (brokers.asked.length === 3) [brokers.dealt.counts, brokers.written.counted, brokers.dealt.shows] = [[5], [9, 0], [8]];
      if (brokers.asked.length === 6) brokers.dealt.shows = [9];
    };
    await barrierOf(brokers).before([record(0)]);
    expect(brokers.asked).toEqual(['counts', 'counts', 'counts', 'shows', 'shows', 'shows']);
    expect(brokers.connections).toBe(0);
  });

  it('is passed though more and more is written: what counts is where a topic ended when it was asked', async () => {
    const brokers = new Brokers();
    [brokers.dealt.counts, brokers.dealt.shows] = [[0], [0]];
    brokers.onAsked = () => {
      for (const [topic, group] of [['raw', 'counts'], ['counted', 'shows']] as const) {
        brokers.written[topic]![0]! += 3;
        brokers.dealt[group]![0]! += 2;
      }
    };
    await barrierOf(brokers).before([record(0)]);
    expect(brokers.written.raw![0]).toBeGreaterThan(brokers.dealt.counts[0]!);
  });

  it('is not passed by a group that does not exist, and says which', async () => {
    const brokers = new Brokers();
    await expect(barrierOf(brokers, 20).before([record(0)])).rejects.toThrow('“counts”');
    brokers.dealt.counts = [5];
    await expect(barrierOf(brokers, 20).before([record(0)])).rejects.toThrow('“shows”');
    // Of one partition only.
    [brokers.dealt.shows, brokers.written.counted] = [[7], [7, 1]];
    await expect(barrierOf(brokers, 20).before([record(0)])).rejects.toThrow('“shows”');
    expect(brokers.connections).toBe(0);
  });

  it('is passed where there is nothing that anybody could deal with', async () => {
    const brokers = new Brokers();
    [brokers.written.raw, brokers.written.counted] = [[0, 0], [0, 0]];
    await barrierOf(brokers).before([record(0)]);
    expect(brokers.asked).toEqual(['counts', 'shows']);
  });

  it('need not be waited for again by what was there when it was asked for, and committed', async () => {
    const brokers = new Brokers();
    const barrier = barrierOf(brokers);
    [brokers.dealt.counts, brokers.dealt.shows, brokers.open] = [[5], [7], 1];
    await barrier.before([record(2)]);
    brokers.asked = [];
    await barrier.before([record(3), record(8)]);
    expect(brokers.asked).toEqual([]);
    await barrier.before([record(3), record(9)]);
    expect(brokers.asked).toEqual(['counts', 'shows']);
  });

  it('that was not passed has to be waited for again', async () => {
    const brokers = new Brokers();
    const barrier = barrierOf(brokers, 20);
    await expect(barrier.before([record(2)])).rejects.toThrow('“counts”');
    await expect(barrier.before([record(2)])).rejects.toThrow('“counts”');
  });

  it('keeps nobody from stopping', async () => {
    const brokers = new Brokers();
    const barrier = barrierOf(brokers, 60_000);
    setImmediate(() => barrier.stop());
    await expect(barrier.before([record(0)])).rejects.toThrow('aborted');
    await expect(barrier.before([record(0)])).rejects.toThrow('aborted');
  });
});
