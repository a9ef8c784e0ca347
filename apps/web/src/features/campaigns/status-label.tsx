import classes from './status-label.module.css';
import type { CampaignStatus } from './types.ts';

interface StatusLabelProps {
  status: CampaignStatus;
  /** Paused, but ad clients still report events. */
  stillArriving: boolean;
}

export function StatusLabel({ status, stillArriving }: StatusLabelProps) {
  return (
    <span className={classes.status} data-status={status}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={status === 'active' ? 'M3 1.5l7 4.5-7 4.5z' : 'M2.5 1.5h2.5v9h-2.5zM7 1.5h2.5v9h-2.5z'} />
      </svg>
      {status === 'active' ? 'Active' : 'Paused'}
      {stillArriving && (
        <span className={classes.arriving} title="Paused, but ad clients still report impressions. They are counted.">
          events arriving
        </span>
      )}
    </span>
  );
}
