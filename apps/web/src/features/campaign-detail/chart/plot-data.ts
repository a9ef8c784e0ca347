import type { Series } from '../range/detail-view.ts';
import type { ChartRow } from './chart-rows.ts';

/** How the chart is drawn; each change makes a new plot. */
export interface PlotLook {
  style: 'bars' | 'lines';
  compare: boolean;
  hidden: readonly Series[];
  /** Clicks have an axis of their own. */
  ownClicksAxis: boolean;
  /** As wide as a phone: there is no room for a third axis, and the legend has the values. */
  narrow: boolean;
}

type Column = (number | null)[];

/**
 * Columns for the plot: time (Unix seconds, in the middle of each bucket, so that bars stand where their time is),
 * impressions, clicks, CTR, and impressions and clicks of the period before.
 */
export function plotData(rows: ChartRow[], step: number): [number[], Column, Column, Column, Column, Column] {
  return [
    rows.map(({ ts }) => (ts + step / 2) / 1_000),
    rows.map(({ impressions }) => impressions),
    rows.map(({ clicks }) => clicks),
    // Of a minute that began seconds ago, a single click would throw the line off the chart.
    rows.map(({ ctr, running }) => (running ? null : ctr)),
    rows.map(({ previous }) => previous?.impressions ?? null),
    rows.map(({ previous }) => previous?.clicks ?? null),
  ];
}

/**
 * Clicks are a hundredth of impressions, as a rule: on the same axis they would be a line on the floor. Where they are
 * more than a tenth, one axis for both is the more honest picture.
 */
export function needsClicksAxis(rows: ChartRow[]): boolean {
  let [impressions, clicks] = [0, 0];
  for (const row of rows) {
    impressions = Math.max(impressions, row.impressions, row.previous?.impressions ?? 0);
    clicks = Math.max(clicks, row.clicks, row.previous?.clicks ?? 0);
  }
  return clicks * 10 < impressions;
}

/**
 * What the time axis spans at a moment, in Unix seconds. A range that moves ends now, and begins one length earlier, or
 * where what is known begins: that is up to one bucket later right after the page was opened.
 */
export function timeSpan(moving: { length: number; knownFrom: number } | null, limits: { from: number; to: number }, now: number) {
  if (moving === null) return { min: limits.from / 1_000, max: limits.to / 1_000 };
  return { min: Math.max(now - moving.length, moving.knownFrom) / 1_000, max: now / 1_000 };
}
