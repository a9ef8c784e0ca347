import { Button } from '@mantine/core';
import { type KeyboardEvent, Suspense, lazy, useCallback, useState } from 'react';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import card from '../card.module.css';
import type { Pause } from '../pauses.ts';
import { type DetailSearch, type DetailView, type Limits, toggleSeries } from '../range/detail-view.ts';
import { ChartLegend } from './chart-legend.tsx';
import classes from './chart-card.module.css';
import type { ChartRow } from './chart-rows.ts';
import { chartSummary, chartTitle, rowWords, unusualWords, zoneWords } from './chart-words.ts';
import { csvFileName, csvOf } from './csv.ts';
import { loadChartPlot } from './load-chart-plot.ts';
import { saveFile } from './save-file.ts';
import { useZoom } from './use-zoom.ts';
import { zoomIn } from './zoom.ts';

// The drawing library need not hold up the numbers, nor take them down with it: after an update of the server, a page that
// was open all night asks for a file that is no longer there.
const ChartPlot = lazy(() => loadChartPlot().catch(() => ({ default: PlotMissing })));

// Few ask for it.
const ChartTable = lazy(() => import('./chart-table.tsx').catch(() => ({ default: TableMissing })));

// Most of the time there is nothing to list; the chart marks them without it.
const AnomalyList = lazy(() => import('../anomalies/anomaly-list.tsx').catch(() => ({ default: AnomaliesMissing })));

function TableMissing() {
  return <p className={card.note}>The table could not be loaded. Reload the page to try again.</p>;
}

function AnomaliesMissing() {
  return <p className={card.note}>What was not as usual could not be loaded. Reload the page to try again; the table names it.</p>;
}

function PlotMissing() {
  return <p className={classes.missing}>The chart could not be loaded. Reload the page to try again; the table works without it.</p>;
}

interface ChartCardProps {
  campaignId: string;
  rows: ChartRow[];
  /** The same, and the bucket that is scrolling out of a range that moves. */
  drawnRows: ChartRow[];
  pauses: Pause[];
  /** Those of the range, newest first. */
  anomalies: Anomaly[];
  search: DetailSearch;
  view: DetailView;
  limits: Limits;
  step: number;
  knownFrom: number;
  asOf: string;
  now: number;
  knownUntil: (asOf: string) => number;
  onSearchChange: (search: DetailSearch) => void;
}

export function ChartCard({ campaignId, rows, drawnRows, pauses, anomalies, search, view, limits, step, knownFrom, asOf, now, knownUntil, onSearchChange }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  const [pointed, setPointed] = useState<number | null>(null);
  const [isHeld, setHeld] = useState(false);
  const { zoomTo, zoomOut } = useZoom(search, onSearchChange);
  const pointAt = useCallback((ts: number | null) => {
    setPointed(ts);
    setHeld(false);
  }, []);

  const found = pointed === null ? -1 : rows.findIndex(({ ts }) => ts === pointed);
  const place = found === -1 ? rows.length - 1 : found;
  const row = rows[place];

  /** The same place once more leads back to what is latest. */
  const tap = (ts: number) => {
    setPointed(ts === pointed ? null : ts);
    setHeld(true);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const aim = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (aim !== undefined) {
      setPointed(rows[Math.min(rows.length - 1, Math.max(0, aim))]?.ts ?? null);
      setHeld(true);
    } else if (event.key === '+' || event.key === '=') zoomTo(zoomIn(limits, row?.ts ?? limits.from, step));
    else if (event.key === '-') zoomOut(limits, now);
    else return;
    event.preventDefault();
  };

  const title = chartTitle(view);
  return (
    <section className={`${card.card} ${card.padded}`} aria-labelledby="chart-title">
      <div className={card.head}>
        <h2 className={card.title} id="chart-title">
          {title}
        </h2>
        <div className={classes.buttons}>
          <Button size="compact-sm" variant="default" onClick={() => zoomOut(limits, now)} title="Also by a double click on the chart">
            Zoom out
          </Button>
          <Button size="compact-sm" variant="default" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'Hide the table' : 'Show as table'}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={rows.length === 0}
            onClick={() => saveFile(csvFileName(campaignId, limits), 'text/csv;charset=utf-8', csvOf(rows, view, anomalies, step))}
          >
            Download CSV
          </Button>
        </div>
      </div>
      <ChartLegend row={row} isPointed={found !== -1} hasPauses={rows.some(({ paused }) => paused)} hasAnomalies={anomalies.length > 0} view={view} onToggle={(series) => onSearchChange(toggleSeries(search, series))} />
      {/* A slider over time: screen readers know the keys, and read each point out. */}
      <div
        className={classes.plot}
        role="slider"
        tabIndex={0}
        aria-label={`${title}. Arrow keys move along the time, plus and minus zoom.`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, rows.length - 1)}
        aria-valuenow={Math.max(0, place)}
        aria-valuetext={row === undefined ? 'No events in this range' : rowWords(row, view.hidden) + unusualWords(anomalies, row.ts, step)}
        onKeyDown={onKeyDown}
        onBlur={() => pointAt(null)}
        data-testid="chart"
      >
        <Suspense fallback={null}>
          <ChartPlot
            {...{ view, limits, step, knownFrom, knownUntil, asOf, pauses, anomalies, pointed, isHeld }}
            rows={drawnRows}
            onPoint={pointAt}
            onTap={tap}
            onZoom={zoomTo}
            onZoomOut={() => zoomOut(limits, now)}
          />
        </Suspense>
      </div>
      <p className={card.note}>
        {chartSummary(rows, view.granularity)} {zoneWords(limits.to, view.granularity)}
        {view.compare && ' Dashed: one period before.'}
      </p>
      <Suspense>{anomalies.length > 0 && <AnomalyList anomalies={anomalies} now={now} onZoom={zoomTo} />}</Suspense>
      <Suspense>{asTable && <ChartTable {...{ rows, anomalies, step, view }} />}</Suspense>
    </section>
  );
}
