import { useState } from 'react';
import { ctrOf } from '../../shared/ctr.ts';
import { formatClock } from '../../shared/format.ts';
import { useKeptFocus } from '../../shared/focus.ts';
import { useHeldOrder } from '../../shared/use-held-order.ts';
import { useTick } from '../../shared/use-tick.ts';
import type { CampaignRow } from './api/get-campaigns.ts';
import { CampaignTableRow, type RowActions } from './campaign-table-row.tsx';
import classes from './campaign-table.module.css';
import { type CampaignSearch, type SortKey, isMoving, sortOf, toggleSort } from './campaign-search.ts';
import type { LiveFigures } from './merge-figures.ts';

interface CampaignTableProps {
  rows: CampaignRow[];
  live: LiveFigures;
  asOf: string | null;
  search: CampaignSearch;
  onSearchChange: (search: CampaignSearch) => void;
  actions: RowActions;
}

const COLUMNS: { key: SortKey; label: string; /** Stands before the label, and is not what is sorted by. */ beside?: string; color?: string; title: string }[] = [
  { key: 'name', label: 'Campaign', title: 'Name, and the campaign_id that ad clients report' },
  { key: 'status', label: 'State', title: 'Events of a paused campaign are counted all the same' },
  { key: 'impressions', label: 'Impressions', color: 'var(--fd-impressions)', title: 'Impressions since the beginning, each event_id counted once' },
  { key: 'clicks', label: 'Clicks', color: 'var(--fd-clicks)', title: 'Clicks since the beginning, each event_id counted once' },
  { key: 'ctr', label: 'CTR', color: 'var(--fd-ctr)', title: 'Click-through rate: clicks divided by impressions' },
  {
    key: 'daily_budget',
    label: 'budget',
    beside: 'Spend today of',
    color: 'var(--fd-spend)',
    title: 'Spent today against the daily budget; the tick is what even delivery would have spent by now. The order is that of the budgets',
  },
];

/** Rows that overtake each other do so no more often: four times a second nobody can follow. */
const REORDER_MS = 2_000;

const idOf = (row: CampaignRow) => row.id;

export function CampaignTable({ rows: read, live, asOf, search, onSearchChange, actions }: CampaignTableProps) {
  const [pointedAt, setPointedAt] = useState(false);
  const keptFocus = useKeptFocus<HTMLDivElement>();
  const sort = sortOf(search);
  const moves = isMoving(sort.key);
  const now = useTick(REORDER_MS);
  const [orderedAt, setOrderedAt] = useState(now);
  if (!pointedAt && orderedAt !== now) setOrderedAt(now);
  const arrangement = JSON.stringify({ ...search, rows: undefined, orderedAt: moves ? orderedAt : undefined });
  const rows = useHeldOrder(arrange(read, live, search), idOf, moves || pointedAt, arrangement);
  const when = asOf === null ? '' : `. As of ${formatClock(asOf)}`;
  return (
    <div className={classes.scroll} tabIndex={-1} {...keptFocus}>
      {/* Plain elements and not Mantine's table: a thousand cells are compared four times a second. */}
      <table
        className={`${classes.table} ${classes.registered}`}
        onPointerEnter={(event) => setPointedAt(event.pointerType === 'mouse')}
        onPointerLeave={() => setPointedAt(false)}
      >
        <caption className="visually-hidden">Campaigns with live figures</caption>
        <colgroup>
          <col />
          <col className={classes.colStatus} />
          <col className={classes.colCount} />
          <col className={`${classes.colClicks} ${classes.clicks}`} />
          <col className={classes.colShare} />
          <col className={classes.colPacing} />
          <col className={`${classes.colHour} ${classes.lastHour}`} />
          <col className={classes.colActions} />
        </colgroup>
        <thead>
          <tr>
            {COLUMNS.map(({ key, label, beside, color, title }) => (
              <th
                key={key}
                scope="col"
                className={key === 'clicks' ? classes.clicks : undefined}
                title={title + when}
                aria-sort={sort.key !== key ? 'none' : sort.direction === 'asc' ? 'ascending' : 'descending'}
              >
                <span className={classes.head}>
                  {color !== undefined && <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />}
                  {beside}
                  <button type="button" onClick={() => onSearchChange(toggleSort(search, key))}>
                    {label}
                    <span className={classes.arrow} aria-hidden="true">
                      {sort.key !== key ? '' : sort.direction === 'asc' ? '↑' : '↓'}
                    </span>
                  </button>
                </span>
              </th>
            ))}
            <th scope="col" className={classes.lastHour} title={`Impressions of each of the last 60 minutes; the mark is the minute still running${when}`}>
              Last hour
            </th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <CampaignTableRow key={row.id} campaign={row} figures={live.get(row.id) ?? row.figures} actions={actions} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What moves is put in order here, by the live figures; the rest comes in the server's order. */
function arrange(rows: CampaignRow[], live: LiveFigures, search: CampaignSearch): CampaignRow[] {
  const { key, direction } = sortOf(search);
  if (!isMoving(key)) return rows;
  const sign = direction === 'asc' ? 1 : -1;
  const value = (row: CampaignRow) => {
    const figures = live.get(row.id) ?? row.figures;
    return key === 'ctr' ? (ctrOf(figures) ?? -1) : figures[key];
  };
  return rows.toSorted((a, b) => sign * (value(a) - value(b)) || (a.id < b.id ? -1 : 1));
}
