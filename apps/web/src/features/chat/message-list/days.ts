const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
const thisYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** The reader's day that a time belongs to, such as 2026-02-10. */
export const dayKey = (time: string | number): string => key.format(new Date(time));

/** That day for people, as seen on the day of `now` (ms since 1970). */
export function dayWords(time: string, now: number): string {
  const day = dayKey(time);
  const today = dayKey(now);
  if (day === today) return 'Today';
  // Noon: a day may have 23 hours.
  const noon = new Date(now).setHours(12, 0, 0, 0);
  if (day === dayKey(noon - 86_400_000)) return 'Yesterday';
  return (day.slice(0, 4) === today.slice(0, 4) ? thisYear : otherYear).format(new Date(time));
}
