import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { WHOLE_STEPS, roundUp } from '../../../shared/chart-scale.ts';
import { formatAxis } from '../../../shared/format.ts';
import { formatDay, formatMinute } from '../../../shared/format-time.ts';
import type { FeedbackPoint } from './feedback-range.ts';

interface FeedbackPlotProps {
  points: FeedbackPoint[];
  /** Between two of them, ms. */
  step: number;
  /** The place of the point under the pointer; null when the pointer is elsewhere. */
  onPoint: (place: number | null) => void;
}

const DAY_MS = 24 * 3_600_000;

export default function FeedbackPlot({ points, step, onPoint }: FeedbackPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(null);
  // A canvas cannot read CSS variables: with another theme the plot is made anew.
  const scheme = useComputedColorScheme();
  const latest = useRef(points);

  useEffect(() => {
    const parent = box.current;
    if (parent === null) return;
    const made = new UPlot(plotOptions(parent, step, onPoint), dataOf(latest.current), parent);
    plot.current = made;
    const resizing = new ResizeObserver(() => made.setSize({ width: parent.clientWidth, height: parent.clientHeight }));
    resizing.observe(parent);
    return () => {
      resizing.disconnect();
      made.destroy();
    };
  }, [scheme, step, onPoint]);

  useEffect(() => {
    latest.current = points;
    plot.current?.setData(dataOf(points));
  }, [points]);

  return <div ref={box} style={{ height: '100%' }} />;
}

function dataOf(points: FeedbackPoint[]): UPlot.AlignedData {
  return [points.map(({ ts }) => ts / 1_000), points.map(({ responses }) => responses), points.map(({ rating }) => rating)];
}

function plotOptions(parent: HTMLElement, step: number, onPoint: (place: number | null) => void): UPlot.Options {
  const style = getComputedStyle(parent);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const axis: UPlot.Axis = {
    stroke: token('--fd-muted'),
    font: `${style.fontSize} ${style.fontFamily}`,
    grid: { stroke: token('--fd-line'), width: 1 },
    ticks: { show: false },
  };
  const isByDay = step >= DAY_MS;
  return {
    width: parent.clientWidth,
    height: parent.clientHeight,
    // Room at the right for half a label.
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: {
      x: { time: true, range: (_plot, min, max) => [min - step / 2_000, max + step / 2_000] },
      responses: { range: (_plot, _min, max) => [0, roundUp(max, 5)] },
      rating: { range: [0.8, 5.2] },
    },
    axes: [
      { ...axis, size: 26, space: 72, values: (_plot, splits) => splits.map((second) => labelOf(second * 1_000, isByDay)) },
      { ...axis, scale: 'responses', size: 44, space: 36, incrs: WHOLE_STEPS, values: (_plot, splits) => splits.map(formatAxis) },
      { ...axis, scale: 'rating', side: 1, size: 34, splits: [1, 2, 3, 4, 5], grid: { show: false }, stroke: token('--fd-duplicates'), values: (_plot, splits) => splits.map((value) => `${value}★`) },
    ],
    series: [
      {},
      { scale: 'responses', fill: `${token('--fd-impressions')}a0`, width: 0, points: { show: false }, paths: bars() },
      // Dots alone: a line between hours with one answer each would be a saw.
      { scale: 'rating', stroke: token('--fd-duplicates'), paths: () => null, points: { show: true, size: 6, fill: token('--fd-duplicates') } },
    ],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  };
}

/** Midnight by its day, other hours by their time. */
function labelOf(time: number, isByDay: boolean): string {
  const isMidnight = new Date(time).getHours() === 0 && new Date(time).getMinutes() === 0;
  return isByDay || isMidnight ? formatDay(time) : formatMinute(time);
}

function bars(): UPlot.Series.PathBuilder {
  const build = UPlot.paths.bars?.({ size: [0.8, 40] });
  if (build === undefined) throw new Error('uPlot came without its bars');
  return build;
}
