import { type ReactNode, memo, useRef } from 'react';
import { formatClock } from '../../../shared/format.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import type { FeedEvent } from '../api/get-events.ts';
import card from '../card.module.css';
import { type Pause, isPausedWithin } from '../pauses.ts';
import { detailsOf } from './event-details.ts';
import classes from './feed-table.module.css';

interface FeedTableProps {
  rows: FeedEvent[];
  pauses: Pause[];
  /** Somebody points at the rows, has the focus in them, or has scrolled down; or not any more. */
  onReadingChange: (isReading: boolean) => void;
  /** Below the rows. */
  children: ReactNode;
}

export function FeedTable({ rows, pauses, onReadingChange, children }: FeedTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const pointed = useRef(false);
  const tell = () => {
    const isFocused = box.current?.matches(':focus-visible, :has(:focus-visible)') ?? false;
    onReadingChange(pointed.current || isFocused || (box.current?.scrollTop ?? 0) > 0);
  };
  const point = (isPointed: boolean) => {
    pointed.current = isPointed;
    tell();
  };
  return (
    <div
      onPointerEnter={({ pointerType }) => point(pointerType === 'mouse')}
      onPointerLeave={() => point(false)}
      onFocus={tell}
      // The focus has not arrived elsewhere yet.
      onBlur={() => setTimeout(tell)}
      onScrollCapture={tell}
    >
      <div ref={box} className={classes.scroll} tabIndex={0} role="region" aria-label="Events of this campaign">
        <table className={card.table} data-testid="feed">
          <thead>
            <tr>
              <th scope="col">Arrived</th>
              <th scope="col">Type</th>
              <th scope="col">Source</th>
              <th scope="col">Device</th>
              <th scope="col">Creative</th>
              <th scope="col">User</th>
              <th scope="col">Cost</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((event) => (
              <Row key={event.event_id} event={event} whilePaused={arrivedWithin(pauses, event)} />
            ))}
          </tbody>
        </table>
        {children}
      </div>
    </div>
  );
}

const arrivedWithin = (pauses: Pause[], { received_at }: FeedEvent) => isPausedWithin(pauses, Date.parse(received_at), Date.parse(received_at) + 1);

const MISSING = '–';
/** Costs of single impressions are fractions of a cent. */
const fineCost = new Intl.NumberFormat(undefined, { minimumFractionDigits: 4, maximumFractionDigits: 4 });

const Row = memo(function Row({ event, whilePaused }: { event: FeedEvent; whilePaused: boolean }) {
  const { device, cost, lateMinutes } = detailsOf(event);
  const times = `Happened ${formatDayAndMinute(event.occurred_at)} (${formatClock(event.occurred_at)}), arrived ${formatClock(event.received_at)}${lateMinutes > 0 ? `, ${late(lateMinutes)} later` : ''}. event_id ${event.event_id}`;
  return (
    <tr data-type={event.type}>
      <td className={classes.time} title={times}>
        <time dateTime={event.received_at}>{formatClock(event.received_at)}</time>
        {lateMinutes > 0 && <span className={classes.mark}> +{late(lateMinutes)}</span>}
        {whilePaused && (
          <span className={classes.mark} title="The campaign was paused when it arrived. It is counted all the same.">
            {' '}
            ‖ paused
          </span>
        )}
      </td>
      <td className={classes.type}>
        <TypeMark type={event.type} /> {event.type}
      </td>
      <td className={classes.text} title={event.source}>
        {event.source}
      </td>
      <td className={classes.text} title={device ?? undefined}>
        {device ?? MISSING}
      </td>
      <td className={classes.text} title={event.creative_id ?? undefined}>
        {event.creative_id ?? MISSING}
      </td>
      <td className={classes.text} title={event.user_id ?? undefined}>
        {event.user_id ?? MISSING}
      </td>
      <td title={cost === null ? undefined : String(cost)}>{cost === null ? MISSING : fineCost.format(cost)}</td>
    </tr>
  );
});

const late = (minutes: number) => (minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`);

/** A square for what was seen, a triangle for what was done. */
function TypeMark({ type }: { type: FeedEvent['type'] }) {
  return (
    <svg className={classes.shape} data-type={type} viewBox="0 0 10 10" aria-hidden="true">
      <path d={type === 'click' ? 'M1 1l8 4-8 4z' : 'M1 1h8v8H1z'} />
    </svg>
  );
}
