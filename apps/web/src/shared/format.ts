// One formatter each, made once: constructing Intl objects is slow, and live pages format hundreds of numbers a second.
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { notation: 'compact', minimumFractionDigits: 2, maximumFractionDigits: 2 });
const axis = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const oneDecimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percentage = new Intl.NumberFormat(undefined, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const clockMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** From here on a number no longer fits a tile or reads at a glance; the exact value stands in the hover text. */
const SHORTEN_COUNT_FROM = 10_000_000;
const SHORTEN_MONEY_FROM = 1_000_000;

const NOTHING_TO_DIVIDE = '–';

export const formatCount = (value: number) => whole.format(value);

export const formatCountShort = (value: number) => (value < SHORTEN_COUNT_FROM ? whole : short).format(value);

export const formatAxis = (value: number) => axis.format(value);

export const formatRate = (perSecond: number) => (perSecond < 100 ? oneDecimal : whole).format(perSecond);

export const formatMoney = (value: number) => twoDecimals.format(value);

export const formatMoneyShort = (value: number) => (value < SHORTEN_MONEY_FROM ? twoDecimals : short).format(value);

/** A share of 0…1 as a percentage; null, because there was nothing to divide by, as a dash. */
export const formatShare = (share: number | null) => (share === null ? NOTHING_TO_DIVIDE : percentage.format(share));

/** Hours, minutes and seconds in the reader's zone. */
export const formatClock = (time: number | string) => clock.format(new Date(time));

export const formatClockMinute = (time: number) => clockMinute.format(time);

/** An age of whole seconds, as short as it can be said. */
export function formatAge(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
