import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.ts';

const allowances = [fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 50 }), fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 200 })] as const;

test('lets as many through at once as it may, and then as many a second', () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2 });
  expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0, 500]);
  expect(bucket.take(499)).toBe(1);
  expect(bucket.take(500)).toBe(0);
  expect(bucket.take(500)).toBe(500);
  expect([9_000, 9_000, 9_000, 9_000].map((now) => bucket.take(now))).toEqual([0, 0, 0, 500]);
});

test('whoever waits as long as told may pass', () => {
  fc.assert(
    fc.property(...allowances, (burst, perSecond, waits) => {
      const bucket = new TokenBucket({ burst, perSecond });
      let now = 0;
      for (const wait of waits) {
        now += wait;
        const told = bucket.take(now);
        if (told > 0) expect(bucket.take((now += Math.ceil(told)))).toBe(0);
      }
    }),
  );
});

test('in no span of time does more pass than the allowance says', () => {
  fc.assert(
    fc.property(...allowances, (burst, perSecond, waits) => {
      const bucket = new TokenBucket({ burst, perSecond });
      const passed: number[] = [];
      let now = 0;
      for (const wait of waits) if (bucket.take((now += wait)) === 0) passed.push(now);
      passed.forEach((from, first) => {
        passed.slice(first).forEach((to, count) => expect(count + 1).toBeLessThanOrEqual(burst + ((to - from) / 1000) * perSecond + 1e-9));
      });
    }),
  );
});
