const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Local noon lies within this of UTC noon, everywhere (UTC−12 to UTC+14). */
const FURTHEST_OFFSET_MS = 15 * HOUR_MS;

// Making one costs 50 times as much as asking it. Each takes 30 KB, and there are some six hundred zones.
const formats = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 200;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const [oldest] = formats.keys();
    if (formats.size >= MAX_FORMATS && oldest !== undefined) formats.delete(oldest);
    formats.set(timeZone, format);
  }
  return format;
}

/** Such as `2026-11-22, 16:05`. */
function localTime(time: number, timeZone: string): string {
  return formatOf(timeZone).format(time);
}

const DATE_LENGTH = 'yyyy-mm-dd'.length;

/**
 * A time zone by the one name that this machine has for it: names come in any case, and many zones have several
 * (Asia/Kolkata and Asia/Calcutta; which of them it is depends on the machine's tables).
 *
 * @returns undefined when there is no such zone. Offsets such as `+02:00` are none: they know no summer.
 */
export function timeZoneNamed(name: string): string | undefined {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

export interface Day {
  /** The first moment of the local day, milliseconds since 1970. */
  start: number;
  /** The first moment of the next one: 23 to 25 hours later, by summer time. */
  end: number;
}

/** The local day that a moment (ms since 1970) belongs to. */
export function dayOf(now: number, timeZone: string): Day {
  const today = utcDayOf(now, timeZone);
  return { start: firstMomentOf(today, timeZone), end: firstMomentOf(today + 24 * HOUR_MS, timeZone) };
}

/** The local date, as the UTC midnight of the same date. */
function utcDayOf(time: number, timeZone: string): number {
  return Date.parse(localTime(time, timeZone).slice(0, DATE_LENGTH));
}

/**
 * Found by halving, to the minute: local dates only move forward, and there are days without a midnight (Beirut and Cairo
 * put their clocks forward at 00:00).
 */
function firstMomentOf(day: number, timeZone: string): number {
  let before = day - FURTHEST_OFFSET_MS;
  let reached = day + FURTHEST_OFFSET_MS;
  while (reached - before > MINUTE_MS) {
    const middle = before + Math.floor((reached - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (utcDayOf(middle, timeZone) >= day) reached = middle;
    else before = middle;
  }
  return reached;
}

/** What a clock in the zone shows at a moment (ms since 1970): minutes since midnight, 0 to 1439. */
export function minuteOfDay(time: number, timeZone: string): number {
  const [hours, minutes] = localTime(time, timeZone).slice(-'hh:mm'.length).split(':');
  return Number(hours) * 60 + Number(minutes);
}
