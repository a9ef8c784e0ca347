import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useLiveConnection } from '../../shared/live/live-context.ts';
import { LoadFailure } from '../../shared/load-failure.tsx';
import { useAnomalies } from './api/get-anomalies.ts';
import { firstEventQuery } from './api/get-first-event.ts';
import type { Figures } from './api/get-figures.ts';
import { type Report, reportQuery } from './api/get-report.ts';
import { useLiveReport } from './api/watch-report.ts';
import { BreakdownCard } from './breakdown/breakdown-card.tsx';
import classes from './campaign-page.module.css';
import { BreakdownSkeleton, ReportSkeleton } from './campaign-skeleton.tsx';
import { ChartCard } from './chart/chart-card.tsx';
import { chartRows } from './chart/chart-rows.ts';
import type { Pause } from './pauses.ts';
import { type DetailSearch, type DetailView, STEP_MS, limitsOf, viewOf } from './range/detail-view.ts';
import { RangeBar } from './range/range-bar.tsx';
import { comparisonOf, totalsBetween } from './totals/range-totals.ts';
import { RangeTotals } from './totals/totals.tsx';
import { useServerNow } from '../../shared/live/use-server-now.ts';

interface ReportSectionProps {
  campaignId: string;
  search: DetailSearch;
  onSearchChange: (search: DetailSearch) => void;
  figures: Figures | null;
  pauses: Pause[];
  /** Takes the place of all numbers while there are no events; null when there are. */
  empty: ReactNode;
  feed: ReactNode;
  /** Stands at the right, and stays as it is when the first event arrives: somebody may be typing in it. */
  aside: ReactNode;
}

export function ReportSection({ campaignId, search, onSearchChange, figures, pauses, empty, feed, aside }: ReportSectionProps) {
  const view = viewOf(search);
  const knownUntil = useLiveReport(campaignId, view);
  const { data: report, error, errorUpdateCount, isFetching, refetch } = useQuery(reportQuery(campaignId, view));
  const connection = useLiveConnection();
  const asOf = report?.as_of;
  useEffect(() => {
    if (asOf !== undefined) connection.showing(asOf);
  }, [connection, asOf]);
  // Renders again every second; what of it is known, the report's own clock says.
  const serverTime = useServerNow();
  // While another range is on its way, the one before stays: the page does not jump, and the keyboard keeps its place.
  const [before, setBefore] = useState<Shown | null>(null);
  if (report !== undefined && report !== before?.report) setBefore({ view, report });
  const shown = report === undefined ? before : { view, report };
  const isEmpty = empty !== null;
  const hasFailed = !isEmpty && report === undefined && errorUpdateCount > 0;
  const isShown = !isEmpty && !hasFailed;

  const tryAgain = () => {
    connection.retry();
    void refetch();
  };
  return (
    <div className={classes.stack}>
      {!isEmpty && <RangeBar search={search} onChange={onSearchChange} now={serverTime} />}
      {hasFailed && (
        <LoadFailure title="The numbers cannot be loaded" error={error} trying={isFetching} onTryAgain={tryAgain}>
          <p>This page keeps trying by itself.</p>
        </LoadFailure>
      )}
      {isShown && shown === null && <ReportSkeleton />}
      {isShown && shown !== null && (
        <div className={classes.stack} aria-busy={report === undefined}>
          <Numbers {...{ campaignId, search, onSearchChange, figures, pauses, knownUntil }} {...shown} />
        </div>
      )}
      <div className={classes.columns}>
        <div className={classes.stack}>
          {isShown && (shown === null ? <BreakdownSkeleton /> : <BreakdownOf {...shown} />)}
          {isEmpty ? empty : feed}
        </div>
        {aside}
      </div>
    </div>
  );
}

interface Shown {
  view: DetailView;
  report: Report;
}

interface NumbersProps extends Omit<ReportSectionProps, 'empty' | 'feed' | 'aside'>, Shown {
  knownUntil: (asOf: string) => number;
}

function Numbers({ campaignId, search, onSearchChange, figures, pauses, view, report, knownUntil }: NumbersProps) {
  const now = knownUntil(report.as_of);
  const step = STEP_MS[view.granularity];
  const limits = limitsOf(view, now);
  const { data: firstEvent = null } = useQuery(firstEventQuery(campaignId));
  const { from, to } = limits;
  const anomalies = useAnomalies(campaignId, limits);
  // Of a range that moves, the bucket that is on its way out at the left edge is drawn too.
  const drawnFrom = Math.min(from, Math.max(from - step, Date.parse(report.from)));
  const bucket = Math.floor(now / step);
  const compare = view.compare;
  // Again only when points or the running bucket change, not with every message of the connection.
  const drawnRows = useMemo(
    () => chartRows({ points: report.points, limits: { from: drawnFrom, to }, length: to - from, step, now: bucket * step, firstEvent, compare, pauses }),
    [report.points, drawnFrom, from, to, step, bucket, firstEvent, compare, pauses],
  );
  const rows = useMemo(() => drawnRows.filter(({ ts }) => ts >= from), [drawnRows, from]);
  const totals = useMemo(() => totalsBetween(report.points, { from, to }), [report.points, from, to]);
  return (
    <>
      <RangeTotals totals={totals} limits={limits} figures={figures} comparison={compare ? comparisonOf(rows) : undefined} asOf={report.as_of} />
      <ChartCard
        {...{ campaignId, rows, drawnRows, pauses, anomalies, search, view, limits, step, now, knownUntil, onSearchChange }}
        knownFrom={drawnFrom}
        asOf={report.as_of}
      />
    </>
  );
}

/** With the totals at the time of the report, which the breakdowns belong to; the chart may be a bucket ahead. */
function BreakdownOf({ report, view }: Shown) {
  const totals = totalsBetween(report.points, limitsOf(view, Date.parse(report.as_of)));
  return <BreakdownCard breakdowns={report.breakdowns} totals={totals} asOf={report.as_of} />;
}
