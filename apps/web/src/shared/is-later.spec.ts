import { expect, it } from '@jest/globals';
import { isLater } from './is-later.ts';

it.each([
  ['2026-02-10T21:00:05.400Z', '2026-02-10T21:00:05Z', true],
  ['2026-02-10T21:00:05Z', '2026-02-10T21:00:05.400Z', false],
  ['2026-02-10T21:00:05Z', '2026-02-10T21:00:05.000Z', false],
  ['2026-02-10T21:00:06Z', '2026-02-10T21:00:05.999Z', true],
])('%s is later than %s: %s', (time, other, later) => {
  expect(isLater(time, other)).toBe(later);
});
