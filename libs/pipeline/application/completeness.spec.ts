import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Completeness } from './completeness.ts';

const offsets = (...values: number[]) => new Map(values.map((value, partition) => [`events:${partition}`, BigInt(value)]));

describe('Completeness', () => {
  test('a look is complete when the reader has come to where it ended, and is told at the next one', () => {
    const completeness = new Completeness();
    expect(completeness.see(1_000, offsets(5, 0), offsets())).toBeUndefined();
    expect(completeness.see(2_000, offsets(8, 1), offsets(5))).toBeUndefined();
    expect(completeness.see(3_000, offsets(9, 1), offsets(8, 0))).toBe(1_000);
    expect(completeness.see(4_000, offsets(9, 1), offsets(8, 1))).toBe(1_000);
    expect(completeness.see(5_000, offsets(9, 1), offsets(9, 1))).toBe(2_000);
    expect(completeness.see(6_000, offsets(9, 1), offsets(9, 1))).toBe(5_000);
  });

  test('topics without anything are complete', () => {
    const completeness = new Completeness();
    completeness.see(1_000, offsets(0, 0), offsets());
    expect(completeness.see(2_000, offsets(0, 0), offsets())).toBe(1_000);
  });

  test('never claims a moment after which the reader has not read all that was there', () => {
    const step = fc.record({ arrived: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), read: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const completeness = new Completeness();
        const ends = [0, 0, 0];
        const positions = [0, 0, 0];
        const history = new Map<number, number[]>();
        let before = positions;
        for (const [at, { arrived, read }] of steps.entries()) {
          arrived.forEach((count, partition) => (ends[partition]! += count));
          history.set(at, [...ends]);
          const complete = completeness.see(at, offsets(...ends), offsets(...positions));
          if (complete !== undefined) expect(history.get(complete)!.every((end, partition) => before[partition]! >= end)).toBe(true);
          before = [...positions];
          read.forEach((count, partition) => (positions[partition] = Math.min(ends[partition]!, positions[partition]! + count)));
        }
      }),
    );
  });

  test('a reader that is far behind is complete as soon as it has caught up, however long that took', () => {
    const completeness = new Completeness();
    for (let at = 0; at < 10_000; at += 1) expect(completeness.see(at, offsets(at + 1), offsets(0))).toBeUndefined();
    completeness.see(10_000, offsets(10_001), offsets(10_001));
    expect(completeness.see(10_001, offsets(10_001), offsets(10_001))).toBe(10_000);
  });
});
