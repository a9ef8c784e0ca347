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

/** What the figures of a stage are, for those who ask. */
export const FIGURE_WORDS = {
  reads: 'Records that it reads a second, as Flink measured it last',
  waiting: 'Records in its topics that it has not yet written down as read, which it does every few seconds: some seconds’ worth is as usual',
  checkpoint: 'When the job last wrote down where it is, which it does every few seconds. Its results are shown with each, and after a failure it goes on there',
  state: 'How much the job keeps in mind, as large as it was at that checkpoint: ids that were counted, and sums that may still grow',
  complete: 'All that happened up to then is taken to have arrived, and its minutes are judged: the watermark of the jobs. What comes later still counts',
} as const;

/** "1,204 /s"; a dash when it cannot be found out. */
export const rateWords = (perSecond: number | null) => (perSecond === null ? '–' : `${formatRate(perSecond)} /s`);

/** How many wait: "none", "1,200". */
export function lagWords(lag: number | null): string {
  if (lag === null) return 'not known';
  return lag === 0 ? 'none' : formatCount(lag);
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "640 kB", "1.2 MB": thousands of thousands; a dash when there is none yet. */
export function stateWords(checkpoint: Job['checkpoint']): string {
  if (checkpoint === null) return '–';
  const bytes = checkpoint.state_bytes;
  const place = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: SIZES[place], unitDisplay: place === 0 ? 'long' : 'short', maximumFractionDigits: place < 2 ? 0 : 1 }).format(bytes / 1_000 ** place);
}

/** "8 s ago"; `now` in ms. */
export function checkpointWords(checkpoint: Job['checkpoint'], now: number): string {
  if (checkpoint === null) return 'none yet';
  const age = Math.max(0, Math.round((now - Date.parse(checkpoint.completed_at)) / 1_000));
  return `${formatAge(age)} ago`;
}
