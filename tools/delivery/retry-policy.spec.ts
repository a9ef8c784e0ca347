import { describe, expect, test } from '@jest/globals';
import { backoffMs, judge, parseRetryAfter } from './retry-policy.ts';

const NOW = Date.parse('2026-02-10T21:10:00Z');

describe('Retry-After', () => {
  test.each([
    ['2', 2_000],
    ['0', 0],
    ['Tue, 10 Feb 2026 21:10:05 GMT', 5_000],
    ['Tue, 10 Feb 2026 21:00:00 GMT', 0],
    ['soon', 0],
    [undefined, 0],
  ])('%s asks for %d ms', (header, ms) => {
    expect(parseRetryAfter(header, NOW)).toBe(ms);
  });
});

describe('backing off', () => {
  test('doubles up to five seconds and never to infinity', () => {
    const longest = [1, 2, 3, 4, 5, 6, 60, 2_000].map((attempt) => backoffMs(attempt, () => 1));
    expect(longest).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
  });

  test('spreads clients over half of the step', () => {
    expect(backoffMs(3, () => 0)).toBe(400);
  });
});

describe('an answer', () => {
  const kind = (status: number): string => judge({ status, headers: {}, body: '' }).kind;

  test.each([
    [202, 'acknowledged'],
    [413, 'too-large'],
    [429, 'overloaded'],
    [503, 'overloaded'],
    [500, 'failed'],
    [502, 'failed'],
    [200, 'refused'],
    [301, 'refused'],
    [401, 'refused'],
    [422, 'refused'],
  ])('of %d means %s', (status, meaning) => {
    expect(kind(status)).toBe(meaning);
  });

  test('of 422 is passed on in the words of the problem', () => {
    const body = JSON.stringify({ detail: 'Please check: source.', errors: [{ field: 'source', message: 'is required' }] });
    expect(judge({ status: 422, headers: {}, body })).toMatchObject({ reason: 'it answers 422: Please check: source. source is required' });
  });
});
