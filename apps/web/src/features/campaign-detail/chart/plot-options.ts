import UPlot from 'uplot';
import { WHOLE_STEPS, roundUp } from '../../../shared/chart-scale.ts';
import { formatAxis } from '../../../shared/format.ts';
import { type ChartMark, drawBands, drawSigns } from '../anomalies/anomaly-marks.ts';
import { SERIES } from '../range/detail-view.ts';
import type { PlotLook } from './plot-data.ts';
import { TIME_STEPS, tickLabels } from './tick-labels.ts';

/** Wider than the bars' gaps, narrower than anyone would drag by accident. */
const LEAST_DRAG_PX = 8;
const Y_AXIS_WIDTH = 52;
/** Clicks stay below the middle, so that they do not stand in front of the impressions. */
const CLICKS_HEADROOM = 2;
const LEAST_CTR = 0.01;
const CTR_STEPS = [0.0001, 0.001, 0.01, 0.1].flatMap((power) => [1, 2, 5].map((step) => step * power));
const ctrLabel = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 });

export interface PlotEvents {
  /** The place of the row under the pointer, null when it is elsewhere; and whether the pointer was moved, or the chart. */
  onPoint: (place: number | null, byPointer: boolean) => void;
  /** Unix seconds. */
  onSelect: (from: number, to: number) => void;
  onLeave: () => void;
  /** Which row a time, in Unix seconds, belongs to. */
  placeAt: (second: number) => number;
  /** The bucket that still runs, in Unix seconds; null when there is none in sight. */
  running: () => { from: number; to: number } | null;
  /** When the campaign was paused, in Unix seconds. */
  pauses: () => { from: number; to: number }[];
  /** When it was not as usual. */
  anomalies: () => ChartMark[];
}

export function plotOptions(parent: HTMLElement, look: PlotLook, events: PlotEvents): UPlot.Options {
  const style = getComputedStyle(parent);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const [impressions, clicks, ctr] = [token('--fd-impressions'), token('--fd-clicks'), token('--fd-ctr')];
  const marks = { band: token('--fd-anomaly'), line: token('--fd-anomaly-line'), lasts: token('--fd-bad'), over: token('--fd-muted') };
  const axis: UPlot.Axis = {
    stroke: token('--fd-muted'),
    font: `${style.fontSize} ${style.fontFamily}`,
    grid: { stroke: token('--fd-line'), width: 1 },
    ticks: { show: false },
  };
  const counts: UPlot.Axis = { ...axis, size: Y_AXIS_WIDTH, space: 36, incrs: WHOLE_STEPS, values: (_plot, splits) => splits.map(formatAxis) };
  const isBars = look.style === 'bars';
  const [hasImpressions, hasClicks, hasCtr] = SERIES.map((series) => !look.hidden.includes(series)) as [boolean, boolean, boolean];
  // Without impressions, clicks need not stand back behind them, and have their place at the left.
  const ownClicksAxis = look.ownClicksAxis || !hasImpressions;
  const clicksScale = ownClicksAxis ? 'clicks' : 'impressions';
  const clicksAxis: UPlot.Axis = hasImpressions
    ? { ...counts, scale: 'clicks', stroke: clicks, size: 40, side: 1, grid: { show: false }, show: hasClicks && ownClicksAxis && !look.narrow }
    : { ...counts, scale: 'clicks', stroke: clicks, show: hasClicks };
  // The plot tells of its cursor also when only the time has moved on below it; the event is then still the old one.
  let lastEvent: MouseEvent | undefined;
  return {
    width: parent.clientWidth,
    height: parent.clientHeight,
    padding: [8, 0, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false, dist: LEAST_DRAG_PX },
      dataIdx: (_plot, _series, _closest, second) => events.placeAt(second),
      bind: {
        dblclick: () => () => {
          events.onLeave();
          return null;
        },
      },
    },
    scales: {
      x: { time: true },
      impressions: { range: (plot) => [0, roundUp(most(plot, ownClicksAxis || !hasClicks ? [1, 4] : [1, 2, 4, 5]), 5)] },
      clicks: { range: (plot) => [0, roundUp(most(plot, [2, 5]) * (hasImpressions ? CLICKS_HEADROOM : 1), 5)] },
      ctr: { range: (plot) => [0, Math.min(1, roundUp(most(plot, [3]), LEAST_CTR))] },
    },
    axes: [
      { ...axis, size: 26, space: 72, incrs: TIME_STEPS, values: (_plot, splits) => tickLabels(splits) },
      { ...counts, scale: 'impressions', stroke: impressions, show: hasImpressions },
      clicksAxis,
      {
        ...axis,
        scale: 'ctr',
        stroke: ctr,
        side: 1,
        size: 50,
        space: 36,
        incrs: CTR_STEPS,
        grid: { show: false },
        show: hasCtr,
        values: (_plot, splits) => splits.map((value) => ctrLabel.format(value)),
      },
    ],
    series: [
      {},
      isBars
        ? { scale: 'impressions', show: hasImpressions, fill: `${impressions}8c`, width: 0, points: { show: false }, paths: bars(0.86) }
        : { scale: 'impressions', show: hasImpressions, stroke: impressions, fill: `${impressions}22`, width: 2, points: { show: false } },
      isBars
        ? { scale: clicksScale, show: hasClicks, fill: clicks, width: 0, points: { show: false }, paths: bars(0.36) }
        : { scale: clicksScale, show: hasClicks, stroke: clicks, width: 2, points: { show: false } },
      { scale: 'ctr', show: hasCtr, stroke: ctr, width: 1.5, dash: [2, 3], points: { size: 4, fill: ctr } },
      { scale: 'impressions', show: look.compare && hasImpressions, stroke: `${impressions}b0`, width: 1.5, dash: [7, 5], points: { show: false } },
      { scale: clicksScale, show: look.compare && hasClicks, stroke: `${clicks}b0`, width: 1.5, dash: [7, 5], points: { show: false } },
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const { event, idx } = plot.cursor;
          const byPointer = Boolean(event) && event !== lastEvent;
          lastEvent = event;
          events.onPoint(idx ?? null, byPointer);
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < LEAST_DRAG_PX) return;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          events.onSelect(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
        },
      ],
      drawClear: [(plot) => shade(plot, events.pauses(), token('--fd-paused')), (plot) => drawBands(plot, events.anomalies(), marks)],
      draw: [(plot) => hatch(plot, events.running(), token('--fd-surface')), (plot) => drawSigns(plot, events.anomalies(), UPlot.pxRatio, marks)],
    },
  };
}

