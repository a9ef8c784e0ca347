import { minuteOfDay } from '../../kernel/time-zone.ts';

/** Hours of the day in which messages may go out: minutes since midnight, from `opens` until before `closes`; over midnight if that is earlier. */
export interface SendingWindow {
  opens: number;
  closes: number;
}

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;
/** Clocks are never put forward or back by more. */
const CLOCK_CHANGE_MINUTES = 180;

/** Whether messages may go out at a moment (ms since 1970), by the clocks of a time zone. */
export function isOpen({ opens, closes }: SendingWindow, time: number, timeZone: string): boolean {
  const minute = minuteOfDay(time, timeZone);
  return opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes;
}

/** The first moment from `time` on (ms since 1970) at which messages may go out: `time` itself, or the beginning of a minute. */
export function nextOpening(window: SendingWindow, time: number, timeZone: string): number {
  if (isOpen(window, time, timeZone)) return time;
  const wait = (window.opens - minuteOfDay(time, timeZone) + MINUTES_A_DAY) % MINUTES_A_DAY;
  // As if clocks only ran; they may be put forward, or back, on the way.
  const start = Math.floor(time / MINUTE_MS) * MINUTE_MS;
  for (let minutes = Math.max(1, wait - CLOCK_CHANGE_MINUTES); ; minutes += 1) {
    const moment = start + minutes * MINUTE_MS;
    if (isOpen(window, moment, timeZone)) return moment;
  }
}
