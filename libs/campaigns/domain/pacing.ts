import type { Day } from '../../kernel/time-zone.ts';

export const PACING_STATES = ['under', 'on', 'over', 'exhausted'] as const;
export type PacingState = (typeof PACING_STATES)[number];

/** Money is in currency units, times are milliseconds since 1970. */
export interface Pacing {
  dayStart: number;
  dayEnd: number;
  budget: number;
  /** Since the day's start. */
  spent: number;
  /** What even delivery over the day would have spent by now. */
  expected: number;
  /** By the day's end, if it goes on as in the last hour. */
  forecast: number;
  state: PacingState;
}

/** Up to a tenth off what is expected is on pace, as ad servers have it… */
const TOLERANCE = 0.1;
/** …and so is a fiftieth of the whole budget: minutes after midnight a tenth of next to nothing is noise. */
const TOLERATED_BUDGET_SHARE = 0.02;

const HOUR_MS = 3_600_000;

interface Spending {
  budget: number;
  day: Day;
  now: number;
  /** Since the day's start. */
  spent: number;
  /** In the 60 minutes before now, whichever day they belong to. */
  lastHour: number;
}

/** How a day's spend stands against its budget, if that were spent evenly over the day. */
export function paceOf({ budget, day, now, spent, lastHour }: Spending): Pacing {
  const share = Math.min(1, Math.max(0, (now - day.start) / (day.end - day.start)));
  const expected = budget * share;
  const forecast = spent + lastHour * (Math.max(0, day.end - now) / HOUR_MS);
  return { dayStart: day.start, dayEnd: day.end, budget, spent, expected, forecast, state: stateOf(spent, expected, budget) };
}

/** Both in currency units, of one day. */
export function isExhausted(spent: number, budget: number): boolean {
  return spent >= budget;
}

function stateOf(spent: number, expected: number, budget: number): PacingState {
  if (isExhausted(spent, budget)) return 'exhausted';
  const tolerated = Math.max(expected * TOLERANCE, budget * TOLERATED_BUDGET_SHARE);
  if (spent > expected + tolerated) return 'over';
  return spent < expected - tolerated ? 'under' : 'on';
}
