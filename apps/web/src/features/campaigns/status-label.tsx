import { formatClock } from '../../shared/format.ts';
import classes from './status-label.module.css';
import type { CampaignStatus } from './types.ts';

interface StatusLabelProps {
  status: CampaignStatus;
  /** Of a paused campaign whose events still arrive: when the last one did. */
  arrivingAt: string | null;
}

export function StatusLabel({ status, arrivingAt }: StatusLabelProps) {
  return (
    <span className={classes.status} data-status={status}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={status === 'active' ? 'M3 1.5l7 4.5-7 4.5z' : 'M2.5 1.5h2.5v9h-2.5zM7 1.5h2.5v9h-2.5z'} />
      </svg>
      {status === 'active' ? 'Active' : 'Paused'}
      {arrivingAt !== null && (
        <span className={classes.arriving} title={`Paused, but events still arrive, the last one at ${formatClock(arrivingAt)}. They are counted.`}>
          still counting
        </span>
      )}
    </span>
  );
}
