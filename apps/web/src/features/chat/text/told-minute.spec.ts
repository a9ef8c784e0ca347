import { expect, test } from '@jest/globals';
import { formatClockMinute } from '../../../shared/format.ts';
import { inReadersZone, minuteToldIn } from './told-minute.ts';

const AT = Date.UTC(2026, 10, 22, 14, 2);

test('a minute that Flightdeck tells is shown by the clock of the reader', () => {
  expect(inReadersZone('“A” has had a low CTR for three minutes, since 2026-11-22T14:02Z: 0.4%, usually 2.1%.')).toBe(`“A” has had a low CTR for three minutes, since ${formatClockMinute(AT)}: 0.4%, usually 2.1%.`);
});

test('what only looks like a minute, in a name, stays as it is', () => {
  expect(inReadersZone('“9999-99-99T99:99Z” at 2026-11-22T14:02:03Z')).toBe('“9999-99-99T99:99Z” at 2026-11-22T14:02:03Z');
});

test.each([
  ['“A” has had a low CTR, since 2026-11-22T14:02Z: 0.4%.', AT],
  ['“2020-01-01T00:00Z” has had a low CTR, since 2026-11-22T14:02Z: 0.4%.', AT],
  ['“A” has used up its budget of today: 50.02 of 50.00.', undefined],
  ['It failed at 2026-11-22T14:02:03Z, 2026-11-22 and 9999-99-99T99:99Z.', undefined],
])('%j tells of the minute %p', (text, minute) => {
  expect(minuteToldIn(text)).toBe(minute);
});
