import type { Job } from '../types.ts';
import classes from './state-mark.module.css';

const PATHS: Record<Job['state'], string> = {
  running: 'M3 1.5l7 4.5-7 4.5z',
  restarting: 'M10.2 4.5A4.6 4.6 0 1 0 10.6 7M10.6 1.5v3.2H7.4',
  failed: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
  missing: 'M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10M2.6 2.6l6.8 6.8',
  unknown: 'M4 4.2a2 2 0 1 1 2.6 1.9c-.4.1-.6.4-.6.8v.6M6 9.6v.6',
};

/** The state of a job as a sign; the word stands beside it. */
export function StateMark({ state }: { state: Job['state'] }) {
  return (
    <svg className={classes.mark} data-state={state} viewBox="0 0 12 12" aria-hidden="true">
      <path d={PATHS[state]} />
    </svg>
  );
}
