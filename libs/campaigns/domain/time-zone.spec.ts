import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, isTimeZone } from './time-zone.ts';

const HOUR = 3_600_000;

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

test.each([['UTC'], ['Europe/Berlin'], ['America/Argentina/Buenos_Aires'], ['Etc/GMT+12']])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each([[''], ['Mars/Olympus'], ['+02:00'], ['Europe/Berlin '], ['Europe/Berlin\n'], ['../etc']])('%j is none', (name) => {
  expect(isTimeZone(name)).toBe(false);
});
