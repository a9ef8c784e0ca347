import { formatClock } from '../format.ts';
import { useLiveState } from './live-context.ts';
import classes from './connection-status.module.css';

const WORDS = { connecting: 'Connecting…', live: 'Live', lost: 'Reconnecting…' } as const;

/** Always in sight: whether the numbers are moving by themselves, and how new they are. */
export function ConnectionStatus() {
  const { phase, asOf } = useLiveState();
  return (
    <div className={classes.status} data-phase={phase} data-testid="connection-status">
      <span className={classes.mark} aria-hidden="true" />
      <span>{WORDS[phase]}</span>
      {phase === 'live' && asOf !== null && (
        <time className={classes.time} dateTime={asOf} title="The time of the newest numbers on this page">
          {formatClock(asOf)}
        </time>
      )}
    </div>
  );
}
