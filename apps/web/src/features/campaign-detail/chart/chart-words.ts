import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { KIND_WORDS } from '../../../shared/anomalies/kind-words.ts';
import { spanOf } from '../../../shared/anomalies/span-of.ts';
import { formatCount, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute, readersZone } from '../../../shared/format-time.ts';
import { type DetailView, type Granularity, type Series, shownSeries } from '../range/detail-view.ts';
import { totalsBetween } from '../totals/range-totals.ts';
import type { ChartRow } from './chart-rows.ts';

const EACH: Record<Granularity, string> = { minute: 'minute', hour: 'hour', day: 'day' };

const SERIES_WORDS: Record<Series, string> = { impressions: 'impressions', clicks: 'clicks', ctr: 'CTR' };
// Of Britain, which has no comma before the last.
const list = new Intl.ListFormat('en-GB');

/** What the chart shows, as its title. */
export function chartTitle({ hidden, granularity }: Pick<DetailView, 'hidden' | 'granularity'>): string {
  const shown = list.format(shownSeries(hidden).map((series) => SERIES_WORDS[series]));
  return shown === '' ? 'Every series is hidden' : `${shown.charAt(0).toUpperCase()}${shown.slice(1)} by ${EACH[granularity]}`;
}

/** One row in words, for screen readers. */
export function rowWords({ ts, impressions, clicks, ctr, running, paused }: ChartRow, hidden: Series[]): string {
  const words = { impressions: counted(impressions, 'impression'), clicks: counted(clicks, 'click'), ctr: `CTR ${ctr === null ? 'none' : formatShare(ctr)}` };
  const shown = shownSeries(hidden).map((series) => words[series]);
  return `${formatDayAndMinute(ts)}: ${shown.join(', ')}${running ? ', still counting' : ''}${paused ? ', campaign paused' : ''}`;
}

/** The kinds of what was not as usual in the bucket that begins at `ts`. */
export function unusualKinds(anomalies: readonly Anomaly[], ts: number, step: number): Anomaly['kind'][] {
  const within = anomalies.filter((anomaly) => {
    const { from, to } = spanOf(anomaly);
    return from < ts + step && to > ts;
  });
  return within.map(({ kind }) => kind);
}

/** The same, to be added to the bucket's words. */
export function unusualWords(anomalies: readonly Anomaly[], ts: number, step: number): string {
  return unusualKinds(anomalies, ts, step).map((kind) => `, not as usual: ${KIND_WORDS[kind].toLowerCase()}`).join('');
}

const counted = (count: number, what: string) => `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;

/** The chart in words: for screen readers, and for everyone who wants the sum of it. */
export function chartSummary(rows: ChartRow[], granularity: Granularity): string {
  const [first] = rows;
  if (first === undefined) return 'No events in this range.';
  const points = rows.map((row) => ({ ...row, ts: new Date(row.ts).toISOString() }));
  const { impressions, clicks } = totalsBetween(points, { from: first.ts, to: Infinity });
  if (impressions + clicks === 0) return 'No events in this range.';
  const busiest = rows.reduce((most, row) => (row.impressions > most.impressions ? row : most), first);
  const sum = `${counted(impressions, 'impression')} and ${counted(clicks, 'click')}.`;
  return `${sum} Busiest ${EACH[granularity]}: ${counted(busiest.impressions, 'impression')} at ${formatDayAndMinute(busiest.ts)}.`;
}

/** Which clock the times are of, once for all of them. */
export function zoneWords(time: number, granularity: Granularity): string {
  const hasHalfHours = new Date(time).getTimezoneOffset() % 60 !== 0;
  const isShifted = granularity === 'day' || (granularity === 'hour' && hasHalfHours);
  return `Times in ${readersZone(time)}${isShifted ? `; ${EACH[granularity]}s begin as they do in UTC` : ''}.`;
}
