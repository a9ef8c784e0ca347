import { memo } from 'react';
import { formatCount, formatMoney, formatShare } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import card from '../card.module.css';
import classes from './chart-table.module.css';
import type { ChartRow } from './chart-rows.ts';

interface ChartTableProps {
  rows: ChartRow[];
  compare: boolean;
}

/** The same values as in the chart, newest first. */
export function ChartTable({ rows, compare }: ChartTableProps) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="The chart as a table" data-testid="chart-table">
      <table className={card.table}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Impressions</th>
            <th scope="col">Clicks</th>
            <th scope="col">CTR</th>
            <th scope="col">Spend</th>
            {compare && (
              <>
                <th scope="col">Impressions before</th>
                <th scope="col">Clicks before</th>
                <th scope="col">CTR before</th>
                <th scope="col">Spend before</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map((row) => (
            <Row key={row.ts} row={row} compare={compare} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={classes.none}>No events in this range.</p>}
    </div>
  );
}

/** Thousands of rows stand still while the running one changes four times a second. */
const Row = memo(
  function Row({ row: { ts, running, impressions, clicks, ctr, spend, previous }, compare }: { row: ChartRow; compare: boolean }) {
    return (
      <tr data-ts={new Date(ts).toISOString()}>
        <th scope="row">
          {formatDayAndMinute(ts)}
          {running && <span className={classes.running}> still counting</span>}
        </th>
        <td>{formatCount(impressions)}</td>
        <td>{formatCount(clicks)}</td>
        <td>{formatShare(ctr)}</td>
        <td>{formatMoney(spend)}</td>
        {compare && (
          <>
            <td>{previous && formatCount(previous.impressions)}</td>
            <td>{previous && formatCount(previous.clicks)}</td>
            <td>{previous && formatShare(previous.ctr)}</td>
            <td>{previous && formatMoney(previous.spend)}</td>
          </>
        )}
      </tr>
    );
  },
  (a, b) => a.compare === b.compare && JSON.stringify(a.row) === JSON.stringify(b.row),
);
