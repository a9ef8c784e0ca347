import { formatAge, formatCount } from '../../../shared/format.ts';
import type { Job, Stage, Streaming } from '../types.ts';
import type { LagTrends } from './lag-history.ts';
import { STAGE_WORDS } from './stage-words.ts';

/** What is wrong, and what somebody can do about it. */
export interface Trouble {
  id: string;
  what: string;
  /** Commands and names stand between backticks. */
  advice: string;
}

/** Results become visible with checkpoints: after this long without one, numbers stand still and somebody wonders why. */
const CHECKPOINT_MISSED_MS = 60_000;
/** Waiting records are told of once they are this many seconds of work. */
const BEHIND_S = 15;

/** From what it has left last: a checkpoint, or the savepoint with which it was stopped. */
const COMES_BACK =
  'Whoever keeps the jobs (`npm run pipeline:up`, or `pipeline-jobs` of Docker Compose) submits it again within some ten seconds, and it goes on where it was, counting nothing twice. If it stays away, see that one of them runs.';

/** A minute is judged some seconds after its end; one process that judges is replaced by another within half a minute. */
const JUDGE_LATE_MS = 3 * 60_000;
/** After a start, what was judged by the one before is told for a moment. */
const JUDGE_STANDS_MS = 45_000;
/** Ticks, by which time goes on in the jobs, are some seconds behind; a restart of all jobs takes a minute or two. */
const WATERMARK_LATE_MS = 5 * 60_000;

/**
 * In direct mode.
 *
 * @param stoodForMs how long it has been told the same; @param now ms since 1970, by the server's clock
 */
export function troublesOfJudge(judgedUntil: string | null, stoodForMs: number, now: number): Trouble[] {
  const age = judgedUntil === null ? Infinity : now - Date.parse(judgedUntil);
  if (age < JUDGE_LATE_MS || stoodForMs < JUDGE_STANDS_MS) return [];
  return [
    {
      id: 'judge',
      what: judgedUntil === null ? 'No minute has been judged yet.' : `No minute has been judged for ${ageWords(age / 1_000)}.`,
      advice: 'Events are counted all the same, but anomalies are not found, and devices may stand still. One of Flightdeck’s processes judges for all of them; its log says why it cannot.',
    },
  ];
}

/** @param now ms since 1970, by the server's clock; @param trends how what waits has gone of late */
export function troublesOf({ brokers, jobs, stages, watermark }: Streaming, now: number, trends: LagTrends): Trouble[] {
  const troubles: Trouble[] = [];
  if (!brokers.reachable) {
    troubles.push({
      id: 'brokers',
      what: `Kafka cannot be reached${brokers.reason === null ? '.' : `: ${withoutStop(brokers.reason)}.`}`,
      advice: 'Until it is, new events are answered with 503, and clients send them again: nothing that was acknowledged is lost. See that the brokers named by `KAFKA_BROKERS` run; on this machine, `npm run pipeline:up` starts them.',
    });
  }
  const ofJobs = new Map(jobs.map((job) => [job.name, troubleOfJob(job, now)]));
  if (jobs.length > 0 && jobs.every(({ state }) => state === 'unknown')) {
    troubles.push({
      id: 'flink',
      what: 'Flink does not answer, so nothing is known of its jobs.',
      advice: 'Events are taken all the same and wait in Kafka until the jobs run. See that Flink runs and can be reached from here; on this machine, `npm run pipeline:up` starts it.',
    });
  } else {
    troubles.push(...[...ofJobs.values()].flat());
  }
  // Of a job that does not run, or writes nothing down, it has been said why more and more waits.
  const unexplained = stages.filter(({ name }) => (ofJobs.get(name) ?? []).length === 0);
  troubles.push(...unexplained.flatMap((stage) => troubleOfLag(stage, trends)));
  // Whatever else is wrong is why, or hides it.
  const age = watermark === null ? 0 : now - Date.parse(watermark);
  if (troubles.length === 0 && age >= WATERMARK_LATE_MS) {
    troubles.push({
      id: 'watermark',
      what: `No minute has been complete for ${ageWords(age / 1_000)}, so none is judged.`,
      advice: 'Events are counted all the same, but anomalies are not found. Time goes on in the jobs by ticks, which Flightdeck’s processes write into the topic `counted-events`: their log says why they do not.',
    });
  }
  return troubles;
}

