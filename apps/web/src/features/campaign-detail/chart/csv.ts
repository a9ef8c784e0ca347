import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { type DetailView, type Series, shownSeries } from '../range/detail-view.ts';
import type { ChartRow, RowFigures } from './chart-rows.ts';
import { unusualKinds } from './chart-words.ts';

/**
 * What the chart shows and the spend, as RFC 4180 has it: CRLF, quotes where they are needed, points in numbers whatever the
 * locale.
 */
export function csvOf(rows: ChartRow[], { compare, hidden }: Pick<DetailView, 'compare' | 'hidden'>, anomalies: readonly Anomaly[], step: number): string {
  const figures = [...shownSeries(hidden), 'spend'] as const;
  const head = ['time_utc', 'time_local', ...figures, 'complete', 'paused', 'not_as_usual'];
  if (compare) head.push('previous_time_utc', ...figures.map((name) => `previous_${name}`));
  const cells = (row: RowFigures | null) => figures.map((name) => (row === null ? '' : figureCell(name, row)));
  const lines = rows.map((row) => {
    const line = [isoOf(row.ts), localIsoOf(row.ts), ...cells(row), row.running ? 'no' : 'yes', row.paused ? 'yes' : 'no', unusualKinds(anomalies, row.ts, step).join(' ')];
    if (compare) line.push(row.previous === null ? '' : isoOf(row.previous.ts), ...cells(row.previous));
    return line;
  });
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** A name that sorts, says what is inside, and that every file system takes. */
export function csvFileName(campaignId: string, { from, to }: { from: number; to: number }): string {
  const safeId = campaignId.replaceAll(/[^\w.-]+/g, '_').slice(0, 80);
  return `${safeId}_${stamp(from)}_${stamp(to)}.csv`;
}

const isoOf = (ts: number) => new Date(ts).toISOString().replace('.000Z', 'Z');
const stamp = (ts: number) => isoOf(ts).slice(0, 16).replaceAll(/[-:]/g, '').concat('Z');

/** In the reader's zone with its offset, so that it is still a point in time: 2026-02-10T22:10:00+01:00. */
export function localIsoOf(ts: number): string {
  const offset = -new Date(ts).getTimezoneOffset();
  const local = new Date(ts + offset * 60_000).toISOString().slice(0, 19);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${local}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}

/** At most nine decimals, as the server keeps money, without an exponent or the dust of binary fractions. */
function figureCell(name: Series | 'spend', row: RowFigures): string {
  const value = row[name];
  return value === null ? '' : String(Number(value.toFixed(9)));
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
