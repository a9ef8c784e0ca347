import classes from './status-mark.module.css';

const PATHS = {
  pending: 'M6 3v3.2l2.2 1.4M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10',
  processing: 'M3 1.5l7 4.5-7 4.5z',
  paused: 'M2.5 1.5h2.5v9h-2.5zM7 1.5h2.5v9h-2.5z',
  completed: 'M1.5 6.5l3 3 6-7',
  cancelled: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
} as const;

/** The state of a dispatch as a sign; the word stands beside it. `warns`: somebody should look. */
export function StatusMark({ status, warns }: { status: keyof typeof PATHS; warns: boolean }) {
  return (
    <svg className={classes.mark} data-status={status} data-warns={warns} viewBox="0 0 12 12" aria-hidden="true">
      <path d={PATHS[status]} />
    </svg>
  );
}