function troubleOfJob({ name, state, since, checkpoint }: Job, now: number): Trouble[] {
  const id = `${name} ${state}`;
  switch (state) {
    case 'missing':
      return [{ id, what: `The job “${name}” is not there.`, advice: `Flink knows no job of that name; what it has to read waits in Kafka. ${COMES_BACK}` }];
    case 'failed':
      return [{ id, what: `The job “${name}” has ended: it failed, or somebody stopped it.`, advice: `Flink’s own dashboard says which, and why. What it has to read waits in Kafka. ${COMES_BACK}` }];
    case 'restarting':
      return [{ id, what: `The job “${name}” is being restarted.`, advice: 'Flink does so by itself, from the last checkpoint, and nothing is counted twice. If it does not run within some minutes, its log says why.' }];
    case 'unknown':
      return [{ id, what: `Nothing is known of the job “${name}”.`, advice: 'Flink did not answer when it was asked. It is asked again.' }];
    case 'running': {
      const last = checkpoint?.completed_at ?? since;
      const age = last === null ? 0 : now - Date.parse(last);
      if (age < CHECKPOINT_MISSED_MS) return [];
      return [
        {
          id: `${name} checkpoint`,
          what: `The job “${name}” has completed no checkpoint for ${ageWords(age / 1_000)}.`,
          advice: `Its results are shown with the next one; until then numbers stand still.${checkpoint !== null && checkpoint.failed_count > 0 ? ` ${formatCount(checkpoint.failed_count)} failed since it was started:` : ''} Flink’s own dashboard says why.`,
        },
      ];
    }
  }
}

function troubleOfLag({ name, lag, records_per_second: rate }: Stage, trends: LagTrends): Trouble[] {
  const trend = trends.get(name);
  if (lag === null || trend === undefined) return [];
  const [{ lowest, goes }, id] = [trend, `${name} lag`];
  const waiting = `“${STAGE_WORDS[name].name}” has ${formatCount(lag)} records waiting`;
  if (goes === 'stuck') return [{ id, what: `${waiting}, and nothing is read.`, advice: name === 'projector' ? STUCK_PROJECTOR : STUCK_JOB }];
  const perSecond = rate || null;
  if (goes !== 'up' && (perSecond === null || lowest < BEHIND_S * perSecond)) return [];
  const behind = perSecond === null ? '' : `, about ${ageWords(lag / perSecond)} of its work`;
  if (goes === 'up') return [{ id, what: `${waiting}${behind}, and they become more.`, advice: MORE_AND_MORE }];
  return [{ id, what: `${waiting}${behind}.`, advice: goes === 'down' ? 'It is catching up; numbers are late until then.' : 'Numbers are late by about that; none is lost.' }];
}

const STUCK_PROJECTOR = 'What was counted waits in Kafka and is not lost; numbers stand still until it is read. The log of Flightdeck’s processes says why they do not write it into PostgreSQL.';
const STUCK_JOB = 'It is there, but does nothing. What it has to read waits in Kafka, and numbers stand still until then. Its log says why, in Flink’s own dashboard.';
const MORE_AND_MORE = 'Numbers come later and later, but none is lost. It needs more room: a higher parallelism, or a larger machine (`docs/scaling.md`).';

/** In whole minutes from one on: what changes every second cannot be read, nor listened to. */
function ageWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3_600 ? `${Math.floor(whole / 60)} min` : formatAge(whole);
}

const withoutStop = (text: string) => text.replace(/\.$/, '');
