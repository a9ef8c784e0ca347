import { formatCount, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute, readersZone } from '../../../shared/format-time.ts';
import type { Granularity } from '../range/detail-view.ts';
import { totalsBetween } from '../totals/range-totals.ts';
import type { ChartRow } from './chart-rows.ts';

export const EACH: Record<Granularity, string> = { minute: 'minute', hour: 'hour', day: 'day' };

/** One row in words, for screen readers. */
export function rowWords({ ts, impressions, clicks, ctr, running }: ChartRow): string {
  const counts = `${counted(impressions, 'impression')}, ${counted(clicks, 'click')}, CTR ${ctr === null ? 'none' : formatShare(ctr)}`;
  return `${formatDayAndMinute(ts)}: ${counts}${running ? ', still counting' : ''}`;
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
