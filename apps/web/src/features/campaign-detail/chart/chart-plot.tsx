import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { spanOf } from '../../../shared/anomalies/span-of.ts';
import type { Pause } from '../pauses.ts';
import type { DetailView, Limits, Series } from '../range/detail-view.ts';
import { lengthOf } from '../range/detail-view.ts';
import type { ChartRow } from './chart-rows.ts';
import { needsClicksAxis, plotData, timeSpan } from './plot-data.ts';
import { plotOptions } from './plot-options.ts';
import { useIsNarrow } from './use-is-narrow.ts';

const REDRAW_EVERY_MS = 250;
/** The plot of a page that is as narrow as a phone: 479px without the padding and border of the card. */
const NARROW_PX = 445;
const NOWHERE = { left: -10, top: -10 };

export interface ChartPlotProps {
  rows: ChartRow[];
  view: DetailView;
  limits: Limits;
  step: number;
  /** Of a range that moves: where what is known of it begins, in ms. */
  knownFrom: number;
  asOf: string;
  /** Until when a report of that time is known by now, in ms. */
  knownUntil: (asOf: string) => number;
  pauses: Pause[];
  anomalies: Anomaly[];
  /** Start of the bucket that the reader points at; null when they do not. */
  pointed: number | null;
  /** Whether it was pointed at by keyboard or finger: then the mark stays with it, whatever the mouse does. */
  isHeld: boolean;
  onPoint: (ts: number | null) => void;
  onTap: (ts: number) => void;
  onZoom: (limits: Limits) => void;
  onZoomOut: () => void;
}

/** Draws on its own timer, not with React: it scrolls on while nothing arrives, and never faster than the eye wants. */
export default function ChartPlot(props: ChartPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  // A canvas cannot read CSS variables: with another theme the plot is made anew.
  const scheme = useComputedColorScheme();
  const narrow = useIsNarrow(box, NARROW_PX);
  const { style, compare } = props.view;
  const hidden = props.view.hidden.join();
  const ownClicksAxis = needsClicksAxis(props.rows);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const parent = box.current;
    if (parent === null) return;
    let dragging = false;
    let drawn = '';
    let drawnRows: ChartRow[] | null = null;
    let drawnPauses: Pause[] | null = null;
    let drawnAnomalies: Anomaly[] | null = null;
    const startOf = (second: number) => Math.floor((second * 1_000) / latest.current.step) * latest.current.step;

    const look = { style, compare, hidden: hidden.split(',') as Series[], ownClicksAxis, narrow };
    const options = plotOptions(parent, look, {
      onPoint: (place, byPointer) => {
        const { rows, isHeld, onPoint } = latest.current;
        if (isHeld && !byPointer) return;
        onPoint(place === null ? null : (rows[place]?.ts ?? null));
      },
      onSelect: (from, to) => latest.current.onZoom({ from: startOf(from), to: startOf(to) + latest.current.step }),
      onLeave: () => latest.current.onZoomOut(),
      placeAt: (second) => {
        const { rows, step } = latest.current;
        const [first] = rows;
        const place = first === undefined ? -1 : Math.floor((second * 1_000 - first.ts) / step);
        return Math.min(rows.length - 1, Math.max(0, place));
      },
      running: () => {
        const { rows, step } = latest.current;
        const last = rows.findLast(({ running }) => running);
        return last === undefined ? null : { from: last.ts / 1_000, to: (last.ts + step) / 1_000 };
      },
      pauses: () => latest.current.pauses.map(({ from, to }) => ({ from: from / 1_000, to: (to ?? latest.current.knownUntil(latest.current.asOf)) / 1_000 })),
      anomalies: () =>
        latest.current.anomalies.map((anomaly) => {
          const { from, to } = spanOf(anomaly);
          return { kind: anomaly.kind, lasts: !anomaly.is_over, from: from / 1_000, to: to / 1_000 };
        }),
    });
    const plot = new UPlot(options, [[], [], [], [], [], []], parent);

    const redraw = () => {
      const { rows, view, limits, step, knownFrom, knownUntil, asOf, pauses, anomalies, pointed, isHeld } = latest.current;
      // What is being dragged must not move away under the pointer.
      if (document.hidden || dragging) return;
      // Minutes scroll. An hour or a day that has just begun would be out of sight for long: those stand, with room for all of it.
      const isScrolling = 'window' in view.range && view.granularity === 'minute';
      const span = timeSpan(isScrolling ? { length: lengthOf(view.range), knownFrom } : null, limits, knownUntil(asOf));
      const pointedAt = isHeld && pointed !== null ? (pointed + step / 2) / 1_000 : null;
      const wanted = `${span.min} ${span.max} ${pointedAt}`;
      if (wanted === drawn && rows === drawnRows && pauses === drawnPauses && anomalies === drawnAnomalies) return;
      [drawn, drawnRows, drawnPauses, drawnAnomalies] = [wanted, rows, pauses, anomalies];
      plot.batch(() => {
        plot.setData(plotData(rows, step), false);
        plot.setScale('x', span);
      });
      if (isHeld) plot.setCursor(pointedAt === null ? NOWHERE : { left: plot.valToPos(pointedAt, 'x'), top: 0 }, false);
    };
    redraw();
    const timer = setInterval(redraw, REDRAW_EVERY_MS);
    const press = () => (dragging = true);
    const release = () => (dragging = false);
    // A finger that is drawn over the chart scrolls the page, as everywhere; ranges are chosen above it. One that taps shows the
    // values there, and must not be taken for the mouse that browsers make of it: that one leaves again at once.
    const tap = (event: TouchEvent) => {
      const [finger] = event.changedTouches;
      if (!event.cancelable || event.touches.length > 0 || finger === undefined) return;
      event.preventDefault();
      latest.current.onTap(startOf(plot.posToVal(finger.clientX - plot.over.getBoundingClientRect().left, 'x')));
    };
    plot.over.addEventListener('touchend', tap);
    plot.over.addEventListener('mousedown', press);
    document.addEventListener('mouseup', release);
    const resizing = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height: parent.clientHeight }));
    resizing.observe(parent);
    return () => {
      clearInterval(timer);
      document.removeEventListener('mouseup', release);
      resizing.disconnect();
      plot.destroy();
    };
  }, [scheme, style, compare, hidden, ownClicksAxis, narrow]);

  return <div ref={box} style={{ height: '100%' }} aria-hidden="true" />;
}
