import type { Anomaly } from './anomaly.ts';
import classes from './anomaly-mark.module.css';
import { ANOMALY_PATHS } from './anomaly-paths.ts';

/** The kind of an anomaly as a sign; the word stands beside it, or what it lies over says it. */
export function AnomalyMark({ kind, lasts }: { kind: Anomaly['kind']; lasts: boolean }) {
  return (
    <svg className={classes.mark} data-lasts={lasts} viewBox="0 0 12 12" aria-hidden="true">
      <path d={ANOMALY_PATHS[kind]} />
    </svg>
  );
}
