import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { formatCount } from '../../../shared/format.ts';
import type { Job, Stage } from '../types.ts';
import type { LagTrend } from './lag-history.ts';
import { FIGURE_WORDS, STAGE_WORDS, STATE_WORDS, checkpointWords, lagWords, rateWords, stateWords } from './stage-words.ts';
import { StateMark } from './state-mark.tsx';
import { clockWords } from './time-words.ts';
import classes from './stages.module.css';

interface StageBoxProps {
  stage: Stage;
  /** Null for what runs in Flightdeck's own processes. */
  job: Job | null;
  /** What waits. */
  goes: LagTrend['goes'];
  /** The server's time, in ms. */
  now: number;
}

export function StageBox({ stage: { name, lag, records_per_second: rate }, job, goes, now }: StageBoxProps) {
  const words = STAGE_WORDS[name];
  return (
    <li className={classes.stage} data-stage={name} data-state={job?.state} data-testid={`stage-${name}`}>
      <span className={classes.arrow} aria-hidden="true" />
      {name === 'anomalies' && <span className={classes.elbow} aria-hidden="true" />}
      <h3 className={classes.name} title={job === null ? words.does : `${words.does}. The job “${name}” in Flink`}>
        {words.name}
      </h3>
      <p className={classes.state} title={job === null ? 'A part of Flightdeck’s own processes' : since(job)}>
        {job === null ? (
          'Part of Flightdeck'
        ) : (
          <>
            <StateMark state={job.state} />
            {STATE_WORDS[job.state]}
          </>
        )}
      </p>
      <dl className={classes.figures}>
        {job !== null && (
          <div title={FIGURE_WORDS.reads}>
            <dt>Reads</dt>
            <dd>{rateWords(rate)}</dd>
          </div>
        )}
        <div title={FIGURE_WORDS.waiting}>
          <dt>Waiting</dt>
          <dd data-warns={goes === 'up' || goes === 'stuck'}>
            {lagWords(lag)}
            {goes === 'up' && <span title="More and more"> ↑<span className="visually-hidden"> more and more</span></span>}
          </dd>
        </div>
        {job !== null && (
          <>
            <div title={checkpointTitle(job, now)}>
              <dt>Checkpoint</dt>
              <dd>{checkpointWords(job.checkpoint, now)}</dd>
            </div>
            <div title={FIGURE_WORDS.state}>
              <dt>State</dt>
              <dd>{stateWords(job.checkpoint)}</dd>
            </div>
          </>
        )}
      </dl>
    </li>
  );
}

function since({ since: started }: Job): string {
  return started === null ? 'Nobody knows since when' : `Started ${formatDayAndMinute(started)}`;
}

function checkpointTitle({ checkpoint }: Job, now: number): string {
  if (checkpoint === null) return `${FIGURE_WORDS.checkpoint}. None was completed yet.`;
  const { completed_at, duration_ms, failed_count } = checkpoint;
  return `${FIGURE_WORDS.checkpoint}. Completed ${clockWords(completed_at, now)}, took ${formatCount(duration_ms)} ms; ${formatCount(failed_count)} failed since the job was started.`;
}
