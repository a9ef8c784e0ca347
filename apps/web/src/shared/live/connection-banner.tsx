import { Button } from '@mantine/core';
import { formatAge, formatClock } from '../format.ts';
import { useTick } from '../use-tick.ts';
import classes from './connection-banner.module.css';
import { useLiveConnection, useLiveState } from './live-context.ts';

/** Lies over the foot of the window, so that nothing moves when it comes and goes. */
export function ConnectionBanner() {
  const { phase, asOf, receivedAt } = useLiveState();
  // Without data the page itself says what is wrong.
  if (phase !== 'lost' || asOf === null) return null;
  return <Banner asOf={asOf} receivedAt={receivedAt} />;
}

function Banner({ asOf, receivedAt }: { asOf: string; receivedAt: number }) {
  const connection = useLiveConnection();
  const now = useTick(1_000);
  const age = Math.max(0, Math.round((now - receivedAt) / 1_000));
  return (
    <div className={classes.banner} role="status" data-testid="connection-banner">
      <p className={classes.text}>
        <strong>Connection lost.</strong> Showing data from <time dateTime={asOf}>{formatClock(asOf)}</time>{' '}
        {/* Hidden from screen readers, which would read it out again every second. */}
        <span className={classes.age} aria-hidden="true">
          ({formatAge(age)} ago).
        </span>{' '}
        Trying again…
      </p>
      <Button className={classes.retry} size="compact-sm" variant="default" onClick={connection.retry}>
        Try now
      </Button>
    </div>
  );
}
