import { formatDay, formatMinute } from '../../../shared/format-time.ts';

const DAY_SECONDS = 86_400;

/** Distances between marks of the time axis, in seconds: whole minutes, hours and days. */
export const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720]
  .map((minutes) => minutes * 60)
  .concat([1, 2, 3, 7, 14, 28, 56, 112, 364].map((days) => days * DAY_SECONDS));

/**
 * Labels for marks of the time axis, given in Unix seconds. In the reader's zone; midnight is named by the day that begins
 * then, and the first mark too, unless all are of one day.
 */
export function tickLabels(marks: number[]): string[] {
  const days = marks.map((mark) => formatDay(mark * 1_000));
  const [first, second] = marks;
  if (first === undefined) return [];
  if (second !== undefined && second - first >= DAY_SECONDS - 3_600) return days;
  return marks.map((mark, place) => {
    const isNewDay = place > 0 && days[place] !== days[place - 1];
    return isNewDay ? (days[place] ?? '') : formatMinute(mark * 1_000);
  });
}
