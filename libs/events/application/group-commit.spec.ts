import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GroupCommit } from './group-commit.ts';

const LIMITS = { flushItems: 4, concurrency: 2, parallelItems: 1, maxItems: 20, maxWeight: 1_000 };

interface Flush {
  items: number[];
  succeed(): void;
  fail(error: unknown): void;
}

/** A group commit of numbers whose flushes end when the test says so; the outcome of 7 is 'did 7'. */
function create(limits: Partial<typeof LIMITS> = {}, weigh: (item: number) => number = () => 1) {
  const flushes: Flush[] = [];
  const commits = new GroupCommit<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        flushes.push({ items, succeed: () => resolve(items.map((item) => `did ${item}`)), fail: reject });
      }),
    weigh,
    { ...LIMITS, ...limits },
  );
  return { commits, flushes };
}

/** Lets everything happen that needs no more than the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}

describe('GroupCommit', () => {
  test('what is submitted in one turn shares a flush, and each gets its own outcomes in order', async () => {
    const { commits, flushes } = create();
    const answers = Promise.all([commits.submit([1, 2]), commits.submit([3]), commits.submit([4])]);
    await settle();
    expect(flushes.map(({ items }) => items)).toEqual([[1, 2, 3, 4]]);
    flushes[0]!.succeed();
    expect(await answers).toEqual([['did 1', 'did 2'], ['did 3'], ['did 4']]);
  });

  test('a submission is never split: what does not fit goes with the next flush', async () => {
    const { commits, flushes } = create({ concurrency: 9 });
    const answers = [commits.submit([1, 2, 3]), commits.submit([4, 5]), commits.submit([6])];
    await settle();
    expect(flushes.map(({ items }) => items)).toEqual([[1, 2, 3], [4, 5, 6]]);
    for (const flush of flushes) flush.succeed();
    await Promise.all(answers);
  });

  test('a few items wait for the running flush to end, many start one beside it', async () => {
    const { commits, flushes } = create({ parallelItems: 3 });
    const answers = [commits.submit([1])];
    await settle();
    answers.push(commits.submit([2, 3]));
    await settle();
    expect(flushes.map(({ items }) => items)).toEqual([[1]]);
    answers.push(commits.submit([4]));
    await settle();
    expect(flushes.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    for (const flush of flushes) flush.succeed();
    await Promise.all(answers);
  });

  test('while the allowed flushes run, the next one collects', async () => {
    const { commits, flushes } = create();
    const answers: Promise<string[]>[] = [];
    for (const item of [1, 2, 3, 4]) {
      answers.push(commits.submit([item]));
      await settle();
    }
    expect(flushes.map(({ items }) => items)).toEqual([[1], [2]]);
    flushes[1]!.succeed();
    await settle();
    expect(flushes.map(({ items }) => items)).toEqual([[1], [2], [3, 4]]);
    flushes[0]!.succeed();
    flushes[2]!.succeed();
    expect(await Promise.all(answers)).toEqual([['did 1'], ['did 2'], ['did 3'], ['did 4']]);
  });

  test('a failed flush fails exactly those who were in it', async () => {
    const { commits, flushes } = create();
    const failure = new Error('a flush that fails');
    const [a, b] = [commits.submit([1, 2]), commits.submit([3, 4])];
    await settle();
    const c = commits.submit([5]);
    await settle();
    flushes[0]!.fail(failure);
    await expect(a).rejects.toBe(failure);
    await expect(b).rejects.toBe(failure);
    flushes[1]!.succeed();
    expect(await c).toEqual(['did 5']);
    expect(commits.pending).toBe(0);
    const d = commits.submit([6]);
    await settle();
    flushes[2]!.succeed();
    expect(await d).toEqual(['did 6']);
  });

  test('more items than the bound are refused at once, and taken again when there is room', async () => {
    const { commits, flushes } = create({ maxItems: 3 });
    const taken = [commits.submit([1, 2]), commits.submit([3])];
    await expect(commits.submit([4])).rejects.toMatchObject({ code: 'INGEST_OVERLOADED', kind: 'overloaded', retryAfterSeconds: 1 });
    expect(commits.pending).toBe(3);
    await settle();
    await expect(commits.submit([4])).rejects.toMatchObject({ code: 'INGEST_OVERLOADED' });
    flushes[0]!.succeed();
    await Promise.all(taken);
    const again = commits.submit([4]);
    await settle();
    flushes[1]!.succeed();
    expect(await again).toEqual(['did 4']);
  });

  test('more weight than the bound is refused, too', async () => {
    const { commits, flushes } = create({ maxWeight: 10 }, (item) => item);
    const taken = commits.submit([6]);
    await expect(commits.submit([5])).rejects.toMatchObject({ code: 'INGEST_OVERLOADED' });
    const fits = commits.submit([4]);
    await settle();
    flushes[0]!.succeed();
    expect(await Promise.all([taken, fits])).toEqual([['did 6'], ['did 4']]);
    const heavy = commits.submit([10]);
    await settle();
    flushes[1]!.succeed();
    expect(await heavy).toEqual(['did 10']);
  });

  test('a submission larger than the bounds passes when it is alone', async () => {
    const { commits, flushes } = create({ maxItems: 3, maxWeight: 4 });
    const items = [1, 2, 3, 4, 5, 6];
    const large = commits.submit(items);
    await expect(commits.submit([7])).rejects.toMatchObject({ code: 'INGEST_OVERLOADED' });
    await settle();
    expect(flushes.map((flush) => flush.items)).toEqual([items]);
    flushes[0]!.succeed();
    expect(await large).toHaveLength(6);
  });

  test('draining answers everything that was taken, in flight or waiting, and takes nothing more', async () => {
    const { commits, flushes } = create({ concurrency: 1 });
    const running = commits.submit([1]);
    await settle();
    const waiting = commits.submit([2]);
    let drained = false;
    const draining = Promise.all([commits.drain(), commits.drain()]).then(() => {
      drained = true;
    });
    await expect(commits.submit([3])).rejects.toMatchObject({ code: 'INGEST_STOPPING', kind: 'unavailable', retryAfterSeconds: 1 });
    flushes[0]!.succeed();
    expect(await running).toEqual(['did 1']);
    await settle();
    expect(drained).toBe(false);
    flushes[1]!.fail(new Error('a flush that fails'));
    await expect(waiting).rejects.toThrow('a flush that fails');
    await draining;
    expect(commits.pending).toBe(0);
    await commits.drain();
  });

  test('draining what is idle takes no time', async () => {
    await expect(create().commits.drain()).resolves.toBeUndefined();
  });

  test('whatever is submitted and however flushes end, everyone gets the answer to their own items', async () => {
    const submission = fc.record({ size: fc.integer({ min: 1, max: 7 }), turns: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(submission, { maxLength: 20 }), fc.infiniteStream(fc.nat(3)), async (submissions, ends) => {
        let running = 0;
        let most = 0;
        const flushed: number[] = [];
        const failed = new Set<number>();
        const commits = new GroupCommit<number, string>(
          async (items) => {
            running += 1;
            most = Math.max(most, running);
            flushed.push(...items);
            const end = ends.next().value as number;
            for (let turn = 0; turn < end; turn += 1) await nextTurn();
            running -= 1;
            if (end === 3) {
              for (const item of items) failed.add(item);
              throw new Error('a flush that fails');
            }
            return items.map((item) => `did ${item}`);
          },
          () => 1,
          { flushItems: 5, concurrency: 2, parallelItems: 1, maxItems: 1_000, maxWeight: 1_000 },
        );
        let next = 0;
        const taken: { items: number[]; answer: Promise<PromiseSettledResult<string[]>> }[] = [];
        for (const { size, turns } of submissions) {
          const items = Array.from({ length: size }, () => (next += 1));
          taken.push({ items, answer: Promise.allSettled([commits.submit(items)]).then(([result]) => result) });
          for (let turn = 0; turn < turns; turn += 1) await nextTurn();
        }
        await commits.drain();
        for (const { items, answer } of taken) {
          const result = await answer;
          if (result.status === 'fulfilled') expect(result.value).toEqual(items.map((item) => `did ${item}`));
          expect(items.map((item) => failed.has(item))).toEqual(items.map(() => result.status === 'rejected'));
        }
        expect(flushed).toEqual(Array.from({ length: next }, (_, n) => n + 1));
        expect(most).toBeLessThanOrEqual(2);
      }),
    );
  });
});
