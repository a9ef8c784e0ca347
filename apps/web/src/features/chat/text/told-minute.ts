import { formatClockMinute } from '../../../shared/format.ts';

/** As Flightdeck itself writes a minute into what it says (libs/chat/application/announcement.ts). */
const MINUTE = /\b\d{4}-\d\d-\d\dT\d\d:\d\dZ/g;

/** With minutes as the clock of the reader's zone shows them: of the day that the message stands under. What is no time stays as it is. */
export function inReadersZone(text: string): string {
  return text.replace(MINUTE, (minute) => (Number.isNaN(Date.parse(minute)) ? minute : formatClockMinute(Date.parse(minute))));
}

/** The last minute in it, ms since 1970: what stands before is the campaign's name. */
export function minuteToldIn(text: string): number | undefined {
  const told = Date.parse(text.match(MINUTE)?.at(-1) ?? '');
  return Number.isNaN(told) ? undefined : told;
}