/** Of whole columns: the bar that still runs counts too, although its middle lies in the future for half of its time. */
function most(plot: UPlot, columns: number[]): number {
  let largest = 0;
  for (const column of columns) for (const value of plot.data[column] ?? []) largest = Math.max(largest, value ?? 0);
  return largest;
}

/** A share of the bucket's width, up to what still looks like a bar. */
function bars(share: number): UPlot.Series.PathBuilder {
  const build = UPlot.paths.bars?.({ size: [share, 64 * share] });
  if (build === undefined) throw new Error('uPlot came without its bars');
  return build;
}

/** Lies behind everything drawn for these times. */
function shade(plot: UPlot, times: { from: number; to: number }[], color: string): void {
  const { left, top, width, height } = plot.bbox;
  plot.ctx.fillStyle = color;
  for (const { from, to } of times) {
    const begin = Math.max(left, plot.valToPos(from, 'x', true));
    const end = Math.min(left + width, plot.valToPos(to, 'x', true));
    if (end > begin) plot.ctx.fillRect(begin, top, end - begin, height);
  }
}

const STRIPE_EVERY = 6;

/** Cuts stripes into whatever is drawn for the bucket that still runs: it is not its last word. */
function hatch(plot: UPlot, running: { from: number; to: number } | null, color: string): void {
  if (running === null) return;
  const { left, top, width, height } = plot.bbox;
  const from = Math.max(left, plot.valToPos(running.from, 'x', true));
  const to = Math.min(left + width, plot.valToPos(running.to, 'x', true));
  if (to <= from) return;
  const { ctx } = plot;
  const ratio = UPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, top, to - from, height);
  ctx.clip();
  ctx.strokeStyle = color;
  ctx.lineWidth = 2.5 * ratio;
  ctx.beginPath();
  // From the bucket's own edge, so that the stripes move along with it.
  const edge = plot.valToPos(running.from, 'x', true);
  for (let x = edge - height; x < to; x += STRIPE_EVERY * ratio) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}
