import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { giveBack, nextTokenAt, takeTokens } from './send-rate.ts';

const MINUTE = 60_000;
const limits = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1_000_000 }));

/** Somebody asks again and again; what was taken, and when. */
function takeAll(perMinute: number, asks: { after: number; wanted: number; unused: number }[]): { at: number; count: number }[] {
  let [now, fullAt] = [1_700_000_000_000, 0];
  return asks.map(({ after, wanted, unused }) => {
    now += after;
    const { taken, fullAt: next } = takeTokens(fullAt, { perMinute, now, wanted });
    const back = Math.min(unused, taken);
    fullAt = giveBack(next, perMinute, back);
    return { at: now, count: taken - back };
  });
}

const asks = fc.array(fc.record({ after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 2 * MINUTE })), wanted: fc.integer({ min: 1, max: 5_000 }), unused: fc.constantFrom(0, 0, 1, 5_000) }), { maxLength: 300 });

describe('a limit of so many a minute', () => {
  test('is never passed, in whichever minute one looks', () => {
    fc.assert(
      fc.property(limits, asks, (perMinute, all) => {
        const taken = takeAll(perMinute, all);
        for (const [index, first] of taken.entries()) {
          const inMinute = taken.slice(index).filter(({ at }) => at < first.at + MINUTE).reduce((sum, { count }) => sum + count, 0);
          expect(inMinute).toBeLessThanOrEqual(perMinute);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is used almost to the full by who asks ten times a second', () => {
    fc.assert(
      fc.property(limits, (perMinute) => {
        const minutes = 10;
        const all = Array.from({ length: minutes * 600 }, () => ({ after: 100, wanted: 1_000_000, unused: 0 }));
        const total = takeAll(perMinute, all).reduce((sum, { count }) => sum + count, 0);
        expect(total).toBeGreaterThan(perMinute * minutes * 0.9 - 1);
      }),
      { numRuns: 50 },
    );
  });

  test('says when there is something again, and then there is', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 10_000 }), (perMinute, elapsed) => {
        const now = 1_700_000_000_000 + elapsed;
        const { fullAt } = takeTokens(0, { perMinute, now, wanted: 1_000_000 });
        expect(takeTokens(fullAt, { perMinute, now, wanted: 1 }).taken).toBe(0);
        expect(takeTokens(fullAt, { perMinute, now: nextTokenAt(fullAt, perMinute) + 1, wanted: 1 }).taken).toBe(1);
      }),
    );
  });

  test('of one a minute lets one go a minute', () => {
    const every = (after: number, length: number) => Array.from({ length }, () => ({ after, wanted: 1, unused: 0 }));
    expect(takeAll(1, every(20_000, 9)).map(({ count }) => count)).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]);
  });
});
