import { expect, test } from '@jest/globals';
import { Pacer } from './pacer.ts';

const START = Date.parse('2026-02-10T21:10:00Z');

test('an event is due when its time has passed, so much faster', () => {
  let now = 5_000;
  const pacer = new Pacer(10, () => now);
  expect(pacer.dueIn(START)).toBe(0);
  expect(pacer.dueIn(START + 60_000)).toBe(6_000);
  now += 2_000;
  expect(pacer.dueIn(START + 60_000)).toBe(4_000);
  now += 60_000;
  expect(pacer.dueIn(START + 60_000)).toBe(0);
});

test('an event that comes late in the log does not hold up or set back the clock', () => {
  let now = 0;
  const pacer = new Pacer(1, () => now);
  pacer.dueIn(START);
  pacer.dueIn(START + 10_000);
  now = 10_000;
  expect(pacer.dueIn(START - 300_000)).toBe(0);
  expect(pacer.dueIn(START + 11_000)).toBe(1_000);
});

test('an event without a readable time is due at once and starts no clock', () => {
  let now = 0;
  const pacer = new Pacer(1, () => now);
  expect(pacer.dueIn(NaN)).toBe(0);
  now = 50_000;
  expect(pacer.dueIn(START)).toBe(0);
  expect(pacer.dueIn(START + 1_000)).toBe(1_000);
});
