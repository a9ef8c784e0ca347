import { formatAge, formatCount, formatRate } from '../../../shared/format.ts';
import type { Job, Stage } from '../types.ts';

export const STAGE_WORDS: Record<Stage['name'], { name: string; does: string }> = {
  'count-once': { name: 'Count once', does: 'Leaves out what was counted before, and finds the campaign of each click' },
  aggregate: { name: 'Aggregate', does: 'Sums by minute, campaign and device' },
  anomalies: { name: 'Anomalies', does: 'Holds each minute of a campaign against its own past' },
  projector: { name: 'Projector', does: 'Writes the results into PostgreSQL, where pages read them' },
};

export const STATE_WORDS: Record<Job['state'], string> = {
  running: 'Running',
  restarting: 'Restarting',
  // Also one that somebody has stopped.
  failed: 'Ended',
  missing: 'Not there',
  unknown: 'Not known',
};

/** "1,204 /s"; a dash when it cannot be found out. */
export const rateWords = (perSecond: number | null) => (perSecond === null ? '–' : `${formatRate(perSecond)} /s`);

/** How many wait: "none", "1,200". */
export function lagWords(lag: number | null): string {
  if (lag === null) return 'not known';
  return lag === 0 ? 'none' : formatCount(lag);
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "640 kB", "1.2 MB": thousands of thousands. */
function sizeWords(bytes: number): string {
  const place = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: SIZES[place], unitDisplay: place === 0 ? 'long' : 'short', maximumFractionDigits: place < 2 ? 0 : 1 }).format(bytes / 1_000 ** place);
}

/** "8 s ago, 1.2 MB"; `now` in ms. */
export function checkpointWords(checkpoint: Job['checkpoint'], now: number): string {
  if (checkpoint === null) return 'none yet';
  const age = Math.max(0, Math.round((now - Date.parse(checkpoint.completed_at)) / 1_000));
  return `${formatAge(age)} ago, ${sizeWords(checkpoint.state_bytes)}`;
}
