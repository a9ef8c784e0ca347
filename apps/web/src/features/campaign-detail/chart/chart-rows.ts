import { ctrOf } from '../../../shared/ctr.ts';
import type { ReportPoint } from '../api/get-report.ts';
import { type Pause, isPausedWithin } from '../pauses.ts';
import type { Limits } from '../range/detail-view.ts';

export interface RowFigures {
  /** Start of the bucket, in ms. */
  ts: number;
  impressions: number;
  clicks: number;
  spend: number;
  /** Null when there were no impressions to divide by. */
  ctr: number | null;
}

/** One bucket of the chart, which is also one line of the table and of the CSV file. */
export interface ChartRow extends RowFigures {
  /** Its time is not over: it will still grow. */
  running: boolean;
  /** The campaign was paused in some of its time. */
  paused: boolean;
  /** The bucket one range length earlier; null when there is nothing to compare with. */
  previous: RowFigures | null;
}

interface RowsOf {
  points: ReportPoint[];
  /** What the rows span. */
  limits: Limits;
  /** How far back the period lies that is set beside, in ms. */
  length: number;
  step: number;
  /** The server's time, in ms. */
  now: number;
  /** When the campaign's first event happened, in ms; null as long as that is not known. */
  firstEvent: number | null;
  /** Whether `points` begin one range length earlier, and shall be set beside. */
  compare: boolean;
  pauses: Pause[];
}

/**
 * One row for each bucket, oldest first. A past bucket without events counts zero. There are no rows for what is yet to
 * come, nor for the time before the campaign's first event: a zero there would say that somebody looked and saw nothing.
 */
export function chartRows({ points, limits, length, step, now, firstEvent, compare, pauses }: RowsOf): ChartRow[] {
  const byStart = new Map(points.map((point) => [Date.parse(point.ts), point]));
  const [earliest, latest] = extent(byStart.keys());
  // Late events may lie before what was the first one when it was asked for, and clients' clocks ahead of ours.
  const first = floor(Math.min(firstEvent ?? Infinity, earliest), step);
  const last = Math.max(floor(now, step), latest);
  const rows: ChartRow[] = [];
  for (let ts = Math.max(limits.from, first); ts < limits.to && ts <= last; ts += step) {
    const before = ts - length;
    rows.push({
      ...figuresOf(ts, byStart.get(ts)),
      running: ts <= now && now < ts + step,
      paused: isPausedWithin(pauses, ts, ts + step),
      previous: compare && before >= first ? figuresOf(before, byStart.get(before)) : null,
    });
  }
  return rows;
}

function figuresOf(ts: number, point: ReportPoint | undefined): RowFigures {
  const { impressions = 0, clicks = 0, spend = 0 } = point ?? {};
  return { ts, impressions, clicks, spend, ctr: ctrOf({ impressions, clicks }) };
}

const floor = (time: number, step: number) => Math.floor(time / step) * step;

/** Not by spreading: thousands of arguments are more than a call may have in some browsers. */
function extent(times: Iterable<number>): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const time of times) [least, most] = [Math.min(least, time), Math.max(most, time)];
  return [least, most];
}
