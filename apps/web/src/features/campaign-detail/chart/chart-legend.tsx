import type { ReactNode } from 'react';
import { formatCountShort, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { type DetailView, SERIES, type Series, shownSeries } from '../range/detail-view.ts';
import classes from './chart-legend.module.css';
import type { ChartRow, RowFigures } from './chart-rows.ts';

interface ChartLegendProps {
  row: ChartRow | undefined;
  isPointed: boolean;
  /** Whether the campaign was paused in some of what is shown. */
  hasPauses: boolean;
  /** Whether it was not as usual in some of what is shown. */
  hasAnomalies: boolean;
  view: DetailView;
  onToggle: (series: Series) => void;
}

const NAMES: Record<Series, string> = { impressions: 'Impressions', clicks: 'Clicks', ctr: 'CTR' };

const VALUES: Record<Series, (row: RowFigures) => string> = {
  impressions: ({ impressions }) => formatCountShort(impressions),
  clicks: ({ clicks }) => formatCountShort(clicks),
  ctr: ({ ctr }) => formatShare(ctr),
};

/** The values of one bucket, each in a place of its own width: the line stands still while the numbers change. */
export function ChartLegend({ row, isPointed, hasPauses, hasAnomalies, view, onToggle }: ChartLegendProps) {
  const isBars = view.style === 'bars';
  const marks: Record<Series, ReactNode> = {
    impressions: <Mark color="var(--fd-impressions)" kind={isBars ? 'bar' : 'line'} />,
    clicks: <Mark color="var(--fd-clicks)" kind={isBars ? 'slim' : 'line'} />,
    ctr: <Mark color="var(--fd-ctr)" kind="dotted" />,
  };
  const shown = shownSeries(view.hidden);
  const state = row?.running === true ? 'still counting' : isPointed ? '' : 'latest';
  return (
    <dl className={classes.legend}>
      <div className={classes.entry}>
        <dt className={classes.time}>{row === undefined ? '' : formatDayAndMinute(row.ts)}</dt>
        <dd className={classes.state}>
          <span className={classes.hatched} data-shown={row?.running === true} aria-hidden="true" />
          {state}
        </dd>
      </div>
      {SERIES.map((series) => {
        const isShown = shown.includes(series);
        return (
          <div key={series} className={classes.entry} data-shown={isShown}>
            <dt>
              <button
                type="button"
                className={classes.toggle}
                aria-pressed={isShown}
                title={`${isShown ? 'Hide' : 'Show'} ${NAMES[series]} in the chart, the table and the file`}
                onClick={() => onToggle(series)}
              >
                {marks[series]} {NAMES[series]}
              </button>
            </dt>
            <dd className={classes.figure}>{!isShown ? 'hidden' : row === undefined ? '–' : VALUES[series](row)}</dd>
          </div>
        );
      })}
      {view.compare && (
        <div className={classes.entry}>
          <dt>
            <Mark color="var(--fd-muted)" kind="dashed" /> Before
          </dt>
          <dd className={classes.before}>{row?.previous ? beforeWords(row.previous, shown) : 'nothing'}</dd>
        </div>
      )}
      {hasPauses && (
        <div className={classes.entry}>
          <dt>
            <span className={classes.band} aria-hidden="true" /> Paused
          </dt>
          <dd>counted all the same</dd>
        </div>
      )}
      {hasAnomalies && (
        <div className={classes.entry}>
          <dt>
            <span className={classes.band} data-anomaly="true" aria-hidden="true" /> Not as usual
          </dt>
          <dd>see below</dd>
        </div>
      )}
    </dl>
  );
}

const beforeWords = (row: RowFigures, shown: Series[]) => shown.map((series) => VALUES[series](row)).join(' · ');

const DASHES = { bar: undefined, slim: undefined, line: undefined, dotted: '2 3', dashed: '6 4' } as const;
const WIDTHS = { bar: 10, slim: 10, line: 2.5, dotted: 2, dashed: 2 } as const;

/** As drawn in the chart: the series are told apart without colour too. */
function Mark({ color, kind }: { color: string; kind: keyof typeof DASHES }) {
  const path = kind === 'slim' ? 'M7 5h4' : kind === 'bar' ? 'M4 5h10' : 'M1 5h16';
  return (
    <svg className={classes.mark} width="18" height="10" aria-hidden="true">
      <path d={path} stroke={color} strokeOpacity={kind === 'bar' ? 0.6 : 1} strokeWidth={WIDTHS[kind]} strokeDasharray={DASHES[kind]} />
    </svg>
  );
}
