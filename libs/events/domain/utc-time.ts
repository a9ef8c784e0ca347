const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|\+00:00)$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads an ISO 8601 time in UTC (`Z` or `+00:00`, years 0000 to 9999, seconds and fraction optional).
 *
 * @returns milliseconds since 1970-01-01T00:00:00Z, or `undefined` when the text is no such time. Digits beyond the
 *   millisecond are cut off, never rounded: 21:10:59.9996 belongs to minute 21:10.
 */
export function parseUtcTime(text: string): number | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = match[6] === undefined ? 0 : Number(match[6]);
  const millisecond = match[7] === undefined ? 0 : Number(match[7].slice(0, 3).padEnd(3, '0'));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const timeOfDay = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999, and 1900 has no 29 February where the year 0 has one.
  return year < 100 ? new Date(timeOfDay).setUTCFullYear(year, month - 1, day) : Date.UTC(year, month - 1, day) + timeOfDay;
}

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
}

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** The day written last, with its `T`. A series writes the same one 1,440 times. */
let lastDay = { start: NaN, text: '' };

/** Writes a time as the API does: ISO 8601, UTC, milliseconds only where there are any. */
export function formatUtcTime(epochMs: number): string {
  const start = Math.floor(epochMs / DAY_MS) * DAY_MS;
  if (start !== lastDay.start) lastDay = { start, text: new Date(start).toISOString().slice(0, -'00:00:00.000Z'.length) };
  const milliseconds = epochMs - start;
  const seconds = Math.floor(milliseconds / 1000);
  const clock = `${TWO_DIGITS[Math.floor(seconds / 3600)]}:${TWO_DIGITS[Math.floor(seconds / 60) % 60]}:${TWO_DIGITS[seconds % 60]}`;
  const fraction = milliseconds % 1000;
  return `${lastDay.text}${clock}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`}Z`;
}
