import { SegmentedControl } from '@mantine/core';
import { memo, useState } from 'react';
import { formatClock, formatCount, formatMoney, formatShare } from '../../../shared/format.ts';
import type { Breakdowns } from '../api/get-report.ts';
import card from '../card.module.css';
import type { Totals } from '../totals/range-totals.ts';
import classes from './breakdown-card.module.css';
import { type BreakdownRow, breakdownRows } from './breakdown-rows.ts';

type Dimension = keyof Breakdowns;

const DIMENSIONS: { value: Dimension; label: string }[] = [
  { value: 'device', label: 'Device' },
  { value: 'source', label: 'Source' },
  { value: 'creative', label: 'Creative' },
];

interface BreakdownCardProps {
  breakdowns: Breakdowns;
  /** Of the same range. */
  totals: Totals;
  asOf: string;
}

export function BreakdownCard({ breakdowns, totals, asOf }: BreakdownCardProps) {
  const [dimension, setDimension] = useState<Dimension>('device');
  const rows = breakdownRows(breakdowns[dimension], totals);
  return (
    <section className={card.card} aria-labelledby="breakdown-title">
      <div className={`${card.head} ${classes.head}`}>
        <h2 className={card.title} id="breakdown-title" title={`Impressions, clicks and spend of the range by ${dimension}. As of ${formatClock(asOf)}`}>
          Breakdown
        </h2>
        <SegmentedControl
          aria-label="Break down by"
          transitionDuration={0}
          withItemsBorders={false}
          classNames={{ root: classes.group, label: classes.label, indicator: classes.indicator }}
          value={dimension}
          onChange={setDimension}
          data={DIMENSIONS}
        />
      </div>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Breakdown by ${dimension}`}>
        <table className={card.table} data-testid="breakdown">
          <thead>
            <tr>
              <th scope="col">{DIMENSIONS.find(({ value }) => value === dimension)?.label}</th>
              <th scope="col" title="Of all impressions in the range">
                Share
              </th>
              <th scope="col">Impressions</th>
              <th scope="col">Clicks</th>
              <th scope="col">CTR</th>
              <th scope="col">Spend</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} {...row} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className={classes.none}>No events in this range.</p>}
      </div>
    </section>
  );
}

const NAMES = { none: 'none', others: 'others' } as const;

const Row = memo(function Row({ kind, value, share, impressions, clicks, ctr, spend }: BreakdownRow) {
  return (
    <tr>
      <th scope="row" className={classes.value} data-kind={kind} title={kind === 'named' ? value : EXPLAINED[kind]}>
        {kind === 'named' ? value : NAMES[kind]}
      </th>
      <td className={classes.share}>
        <span className={classes.track} aria-hidden="true">
          <span className={classes.fill} style={{ width: `${share * 100}%` }} />
        </span>
        <span className={classes.percent}>{formatShare(share)}</span>
      </td>
      <td>{formatCount(impressions)}</td>
      <td>{formatCount(clicks)}</td>
      <td>{formatShare(ctr)}</td>
      <td>{formatMoney(spend)}</td>
    </tr>
  );
});

const EXPLAINED = { none: 'Events that named none', others: 'All values beyond the 50 listed' } as const;
