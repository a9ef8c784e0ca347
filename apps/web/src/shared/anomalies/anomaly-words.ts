import { formatCount, formatShare } from '../format.ts';
import { formatDayAndMinute, formatMinute } from '../format-time.ts';
import type { Anomaly } from './anomaly.ts';
import { spanOf } from './span-of.ts';
import { standingOf } from './standing-of.ts';

const MINUTE_MS = 60_000;
const DAY_MIN = 24 * 60;

const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
/** Of an interval of three standard errors on either side. */
const SURE = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 }).format(0.9973);

type Figures = Pick<Anomaly, 'kind' | 'impressions' | 'clicks' | 'ctr' | 'expected_ctr' | 'low' | 'high' | 'expected_impressions'>;

/** Why it was taken for one: what the campaign had, and what was usual. */
export function reasonWords({ kind, impressions, clicks, ctr, expected_ctr, low, high, expected_impressions }: Figures): string {
  if (kind === 'silence') return `${impressions === 0 ? 'No impressions' : `${impressionWords(impressions)} a minute`}, usually ${usual(expected_impressions)} a minute`;
  if (ctr === null || low === null || high === null) return `No impressions any more. Its CTR was usually ${formatShare(expected_ctr)}`;
  return `CTR ${formatShare(ctr)} (${formatCount(clicks)} of ${formatCount(impressions)}; ${SURE} sure between ${formatShare(low)} and ${formatShare(high)}), usually ${formatShare(expected_ctr)}`;
}

/** What one has to know of its end, if it is not simply as it was before. */
export function endingWords({ kind, ending }: Pick<Anomaly, 'kind' | 'ending'>): string | null {
  if (ending === 'new_usual') return 'It stayed like that: by then this was the usual';
  if (ending !== 'not_judged') return null;
  return kind === 'silence' ? 'There were still none when it had been silent for too long to be judged' : 'Too few impressions after that to be judged';
}

/** Where the figures of the reason come from, for those who ask. */
export function sourceWords({ clicks, impressions, last_minute }: Anomaly): string {
  return `${formatCount(clicks)} click${clicks === 1 ? '' : 's'} of ${impressionWords(impressions)} in its last minute that was not as usual; usual is what it had in the thirty minutes before it began. Judged up to ${formatMinute(last_minute)}.`;
}

const impressionWords = (impressions: number) => `${formatCount(impressions)} impression${impressions === 1 ? '' : 's'}`;
const usual = (perMinute: number) => (perMinute < 100 ? oneDecimal : { format: formatCount }).format(perMinute);

/**
 * "since 14:02, for 12 min" while it lasts, "14:02–14:20, 18 min" afterwards, "since 14:02; not judged since 14:14" where nobody knows; with the
 * day when that was not today. `now` is the server's time, in ms.
 */
export function timeWords(anomaly: Pick<Anomaly, 'since' | 'until' | 'last_minute' | 'is_over'>, now: number): string {
  const { from, to } = spanOf(anomaly);
  const begin = clock(from, now);
  const length = lengthWords(to - from);
  switch (standingOf(anomaly, now)) {
    case 'ongoing':
      return `since ${begin}, for ${length}`;
    case 'unjudged':
      return `since ${begin}; not judged since ${clock(to, now)}`;
    case 'over':
      return `${begin}–${clock(to, from)}, ${length}`;
  }
}

/** With the day, where it is not the one of `day`. */
const clock = (time: number, day: number) => (isSameDay(time, day) ? formatMinute(time) : formatDayAndMinute(time));

const isSameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

function lengthWords(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const [days, hours, rest] = [Math.floor(minutes / DAY_MIN), Math.floor((minutes % DAY_MIN) / 60), minutes % 60];
  return days > 0 ? `${days} d ${hours} h` : `${hours} h ${rest} min`;
}
