import { memo } from 'react';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { formatCount, formatMoney, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import card from '../card.module.css';
import { type DetailView, type Series, shownSeries } from '../range/detail-view.ts';
import classes from './chart-table.module.css';
import type { ChartRow, RowFigures } from './chart-rows.ts';
import { unusualWords } from './chart-words.ts';

interface ChartTableProps {
  rows: ChartRow[];
  anomalies: readonly Anomaly[];
  step: number;
  view: DetailView;
}

type Figure = Series | 'spend';

const HEADS: Record<Figure, string> = { impressions: 'Impressions', clicks: 'Clicks', ctr: 'CTR', spend: 'Spend' };

const CELLS: Record<Figure, (row: RowFigures) => string> = {
  impressions: ({ impressions }) => formatCount(impressions),
  clicks: ({ clicks }) => formatCount(clicks),
  ctr: ({ ctr }) => formatShare(ctr),
  spend: ({ spend }) => formatMoney(spend),
};

/** The same values as in the chart, and the spend, newest first. */
export default function ChartTable({ rows, anomalies, step, view: { compare, hidden } }: ChartTableProps) {
  const figures: Figure[] = [...shownSeries(hidden), 'spend'];
  const columns = figures.join();
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="The chart as a table" data-testid="chart-table">
      <table className={card.table}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {figures.map((figure) => (
              <th key={figure} scope="col">
                {HEADS[figure]}
              </th>
            ))}
            {compare &&
              figures.map((figure) => (
                <th key={figure} scope="col">
                  {HEADS[figure]} before
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map((row) => (
            <Row key={row.ts} row={row} unusual={unusualWords(anomalies, row.ts, step)} columns={columns} compare={compare} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={classes.none}>No events in this range.</p>}
    </div>
  );
}

/** Thousands of rows stand still while the running one changes four times a second. */
const Row = memo(
  function Row({ row, unusual, columns, compare }: { row: ChartRow; unusual: string; columns: string; compare: boolean }) {
    const { ts, running, paused, previous } = row;
    const figures = columns.split(',') as Figure[];
    return (
      <tr data-ts={new Date(ts).toISOString()}>
        <th scope="row">
          {formatDayAndMinute(ts)}
          {running && <span className={classes.running}> still counting</span>}
          {paused && (
            <span className={classes.paused} title="The campaign was paused. Its events are counted all the same.">
              {' '}
              ‖ paused
            </span>
          )}
          {unusual && <span className={classes.unusual}>{unusual}</span>}
        </th>
        {figures.map((figure) => (
          <td key={figure}>{CELLS[figure](row)}</td>
        ))}
        {compare && figures.map((figure) => <td key={figure}>{previous && CELLS[figure](previous)}</td>)}
      </tr>
    );
  },
  (a, b) => a.unusual === b.unusual && a.columns === b.columns && a.compare === b.compare && JSON.stringify(a.row) === JSON.stringify(b.row),
);
