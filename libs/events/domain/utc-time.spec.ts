import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatUtcTime, parseUtcTime } from './utc-time.ts';

const FIRST = new Date('0000-01-01T00:00:00.000Z');
const LAST = new Date('9999-12-31T23:59:59.999Z');

const instant = fc.date({ min: FIRST, max: LAST, noInvalidDate: true });

describe('parseUtcTime', () => {
  test.each([
    ['2026-02-10T21:10:00Z', '2026-02-10T21:10:00.000Z'],
    ['2026-02-10T21:10:00+00:00', '2026-02-10T21:10:00.000Z'],
    ['2026-02-10T21:10Z', '2026-02-10T21:10:00.000Z'],
    ['2026-02-10T21:10:59.9Z', '2026-02-10T21:10:59.900Z'],
    ['2026-02-10T21:10:59.05Z', '2026-02-10T21:10:59.050Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0000-02-29T00:00:00Z', '0000-02-29T00:00:00.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['0099-12-31T23:59:59.999Z', '0099-12-31T23:59:59.999Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is a time', (text, meant) => {
    expect(parseUtcTime(text)).toBe(Date.parse(meant));
  });

  test.each([
    ['', 'nothing'],
    ['2026-02-10', 'a date without a time'],
    ['2026-02-10 21:10:00Z', 'a space for the T'],
    ['2026-02-10T21:10:00', 'no zone'],
    ['2026-02-10T21:10:00+01:00', 'another zone'],
    ['2026-02-10T21:10:00-00:00', 'an unknown offset'],
    ['2026-02-10T21:10:00+0000', 'a zone without its colon'],
    ['2026-02-10t21:10:00z', 'small letters'],
    ['2026-02-29T00:00:00Z', 'no leap year'],
    ['1900-02-29T00:00:00Z', 'no leap year, although divisible by four'],
    ['2026-04-31T00:00:00Z', 'a 31st of April'],
    ['2026-00-10T00:00:00Z', 'month 0'],
    ['2026-13-10T00:00:00Z', 'month 13'],
    ['2026-01-00T00:00:00Z', 'day 0'],
    ['2026-01-32T00:00:00Z', 'day 32'],
    ['2026-01-01T24:00:00Z', 'hour 24'],
    ['2026-01-01T23:60:00Z', 'minute 60'],
    ['2026-06-30T23:59:60Z', 'second 60'],
    ['2026-01-01T00:00:00.Z', 'a point without a fraction'],
    ['2026-01-01T00:00:00,5Z', 'a comma'],
    ['2026-01-01T00:00:00.0000000001Z', 'ten digits of fraction'],
    ['26-01-01T00:00:00Z', 'a short year'],
    ['+002026-01-01T00:00:00Z', 'a long year'],
    ['-000001-01-01T00:00:00Z', 'a negative year'],
    [' 2026-01-01T00:00:00Z', 'a space before'],
    ['2026-01-01T00:00:00Z\n', 'a line break after'],
    ['٢٠٢٦-01-01T00:00:00Z', 'digits of another script'],
    ['1770758400000', 'a number'],
  ])('%j is none: %s', (text) => {
    expect(parseUtcTime(text)).toBeUndefined();
  });

  test('what Date writes is read as the same instant', () => {
    fc.assert(
      fc.property(instant, (date) => {
        expect(parseUtcTime(date.toISOString())).toBe(date.getTime());
        expect(parseUtcTime(date.toISOString().replace('Z', '+00:00'))).toBe(date.getTime());
      }),
      { numRuns: 1_000 },
    );
  });

  test('digits beyond the millisecond are cut off, never rounded', () => {
    expect(parseUtcTime('2026-02-10T21:10:59.9996Z')).toBe(Date.parse('2026-02-10T21:10:59.999Z'));
    fc.assert(
      fc.property(instant, fc.stringMatching(/^\d{1,6}$/), (date, digits) => {
        expect(parseUtcTime(date.toISOString().replace('Z', `${digits}Z`))).toBe(date.getTime());
      }),
    );
  });

  test('a date is valid exactly where the calendar has it', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(14), fc.nat(33), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T12:00:00Z`;
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const exists = month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(parseUtcTime(text)).toBe(exists ? date.setUTCHours(12) : undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  test('no text at all makes it fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseUtcTime(text)).toBeUndefined();
      }),
    );
  });
});

describe('formatUtcTime', () => {
  test('milliseconds are written only where there are any', () => {
    expect(formatUtcTime(Date.parse('2026-02-10T21:10:00.000Z'))).toBe('2026-02-10T21:10:00Z');
    expect(formatUtcTime(Date.parse('2026-02-10T21:10:00.001Z'))).toBe('2026-02-10T21:10:00.001Z');
    expect(formatUtcTime(Date.parse('2026-02-10T21:10:00.100Z'))).toBe('2026-02-10T21:10:00.100Z');
  });

  test('it writes what Date writes, and that is read as the same instant', () => {
    fc.assert(
      fc.property(instant, (date) => {
        const text = formatUtcTime(date.getTime());
        expect(text).toBe(date.toISOString().replace('.000Z', 'Z'));
        expect(parseUtcTime(text)).toBe(date.getTime());
      }),
      { numRuns: 1_000 },
    );
  });
});
