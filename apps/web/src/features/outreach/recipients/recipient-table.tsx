import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useKeptFocus } from '../../../shared/focus.ts';
import { useLiveRecipients } from '../api/watch-recipients.ts';
import type { OpenDialog } from '../outreach-dialogs.tsx';
import type { Recipient } from '../types.ts';
import { RecipientRow } from './recipient-row.tsx';
import classes from './recipient-table.module.css';

interface RecipientTableProps {
  campaignId: string;
  /** Those that are loaded, out of `total`. */
  rows: Recipient[];
  total: number;
  isBusy: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  onMore: () => void;
  open: (dialog: OpenDialog) => void;
}

/** All rows are as high, so that none has to be measured. */
const ROW_HEIGHT = 52;
const OVERSCAN = 8;
/** More is asked for so many rows before the end is in sight. */
const AHEAD = 60;

const COLUMNS = [
  { label: 'Name', className: classes.name },
  { label: 'E-mail, phone', className: classes.address },
  { label: 'State', className: classes.status },
  { label: 'Tries', className: classes.attempts, title: 'Attempts of the last dispatch' },
  { label: 'Last error', className: classes.error },
  { label: 'Sent', className: classes.sent },
  { label: 'Rating', className: classes.rating },
];

/** Only what is in sight is in the page, and followed live: 100,000 rows are as quick as ten. */
export function RecipientTable({ campaignId, rows, total, isBusy, hasMore, isLoadingMore, onMore, open }: RecipientTableProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const keptFocus = useKeptFocus<HTMLTableElement>();
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by what it gives
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_HEIGHT, overscan: OVERSCAN });
  const shown = virtual.getVirtualItems();
  const first = shown[0];
  const last = shown.at(-1);
  useLiveRecipients(
    campaignId,
    shown.flatMap(({ index }) => rows[index]?.id ?? []),
  );
  const isNearEnd = (last?.index ?? 0) >= rows.length - AHEAD;
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoadingMore && !isBusy) onMore();
  }, [isNearEnd, hasMore, isLoadingMore, isBusy, onMore]);
  return (
    <div ref={scroll} className={classes.scroll} tabIndex={0} role="region" aria-label="List of recipients" aria-busy={isBusy}>
      <table className={classes.table} aria-rowcount={total + 1} tabIndex={-1} {...keptFocus}>
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map(({ label, className, title }) => (
              <th key={label} scope="col" className={className} title={title}>
                {label}
              </th>
            ))}
            <th scope="col" className={classes.actions}>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap height={first?.start ?? 0} />
          {shown.map(({ index }) => {
            const recipient = rows[index];
            return recipient === undefined ? null : <RecipientRow key={recipient.id} recipient={recipient} place={index + 2} open={open} />;
          })}
          <Gap height={virtual.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

/** Takes the room of the rows that are not there. One cell: a span over columns that are hidden on a phone would make them. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className={classes.gap}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- there is nothing in it */}
      <td style={{ height }} />
    </tr>
  );
}
