import type { OverviewRate } from './api/get-overview.ts';

/** The server keeps, and the chart shows, this many seconds. */
export const RATE_WINDOW_SECONDS = 300;

/** The counts of a second may still arrive this long after it ended; drawing it earlier shows a dip that is not there. */
const SETTLE_MS = 500;

/** One entry for each second of the window, oldest first; seconds without traffic are zero. */
export interface RateWindow {
  /** Unix time in seconds. */
  seconds: number[];
  accepted: number[];
  duplicates: number[];
}

/** The newest second, in Unix time, that is over and counted completely. `now` is the server's time in ms. */
function lastFullSecond(now: number): number {
  return Math.floor((now - SETTLE_MS) / 1_000) - 1;
}

export function rateWindow(rates: OverviewRate[], now: number): RateWindow {
  const bySecond = new Map(rates.map((rate) => [Date.parse(rate.ts) / 1_000, rate]));
  const last = lastFullSecond(now);
  const window: RateWindow = { seconds: [], accepted: [], duplicates: [] };
  for (let second = last - RATE_WINDOW_SECONDS + 1; second <= last; second++) {
    const rate = bySecond.get(second);
    window.seconds.push(second);
    window.accepted.push(rate?.accepted ?? 0);
    window.duplicates.push(rate?.duplicates ?? 0);
  }
  return window;
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Events per second, averaged over the newest `seconds` entries. */
export function averageOfLast(values: number[], seconds: number): number {
  return sum(values.slice(-seconds)) / seconds;
}
