import { formatCount, formatRate } from '../../../shared/format.ts';
import type { Dispatch } from '../types.ts';
import classes from './dispatch-card.module.css';
import { timeLeftWords, waitingWords } from './dispatch-words.ts';
import bar from './progress-bar.module.css';

/** The numbers of a dispatch that is under way; each of them is a part of the bar above. */
export function DispatchFigures({ dispatch, timeZone, now }: { dispatch: Dispatch; timeZone: string; now: number }) {
  const { sent, failed, sending, queued, unsubscribed, rate } = dispatch;
  return (
    <>
      <dl className={classes.figures} data-testid="dispatch-figures">
        <Figure name="Sent" segment="sent" value={sent} />
        <Figure name="Failed" segment="failed" value={failed} />
        <Figure name="On the way" segment="sending" value={sending} />
        <Figure name="Waiting" segment="queued" value={queued} />
        <div className={classes.figure}>
          <dt>Per second</dt>
          <dd>{rate === null ? '–' : formatRate(rate)}</dd>
        </div>
        <div className={classes.time}>
          <dt className="visually-hidden">Time left</dt>
          <dd data-testid="time-left">{timeWords(dispatch, timeZone, now)}</dd>
        </div>
      </dl>
      {unsubscribed > 0 && <p className={classes.left}>{formatCount(unsubscribed)} unsubscribed, and left out.</p>}
    </>
  );
}

function Figure({ name, segment, value }: { name: string; segment: string; value: number }) {
  return (
    <div className={classes.figure}>
      <dt>
        <span className={bar.swatch} data-segment={segment} aria-hidden="true" />
        {name}
      </dt>
      <dd data-testid={`dispatch-${segment}`}>{formatCount(value)}</dd>
    </div>
  );
}

function timeWords({ status, waiting, seconds_left }: Dispatch, timeZone: string, now: number): string {
  if (status === 'paused') return 'stands still';
  if (waiting !== null) return waitingWords(waiting, timeZone, now);
  if (seconds_left !== null) return timeLeftWords(seconds_left);
  return status === 'pending' ? 'about to begin' : 'just begun';
}
