import { describe, expect, it } from '@jest/globals';
import { formatDay, formatMinute } from '../../../shared/format-time.ts';
import { tickLabels } from './tick-labels.ts';

// In the zone of whoever runs the tests: midnight there, and around it.
const midnight = new Date(2026, 1, 10).getTime() / 1_000;
const HOUR = 3_600;

describe('labels of the time axis', () => {
  it('are times of day, and the day where one begins', () => {
    const marks = [midnight - 2 * HOUR, midnight, midnight + 2 * HOUR];
    expect(tickLabels(marks)).toEqual([formatMinute(marks[0]! * 1_000), formatDay(midnight * 1_000), formatMinute(marks[2]! * 1_000)]);
  });

  it('are days when the marks are days apart, also where a day has 23 hours', () => {
    const marks = [midnight, midnight + 23 * HOUR];
    expect(tickLabels([marks[0]!, marks[1]! + HOUR])).toEqual(marks.map((mark) => formatDay((mark + HOUR) * 1_000)));
  });

  it('are none where there are no marks', () => {
    expect(tickLabels([])).toEqual([]);
  });
});
