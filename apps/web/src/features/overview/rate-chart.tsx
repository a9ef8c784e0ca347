import { Suspense, lazy, useState } from 'react';
import { formatClock, formatCount, formatCountShort } from '../../shared/format.ts';
import { serverNow, useLiveState } from '../../shared/live/live-context.ts';
import { useTick } from '../../shared/use-tick.ts';
import type { Overview } from './api/get-overview.ts';
import classes from './rate-chart.module.css';
import { loadRatePlot } from './load-rate-plot.ts';
import { rateWindow, sum } from './rate-window.ts';

// The drawing library is a tenth of the page's code; tiles and table need not wait for it. Nor may they go down with
// it: after an update of the server, a page that was open all night asks for a file that is no longer there.
const RatePlot = lazy(() => loadRatePlot().catch(() => ({ default: PlotMissing })));

function PlotMissing() {
  return <p className={classes.missing}>The chart could not be loaded. Reload the page to try again.</p>;
}

export function RateChart({ overview }: { overview: Overview }) {
  useTick(1_000);
  const live = useLiveState();
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const now = serverNow(live) ?? Date.parse(overview.as_of);
  const rates = rateWindow(overview.rates, now);

  const pointed = pointedAt === null ? -1 : rates.seconds.indexOf(pointedAt);
  const shown = pointed === -1 ? rates.seconds.length - 1 : pointed;
  return (
    <section className={classes.card} aria-labelledby="rate-chart-title">
      <div className={classes.head}>
        <h2 className={classes.title} id="rate-chart-title">
          Events per second, last 5 minutes
        </h2>
        <dl className={classes.legend}>
          <div className={classes.entry}>
            <dt className={classes.at}>{pointed === -1 ? 'latest' : 'at'}</dt>
            <dd className={classes.time}>{formatClock((rates.seconds[shown] ?? 0) * 1_000)}</dd>
          </div>
          <div className={classes.entry}>
            <dt>
              <Line color="var(--fd-accepted)" /> Accepted
            </dt>
            <dd className={classes.figure}>{formatCountShort(rates.accepted[shown] ?? 0)}</dd>
          </div>
          <div className={classes.entry}>
            <dt>
              <Line color="var(--fd-duplicates)" dash="4 3" /> Duplicates
            </dt>
            <dd className={classes.figure}>{formatCountShort(rates.duplicates[shown] ?? 0)}</dd>
          </div>
        </dl>
      </div>
      <div className={classes.plot}>
        <Suspense fallback={null}>
          <RatePlot onPoint={setPointedAt} />
        </Suspense>
      </div>
      <p className={classes.summary}>{summary(rates)}</p>
    </section>
  );
}

/** The chart in words: for screen readers, and for everyone who wants the sum of it. */
function summary({ seconds, accepted, duplicates }: ReturnType<typeof rateWindow>): string {
  const total = sum(accepted);
  const repeated = sum(duplicates);
  if (total + repeated === 0) return 'No events in the last 5 minutes.';
  const peak = Math.max(...accepted);
  const peakAt = formatClock((seconds[accepted.indexOf(peak)] ?? 0) * 1_000);
  return `${formatCount(total)} accepted and ${formatCount(repeated)} duplicate${repeated === 1 ? '' : 's'} in 5 minutes. Busiest second: ${formatCount(peak)} accepted at ${peakAt}.`;
}

/** As drawn in the chart, dashes included: the lines are told apart without colour too. */
function Line({ color, dash }: { color: string; dash?: string }) {
  return (
    <svg className={classes.line} width="18" height="8" aria-hidden="true">
      <path d="M1 4h16" stroke={color} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}
