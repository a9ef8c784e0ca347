import { expect, it } from '@jest/globals';
import { formatDayAndMinute, formatMinute } from '../../../shared/format-time.ts';
import { formatClock } from '../../../shared/format.ts';
import { clockWords, minuteWords } from './time-words.ts';

const NOW = Date.parse('2026-02-10T12:30:00Z');
const ago = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();

it('a time says its day when that is not today', () => {
  expect([clockWords(ago(0.1), NOW), minuteWords(ago(0.1), NOW)]).toEqual([formatClock(ago(0.1)), formatMinute(ago(0.1))]);
  expect([clockWords(ago(48), NOW), minuteWords(ago(48), NOW)]).toEqual([formatDayAndMinute(ago(48)), formatDayAndMinute(ago(48))]);
});
