import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ctrOf } from '../../shared/ctr.ts';
import { formatCount, formatCountShort, formatMoney, formatMoneyShort, formatShare } from '../../shared/format.ts';
import { useKeptFocus } from '../../shared/focus.ts';
import { useHeldOrder } from '../../shared/use-held-order.ts';
import classes from './campaign-table.module.css';
import { IconButton } from '../../shared/icon-button.tsx';
import type { LiveFigures } from './merge-figures.ts';
import { Sparkline } from './sparkline.tsx';
import type { Figures } from './types.ts';

interface UnregisteredTableProps {
  rows: Figures[];
  live: LiveFigures;
  onRegister: (campaignId: string) => void;
  onDeleteEvents: (campaignId: string) => void;
}

const idOf = (row: Figures) => row.campaign_id;

/** Campaigns that ad clients report and nobody has registered: they have no name, budget or state. */
export function UnregisteredTable({ rows: read, live, onRegister, onDeleteEvents }: UnregisteredTableProps) {
  const [pointedAt, setPointedAt] = useState(false);
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const rows = useHeldOrder(
    read.map((row) => live.get(row.campaign_id) ?? row),
    idOf, pointedAt,
    '',
  );
  return (
    <div className={classes.scroll} tabIndex={-1} {...keptFocus}>
      <table
        className={`${classes.table} ${classes.unregistered}`}
        onPointerEnter={(event) => setPointedAt(event.pointerType === 'mouse')}
        onPointerLeave={() => setPointedAt(false)}
      >
        <caption className="visually-hidden">Campaigns seen in events only</caption>
        <colgroup>
          <col />
          <col className={classes.colStatus} />
          <col className={classes.colCount} />
          <col className={classes.colClicks} />
          <col className={classes.colShare} />
          <col className={classes.colCount} />
          <col className={`${classes.colHour} ${classes.lastHour}`} />
          <col className={classes.colAction} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Campaign id</th>
            <th scope="col">
              <span className="visually-hidden">Register</span>
            </th>
            <th scope="col">Impressions</th>
            <th scope="col">Clicks</th>
            <th scope="col">CTR</th>
            <th scope="col">Spend</th>
            <th scope="col" className={classes.lastHour}>
              Last hour
            </th>
            <th scope="col">
              <span className="visually-hidden">Delete the events</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.campaign_id} data-campaign-id={row.campaign_id}>
              <th scope="row">
                <Link to="/campaigns/$campaignId" params={{ campaignId: row.campaign_id }} preload={false} className={classes.name} title={row.campaign_id}>
                  {row.campaign_id}
                </Link>
              </th>
              <td className={classes.status}>
                <Button size="compact-sm" variant="default" aria-label={`Register ${row.campaign_id}`} onClick={() => onRegister(row.campaign_id)}>
                  Register
                </Button>
              </td>
              <td title={formatCount(row.impressions)}>{formatCountShort(row.impressions)}</td>
              <td title={formatCount(row.clicks)}>{formatCountShort(row.clicks)}</td>
              <td>{formatShare(ctrOf(row))}</td>
              <td title={formatMoney(row.spend)}>{formatMoneyShort(row.spend)}</td>
              <td className={classes.lastHour}>
                <Sparkline impressions={row.last_hour.impressions} />
              </td>
              <td className={classes.actions}>
                <IconButton icon="delete" label={`Delete the events of ${row.campaign_id}`} onClick={() => onDeleteEvents(row.campaign_id)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
