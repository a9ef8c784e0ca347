import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, timeZoneNamed } from './time-zone.ts';

const HOUR = 3_600_000;
const { DateTimeFormat: Original } = Intl;

describe('the day of a time zone', () => {
  test.each([
    ['2026-11-22T12:00:00Z', 'UTC', '2026-11-22T00:00:00Z', 24],
    ['2026-11-22T23:30:00Z', 'Europe/Berlin', '2026-11-22T23:00:00Z', 24],
    ['2026-11-22T18:29:59Z', 'Asia/Kolkata', '2026-11-21T18:30:00Z', 24],
    ['2026-11-22T18:30:00Z', 'Asia/Kolkata', '2026-11-22T18:30:00Z', 24],
    ['2026-11-22T10:00:00Z', 'Pacific/Kiritimati', '2026-11-22T10:00:00Z', 24],
    ['2026-11-22T11:59:59Z', 'Etc/GMT+12', '2026-11-21T12:00:00Z', 24],
    // Clocks go forward, and back.
    ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    // Half an hour of summer time.
    ['2026-04-05T03:00:00Z', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z', 24.5],
    // Clocks go forward at midnight: the day begins at 01:00.
    ['2024-04-26T12:00:00Z', 'Africa/Cairo', '2024-04-25T22:00:00Z', 23],
  ])('at %s in %s begins at %s and has %d hours', (now, zone, start, hours) => {
    const day = dayOf(Date.parse(now), zone);
    expect(new Date(day.start).toISOString()).toBe(start.replace('Z', '.000Z'));
    expect((day.end - day.start) / HOUR).toBe(hours);
  });

  test('contains the moment, and the next day begins where it ends', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const times = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2032, 0) });
    fc.assert(
      fc.property(zones, times, (zone, now) => {
        const { start, end } = dayOf(now, zone);
        expect(start).toBeLessThanOrEqual(now);
        expect(now).toBeLessThan(end);
        expect(dayOf(end, zone).start).toBe(end);
        expect(dayOf(start, zone)).toEqual({ start, end });
      }),
      { numRuns: 300 },
    );
  });
});

test.each([['UTC'], ['Europe/Berlin'], ['America/New_York'], ['Etc/GMT+12']])('%s is a time zone, and called so', (name) => {
  expect(timeZoneNamed(name)).toBe(name);
});

test.each([
  ['europe/BERLIN', 'Europe/Berlin'],
  ['utc', 'UTC'],
  ['Asia/Kolkata', timeZoneNamed('asia/kolkata')],
  ['America/Argentina/Buenos_Aires', timeZoneNamed('america/argentina/buenos_aires')],
])('%s is the zone %s', (name, zone) => {
  expect(timeZoneNamed(name)).toBe(zone);
  expect(timeZoneNamed(zone!)).toBe(zone);
});

test.each([[''], ['Mars/Olympus'], ['+02:00'], ['Europe/Berlin '], ['Europe/Berlin\n'], ['../etc']])('%j is none', (name) => {
  expect(timeZoneNamed(name)).toBeUndefined();
});

test('neither thousands of spellings nor every zone there is stay in memory', async () => {
  const made: WeakRef<Intl.DateTimeFormat>[] = [];
  const format = jest.spyOn(Intl, 'DateTimeFormat').mockImplementation((...args) => {
    const one = new Original(...args);
    made.push(new WeakRef(one));
    return one;
  });
  const zone = 'america/argentina/buenos_aires';
  for (let n = 0; n < 2_000; n += 1) timeZoneNamed(zone.replaceAll(/[a-z]/g, (letter, place: number) => ((n >> place) & 1 ? letter.toUpperCase() : letter)));
  for (const name of Intl.supportedValuesOf('timeZone')) dayOf(0, name);
  format.mockRestore();
  expect(made.length).toBeGreaterThan(2_300);
  await new Promise(setImmediate);
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  expect(made.filter((each) => each.deref() !== undefined).length).toBeLessThanOrEqual(200);
});
