import { useComputedColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { WHOLE_STEPS, roundUp } from '../../shared/chart-scale.ts';
import { formatAxis, formatClockMinute } from '../../shared/format.ts';
import { serverNow, useLiveConnection } from '../../shared/live/live-context.ts';
import { overviewQuery } from './api/get-overview.ts';
import { rateWindow } from './rate-window.ts';

const REDRAW_EVERY_MS = 250;
const Y_AXIS_WIDTH = 52;

interface RatePlotProps {
  /** The second, in Unix time, under the pointer; null when the pointer is elsewhere. */
  onPoint: (second: number | null) => void;
}

/** Draws on its own timer, not with React: it scrolls on while nothing arrives, and never faster than the eye wants. */
export default function RatePlot({ onPoint }: RatePlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const connection = useLiveConnection();
  const queryClient = useQueryClient();
  // A canvas cannot read CSS variables: with another theme the plot is made anew.
  const scheme = useComputedColorScheme();

  useEffect(() => {
    const parent = box.current;
    if (parent === null) return;
    const plot = new UPlot(plotOptions(parent, onPoint), [[], [], []], parent);

    const redraw = () => {
      const overview = queryClient.getQueryData(overviewQuery.queryKey);
      if (document.hidden || overview === undefined) return;
      const now = serverNow(connection.getState()) ?? Date.parse(overview.as_of);
      const { seconds, accepted, duplicates } = rateWindow(overview.rates, now);
      plot.setData([seconds, accepted, duplicates]);
    };
    redraw();
    const timer = setInterval(redraw, REDRAW_EVERY_MS);
    const resizing = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height: parent.clientHeight }));
    resizing.observe(parent);
    return () => {
      clearInterval(timer);
      resizing.disconnect();
      plot.destroy();
    };
  }, [scheme, connection, queryClient, onPoint]);

  return <div ref={box} style={{ height: '100%' }} aria-hidden="true" />;
}

function plotOptions(parent: HTMLElement, onPoint: (second: number | null) => void): UPlot.Options {
  const style = getComputedStyle(parent);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const axis: UPlot.Axis = {
    stroke: token('--fd-muted'),
    font: `${style.fontSize} ${style.fontFamily}`,
    grid: { stroke: token('--fd-line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: parent.clientWidth,
    height: parent.clientHeight,
    // Room at the right for half a time of day.
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: { y: { range: (_plot, _min, max) => [0, roundUp(max, 5)] } },
    axes: [
      { ...axis, size: 26, space: 64, incrs: [60, 120], values: (_plot, splits) => splits.map((second) => formatClockMinute(second * 1_000)) },
      { ...axis, size: Y_AXIS_WIDTH, space: 40, incrs: WHOLE_STEPS, values: (_plot, splits) => splits.map(formatAxis) },
    ],
    series: [
      {},
      { stroke: token('--fd-accepted'), width: 2, fill: `${token('--fd-accepted')}22`, points: { show: false } },
      { stroke: token('--fd-duplicates'), width: 2, dash: [6, 4], points: { show: false } },
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const index = plot.cursor.idx;
          onPoint(index === null || index === undefined ? null : (plot.data[0][index] ?? null));
        },
      ],
    },
  };
}
