import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOpen, nextOpening } from './sending-window.ts';

const MINUTE = 60_000;
const NINE_TO_SIX = { opens: 9 * 60, closes: 18 * 60 };
const NIGHT = { opens: 22 * 60, closes: 6 * 60 };
const at = (text: string) => Date.parse(text);

describe('hours of sending', () => {
  test.each([
    ['2026-11-23T07:59:59Z', false],
    ['2026-11-23T08:00:00Z', true],
    ['2026-11-23T16:59:59Z', true],
    ['2026-11-23T17:00:00Z', false],
  ])('9 to 18 in Berlin at %s: %s', (time, open) => {
    expect(isOpen(NINE_TO_SIX, at(time), 'Europe/Berlin')).toBe(open);
  });

  test('may go over midnight', () => {
    const open = ['21:59', '22:00', '23:59', '00:00', '05:59', '06:00', '12:00'].map((clock) => isOpen(NIGHT, at(`2026-11-23T${clock}:00Z`), 'UTC'));
    expect(open).toEqual([false, true, true, true, true, false, false]);
  });

  test.each([
    ['2026-11-23T03:00:00Z', 'Europe/Berlin', '2026-11-23T08:00:00Z'],
    ['2026-11-23T20:00:00Z', 'Europe/Berlin', '2026-11-24T08:00:00Z'],
    // Clocks go back in the night before: nine o'clock is an hour later.
    ['2026-10-24T20:00:00Z', 'Europe/Berlin', '2026-10-25T08:00:00Z'],
    ['2026-03-28T20:00:00Z', 'Europe/Berlin', '2026-03-29T07:00:00Z'],
    ['2026-11-23T00:00:00Z', 'Asia/Kolkata', '2026-11-23T03:30:00Z'],
  ])('closed at %s in %s, they open at %s', (time, zone, opening) => {
    expect(new Date(nextOpening(NINE_TO_SIX, at(time), zone)).toISOString()).toBe(new Date(opening).toISOString());
  });

  test('that begin in the hour that summer time leaves out begin after it', () => {
    const opens = nextOpening({ opens: 150, closes: 200 }, at('2026-03-28T23:00:00Z'), 'Europe/Berlin');
    expect(new Date(opens).toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });

  test('open for the first time when they are said to, at the most 25 hours and a day without them later', () => {
    const minutes = fc.integer({ min: 0, max: 1_439 });
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Kiritimati');
    fc.assert(
      fc.property(minutes, minutes, zones, fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }), (opens, closes, zone, now) => {
        fc.pre(opens !== closes);
        const window = { opens, closes };
        const opening = nextOpening(window, now, zone);
        expect(isOpen(window, opening, zone)).toBe(true);
        expect(opening - now).toBeLessThanOrEqual(49 * 3_600_000);
        if (opening === now) return;
        expect(isOpen(window, now, zone)).toBe(false);
        for (const earlier of [1, 7, 30, 60, 90]) if (opening - earlier * MINUTE > now) expect(isOpen(window, opening - earlier * MINUTE, zone)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
