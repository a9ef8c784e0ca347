import type { ReactNode } from 'react';
import { formatCountShort, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import type { DetailView } from '../range/detail-view.ts';
import classes from './chart-legend.module.css';
import type { ChartRow, RowFigures } from './chart-rows.ts';

interface ChartLegendProps {
  row: ChartRow | undefined;
  isPointed: boolean;
  view: DetailView;
}

/** The values of one bucket, each in a place of its own width: the line stands still while the numbers change. */
export function ChartLegend({ row, isPointed, view }: ChartLegendProps) {
  const isBars = view.style === 'bars';
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
      <Entry name="Impressions" row={row} value={({ impressions }) => formatCountShort(impressions)} mark={<Mark color="var(--fd-impressions)" kind={isBars ? 'bar' : 'line'} />} />
      <Entry name="Clicks" row={row} value={({ clicks }) => formatCountShort(clicks)} mark={<Mark color="var(--fd-clicks)" kind={isBars ? 'slim' : 'line'} />} />
      <Entry name="CTR" row={row} value={({ ctr }) => formatShare(ctr)} mark={<Mark color="var(--fd-ctr)" kind="dotted" />} />
      {view.compare && (
        <div className={classes.entry}>
          <dt>
            <Mark color="var(--fd-muted)" kind="dashed" /> Before
          </dt>
          <dd className={classes.before}>{row?.previous ? beforeWords(row.previous) : 'nothing'}</dd>
        </div>
      )}
    </dl>
  );
}

const beforeWords = ({ impressions, clicks, ctr }: RowFigures) => `${formatCountShort(impressions)} · ${formatCountShort(clicks)} · ${formatShare(ctr)}`;

interface EntryProps {
  name: string;
  row: ChartRow | undefined;
  value: (row: RowFigures) => string;
  mark: ReactNode;
}

function Entry({ name, row, value, mark }: EntryProps) {
  return (
    <div className={classes.entry}>
      <dt>
        {mark} {name}
      </dt>
      <dd className={classes.figure}>{row === undefined ? '–' : value(row)}</dd>
    </div>
  );
}

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
