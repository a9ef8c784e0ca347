import { formatDayAndMinute, formatMinute } from '../../../shared/format-time.ts';
import { formatClock } from '../../../shared/format.ts';

/** "21:10:03", or "9 Feb, 21:10" of another day than today's. `now` in ms. */
export const clockWords = (time: string, now: number) => (isSameDay(time, now) ? formatClock : formatDayAndMinute)(time);

/** "21:10", or "9 Feb, 21:10" of another day than today's. `now` in ms. */
export const minuteWords = (time: string, now: number) => (isSameDay(time, now) ? formatMinute : formatDayAndMinute)(time);

const isSameDay = (time: string, now: number) => new Date(time).toDateString() === new Date(now).toDateString();
