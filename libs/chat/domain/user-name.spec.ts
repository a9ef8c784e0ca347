import { describe, expect, test } from '@jest/globals';
import { parseUserName } from './user-name.ts';

function parsed(given: string): { text: string; key: string } {
  const result = parseUserName(given);
  if ('problem' in result) throw new Error(result.problem);
  return result.name;
}

const keyOf = (given: string) => parsed(given).key;

describe('a name', () => {
  test.each([
    ['Ann', 'Ann'],
    ['  Ann \t', 'Ann'],
    ['Ann \u00a0  Lee', 'Ann Lee'],
    ['A', 'A'],
    ['x'.repeat(40), 'x'.repeat(40)],
    [`${' '.repeat(900)}Ann`, 'Ann'],
    ['👩‍💻'.repeat(13), '👩‍💻'.repeat(13)],
    ['علی‌رضا', 'علی‌رضا'],
    ['<b>Ann</b>', '<b>Ann</b>'],
    ['Zoe\u0308', 'Zoë'],
  ])('%j is shown as %j', (given, shown) => {
    expect(parsed(given).text).toBe(shown);
  });

  test.each([
    ['Ann', ' aNN '],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['Zoë', 'zoe\u0308'],
    ['Ann Lee', 'ann   lee'],
    ['Ａｎｎ', 'ann'],
    ['Ann', 'An\u200dn'],
  ])('%j and %j are one user', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  test.each([['Ann', 'Anna'], ['Ann', 'A nn'], ['Zoë', 'Zoe']])('%j and %j are two', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  test.each([
    ['', /empty/],
    [' \t\n ', /empty/],
    ['x'.repeat(41), /at most 40/],
    [`${' '.repeat(1_000)}x`, /at most 40/],
    ['a\0b', /control/],
    ['a\u001b[31m', /control/],
    ['a\u202Eb', /cannot be seen/],
    ['a\u200bb', /cannot be seen/],
    ['\ud800', /control/],
    ['\u200d', /something that can be seen/],
    ['\u0301', /something that can be seen/],
    ['flightdeck', /signs its own/],
    [' FLIGHT\u200dDECK ', /signs its own/],
  ])('%j is refused', (given, problem) => {
    expect(parseUserName(given)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('that takes long to normalise is refused before that', () => {
    const started = performance.now();
    expect(parseUserName(`a${'\u0301\u0323'.repeat(50_000)}`)).toEqual({ problem: 'must be at most 40 characters' });
    expect(performance.now() - started).toBeLessThan(200);
  });
});
