import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addMoney } from './money.ts';

describe('addMoney', () => {
  test('decimal amounts add up as on paper', () => {
    expect(addMoney(0.1, 0.2)).toBe(0.3);
    expect(Array.from({ length: 60 }, (_, n): number => (n % 2 === 0 ? 0.1 : 0.2)).reduce(addMoney)).toBe(9);
  });

  test('less than half a billionth is nothing, half a billionth is one', () => {
    expect(addMoney(0, 4e-10)).toBe(0);
    expect(addMoney(0, 5e-10)).toBe(1e-9);
  });

  test('sums too large for billionths are left as they are', () => {
    expect(addMoney(1_000_000_000, 0.01)).toBe(1_000_000_000.01);
    expect(addMoney(1e300, 1e300)).toBe(2e300);
  });

  test('any number of whole billionths is summed exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000_000_000 }), { maxLength: 100 }), (billionths) => {
        const exact = billionths.reduce((sum, each) => sum + each, 0) / 1e9;
        expect(billionths.map((each) => each / 1e9).reduce(addMoney, 0)).toBe(exact);
        expect(billionths.map((each) => each / 1e9).reduceRight(addMoney, 0)).toBe(exact);
      }),
    );
  });
});
