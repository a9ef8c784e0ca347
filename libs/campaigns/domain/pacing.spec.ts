import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paceOf } from './pacing.ts';

const HOUR = 3_600_000;
const day = { start: 0, end: 24 * HOUR };
const at = (hours: number, spent: number, lastHour = 0) => paceOf({ budget: 100, day, now: hours * HOUR, spent, lastHour });

describe('pacing', () => {
  test('expects the budget to be spent evenly over the day', () => {
    expect(at(0, 0).expected).toBe(0);
    expect(at(6, 0).expected).toBe(25);
    expect(at(12, 0).expected).toBe(50);
    expect(paceOf({ budget: 100, day: { start: 0, end: 23 * HOUR }, now: 11.5 * HOUR, spent: 0, lastHour: 0 }).expected).toBe(50);
  });

  test('forecasts that the rest of the day goes on as the last hour did', () => {
    expect(at(18, 60, 5).forecast).toBe(60 + 6 * 5);
    expect(at(24, 60, 5).forecast).toBe(60);
    expect(at(12, 60, 0).forecast).toBe(60);
  });

  test.each([
    [12, 50, 'on'],
    [12, 45, 'on'],
    [12, 44.9, 'under'],
    [12, 55, 'on'],
    [12, 55.1, 'over'],
    [12, 99.99, 'over'],
    [12, 100, 'exhausted'],
    [23, 130, 'exhausted'],
    // Minutes after midnight a fiftieth of the budget either way is no news.
    [0, 0, 'on'],
    [0.1, 0, 'on'],
    [0.1, 2.4, 'on'],
    [0.1, 2.5, 'over'],
    [0.5, 0, 'under'],
  ])('%d hours into the day with %d of 100 spent is %j', (hours, spent, state) => {
    expect(at(hours, spent).state).toBe(state);
  });

  test('more spend never looks like less, and the sums stay within reason', () => {
    const order = ['under', 'on', 'over', 'exhausted'];
    fc.assert(
      fc.property(fc.double({ min: -1, max: 25, noNaN: true }), fc.double({ min: 0, max: 200, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }), (hours, spent, more) => {
        const [before, after] = [at(hours, spent), at(hours, spent + more)];
        expect(order.indexOf(after.state)).toBeGreaterThanOrEqual(order.indexOf(before.state));
        expect(before.expected).toBeGreaterThanOrEqual(0);
        expect(before.expected).toBeLessThanOrEqual(100);
        expect(before.forecast).toBeGreaterThanOrEqual(spent);
      }),
    );
  });
});
