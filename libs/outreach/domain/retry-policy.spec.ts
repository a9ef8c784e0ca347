import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoff, type RetryPolicy } from './retry-policy.ts';

const policies = fc.record({ attempts: fc.integer({ min: 1, max: 10 }), baseMs: fc.integer({ min: 1, max: 60_000 }), factor: fc.integer({ min: 1, max: 5 }), capMs: fc.integer({ min: 60_000, max: 3_600_000 }) }) satisfies fc.Arbitrary<RetryPolicy>;
const failed = fc.integer({ min: 1, max: 60 });
const random = fc.double({ min: 0, max: 1, noNaN: true });

describe('the wait before another attempt', () => {
  test('lies between half and all of what it would be without chance, and never above the cap', () => {
    fc.assert(
      fc.property(policies, failed, random, (policy, count, chance) => {
        const whole = Math.min(policy.capMs, policy.baseMs * policy.factor ** (count - 1));
        const wait = backoff(policy, count, chance);
        expect(wait).toBeGreaterThanOrEqual(whole / 2);
        expect(wait).toBeLessThanOrEqual(whole);
        expect(wait).toBeLessThanOrEqual(policy.capMs);
      }),
    );
  });

  test('never shrinks from one attempt to the next, for the same chance', () => {
    fc.assert(fc.property(policies, failed, random, (policy, count, chance) => expect(backoff(policy, count + 1, chance)).toBeGreaterThanOrEqual(backoff(policy, count, chance))));
  });

  test('those that failed together do not come again together', () => {
    const policy = { attempts: 5, baseMs: 1_000, factor: 2, capMs: 60_000 };
    expect(new Set([0, 0.25, 0.5, 0.75, 1].map((chance) => backoff(policy, 3, chance))).size).toBe(5);
  });

  test('is at least what the other side asks for, up to an hour', () => {
    fc.assert(
      fc.property(policies, failed, random, fc.integer({ min: 0, max: 10_000_000 }), (policy, count, chance, asked) => {
        const wait = backoff(policy, count, chance, asked);
        expect(wait).toBeGreaterThanOrEqual(Math.min(asked, 3_600_000));
        expect(wait).toBeGreaterThanOrEqual(backoff(policy, count, chance));
        expect(wait).toBeLessThanOrEqual(Math.max(3_600_000, policy.capMs / 2) + policy.capMs / 2);
      }),
    );
  });
});
