import { describe, expect, it } from '@jest/globals';
import { parseBudget } from './parse-budget.ts';

const amount = (text: string, decimal = '.') => {
  const budget = parseBudget(text, decimal);
  return 'amount' in budget ? budget.amount : budget.problem;
};

describe('a daily budget as people write it', () => {
  it.each([
    ['1250', 1250],
    [' 1,250.50 ', 1250.5],
    ['1.250,50', 1250.5],
    ['1 250,5', 1250.5],
    ['1 250,50', 1250.5],
    ["1'250.00", 1250],
    ['99.5', 99.5],
    ['99,5', 99.5],
    ['.75', 0.75],
    ['12.', 12],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['1,234,567.89', 1_234_567.89],
    ['0.29', 0.29],
    ['1000000000', 1_000_000_000],
  ])('%s', (text, expected) => {
    expect(amount(text, '.')).toBe(expected);
    expect(amount(text, ',')).toBe(expected);
  });

  it('one sign before three digits is the sign of thousands that is usual here', () => {
    expect(amount('1,250', '.')).toBe(1250);
    expect(amount('1.250', ',')).toBe(1250);
  });

  it('the usual decimal sign before three digits may mean either, and is not guessed', () => {
    expect(amount('1.250', '.')).toMatch(/two ways: write 1250/);
    expect(amount('1,250', ',')).toMatch(/two ways: write 1250/);
  });

  it('what begins with a zero has no thousands', () => {
    for (const decimal of ['.', ',']) for (const text of ['0.125', '0,125']) expect(amount(text, decimal)).toMatch(/two decimals at most$/);
  });

  it.each([
    ['', /missing/],
    ['   ', /missing/],
    ['a lot', /must be an amount/],
    ['1e5', /must be an amount/],
    ['12-3', /must be an amount/],
    ['1,2,3', /must be an amount/],
    ['1.2.3,4', /must be an amount/],
    ['1,250.50,1', /must be an amount/],
    ['1.2345', /two decimals/],
    ['1,250.505', /two decimals/],
    ['0', /more than 0/],
    ['0.00', /more than 0/],
    ['-5', /more than 0/],
    ['1000000000.01', /at most/],
    ['9'.repeat(400), /at most/],
  ])('refuses %j', (text, problem) => {
    expect(amount(text)).toMatch(problem);
  });
});
