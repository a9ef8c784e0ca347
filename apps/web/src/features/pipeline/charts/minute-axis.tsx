import type { KeyboardEvent } from 'react';
import { formatMinute } from '../../../shared/format-time.ts';
import classes from './minute-axis.module.css';

interface MinuteAxisProps {
  /** The starts of the minutes, ISO 8601. */
  minutes: readonly string[];
  pointed: number | null;
  onPoint: (place: number | null) => void;
}

/** The time below the head of a column of charts. With it, the keyboard points at a minute of all of them. */
export function MinuteAxis({ minutes, pointed, onPoint }: MinuteAxisProps) {
  const last = minutes.length - 1;
  const place = pointed ?? last;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const aim = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: last }[event.key];
    if (aim !== undefined) onPoint(Math.min(last, Math.max(0, aim)));
    else if (event.key === 'Escape') onPoint(null);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className={classes.axis}
      role="slider"
      tabIndex={0}
      aria-label="Minute. Arrow keys move along the time."
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={place}
      aria-valuetext={pointed === null ? 'all minutes' : timeAt(minutes, place)}
      onKeyDown={onKeyDown}
      onBlur={() => onPoint(null)}
    >
      {[0, Math.floor(minutes.length / 2), last].map((at) => (
        <span key={at} className={at === last || at === 0 ? undefined : classes.middle}>{at === last ? 'now' : timeAt(minutes, at)}</span>
      ))}
    </div>
  );
}

const timeAt = (minutes: readonly string[], place: number): string => {
  const minute = minutes[place];
  return minute === undefined ? '' : formatMinute(minute);
};
