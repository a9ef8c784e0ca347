// Made once, like those of format.ts. Hours run from 00 to 23 everywhere: ops people compare times all day.
const dayAndMinute = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: 'shortOffset' });

/** Such as "10 Feb, 21:10", in the reader's zone. */
export const formatDayAndMinute = (time: number | string) => dayAndMinute.format(new Date(time));

/** Such as "10 Feb". */
export const formatDay = (time: number | string) => day.format(new Date(time));

/** A time of day in another zone than the reader's, such as that of a campaign. */
export function formatMinuteIn(timeZone: string, time: number | string): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(time));
}

export const formatMinute = (time: number | string) => minute.format(new Date(time));

/** The reader's zone at a time, such as "Europe/Berlin (GMT+1)". */
export function readersZone(time: number): string {
  const offset = zone.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${zone.resolvedOptions().timeZone} (${offset})`;
}
