import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectationOf, isOutside, isStillOutside, wilsonInterval } from './anomaly-rule.ts';
import { ANOMALY_KINDS } from './anomaly.ts';

const counts = fc.integer({ min: 1, max: 100_000 }).chain((impressions) => fc.record({ impressions: fc.constant(impressions), clicks: fc.nat(impressions) }));
const expectation = fc.record({ ctr: fc.double({ min: 0, max: 1, noNaN: true }), impressions: fc.double({ min: 10, max: 10_000, noNaN: true }) });

describe("Wilson's interval", () => {
  // R. G. Newcombe (1998), Two-sided confidence intervals for the single proportion. Statistics in Medicine 17, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d clicks of %d impressions is as published', (clicks, impressions, low, high) => {
    const interval = wilsonInterval({ clicks, impressions }, 1.959964);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('holds the share, lies between 0 and 1 and grows with z', () => {
    fc.assert(
      fc.property(counts, (minute) => {
        const [narrow, wide] = [wilsonInterval(minute, 2), wilsonInterval(minute, 3)];
        const share = minute.clicks / minute.impressions;
        expect(wide.low).toBeGreaterThanOrEqual(-1e-12);
        expect(wide.low).toBeLessThanOrEqual(narrow.low + 1e-12);
        expect(narrow.low).toBeLessThanOrEqual(share + 1e-12);
        expect(share).toBeLessThanOrEqual(narrow.high + 1e-12);
        expect(narrow.high).toBeLessThanOrEqual(wide.high + 1e-12);
        expect(wide.high).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test('of more clicks than impressions is that of as many', () => {
    expect(wilsonInterval({ clicks: 70, impressions: 50 }, 3)).toEqual(wilsonInterval({ clicks: 50, impressions: 50 }, 3));
  });
});

describe('what is expected', () => {
  const block = (impressions: number, clicks: number) => ({ impressions, clicks });

  test('is the median of three blocks: one may be off altogether', () => {
    for (const odd of [block(100, 0), block(5_000, 5_000), block(90_000, 1)]) {
      expect(expectationOf([block(1_000, 20), odd, block(1_200, 24)])!.ctr).toBe(0.02);
      const { impressions } = expectationOf([odd, block(1_000, 20), block(1_200, 24)])!;
      expect(impressions).toBeGreaterThanOrEqual(100);
      expect(impressions).toBeLessThanOrEqual(120);
    }
  });

  test('is nothing when a block has less than a hundred impressions', () => {
    expect(expectationOf([block(100, 0), block(100, 0), block(100, 0)])).toEqual({ ctr: 0, impressions: 10 });
    for (const place of [0, 1, 2]) expect(expectationOf([0, 1, 2].map((each) => block(each === place ? 99 : 5_000, 50)))).toBeUndefined();
  });
});

describe('a minute', () => {
  const usual = { ctr: 0.02, impressions: 200 };

  test('that is outside is still outside', () => {
    fc.assert(fc.property(fc.constantFrom(...ANOMALY_KINDS), fc.oneof(counts, fc.constant({ impressions: 0, clicks: 0 })), expectation, (kind, minute, expected) => !isOutside(kind, minute, expected) || isStillOutside(kind, minute, expected)), { numRuns: 2_000 });
  });

  test('is not above and below what was expected at once', () => {
    fc.assert(fc.property(counts, expectation, (minute, expected) => !(isStillOutside('spike', minute, expected) && isStillOutside('drop', minute, expected))));
  });

  test.each([
    ['spike', { impressions: 29, clicks: 29 }, usual, false],
    ['spike', { impressions: 30, clicks: 30 }, usual, true],
    ['spike', { impressions: 100, clicks: 4 }, { ctr: 0, impressions: 200 }, false],
    ['spike', { impressions: 100, clicks: 5 }, { ctr: 0, impressions: 200 }, true],
    // Certain, and not worth a word.
    ['spike', { impressions: 1_000_000, clicks: 29_000 }, usual, false],
    ['spike', { impressions: 1_000_000, clicks: 30_000 }, usual, true],
    ['drop', { impressions: 1_000_000, clicks: 14_000 }, usual, false],
    ['drop', { impressions: 1_000_000, clicks: 13_000 }, usual, true],
    // 9 ÷ (n + 9) is where the interval of no clicks ends.
    ['drop', { impressions: 440, clicks: 0 }, usual, false],
    ['drop', { impressions: 442, clicks: 0 }, usual, true],
    ['silence', { impressions: 0, clicks: 0 }, usual, true],
    ['silence', { impressions: 1, clicks: 0 }, usual, false],
    ['silence', { impressions: 0, clicks: 0 }, { ctr: 0, impressions: 9.9 }, false],
  ] as const)('%s: %j beside %j is outside: %s', (kind, minute, expected, outside) => {
    expect(isOutside(kind, minute, expected)).toBe(outside);
  });

  test('with a tenth of what is usual is silent no more', () => {
    expect([0, 19, 20].map((impressions) => isStillOutside('silence', { impressions, clicks: 0 }, usual))).toEqual([true, true, false]);
  });
});
