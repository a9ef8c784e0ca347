import { formatAge, formatCount } from '../../../shared/format.ts';
import type { Job, Stage, Streaming } from '../types.ts';
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

/** @param now ms since 1970, by the server's clock; @param growing stages that have had more and more to read */
export function troublesOf({ brokers, jobs, stages }: Streaming, now: number, growing: ReadonlySet<string>): Trouble[] {
  const troubles: Trouble[] = [];
  if (!brokers.reachable) {
    troubles.push({
      id: 'brokers',
      what: `Kafka cannot be reached${brokers.reason === null ? '.' : `: ${withoutStop(brokers.reason)}.`}`,
      advice: 'Until it is, new events are answered with 503, and clients send them again: nothing that was acknowledged is lost. See that the brokers named by `KAFKA_BROKERS` run; on this machine, `npm run pipeline:up` starts them.',
    });
  }
  if (jobs.length > 0 && jobs.every(({ state }) => state === 'unknown')) {
    troubles.push({
      id: 'flink',
      what: 'Flink does not answer, so nothing is known of its jobs.',
      advice: 'Events are taken all the same and wait in Kafka until the jobs run. See that Flink runs and can be reached from here; on this machine, `npm run pipeline:up` starts it.',
    });
  } else {
    troubles.push(...jobs.flatMap((job) => troubleOfJob(job, now)));
  }
  troubles.push(...stages.flatMap((stage) => troubleOfLag(stage, growing.has(stage.name), jobs)));
  return troubles;
}

function troubleOfJob({ name, state, since, checkpoint }: Job, now: number): Trouble[] {
  const id = `${name} ${state}`;
  switch (state) {
    case 'missing':
      return [{ id, what: `The job “${name}” is not there.`, advice: 'Nobody has submitted it, or somebody has cancelled it. What it has to read waits in Kafka. `npm run pipeline:up` submits the jobs that are missing.' }];
    case 'failed':
      return [{ id, what: `The job “${name}” has failed, and does not come back by itself.`, advice: 'Its log says why, in Flink’s own dashboard. What it has to read waits in Kafka; `npm run pipeline:up` submits it again.' }];
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
          what: `The job “${name}” has completed no checkpoint for ${formatAge(Math.round(age / 1_000))}.`,
          advice: `Its results are shown with the next one; until then numbers stand still.${checkpoint !== null && checkpoint.failed_count > 0 ? ` ${formatCount(checkpoint.failed_count)} failed since it was started:` : ''} Flink’s own dashboard says why.`,
        },
      ];
    }
  }
}

function troubleOfLag({ name, lag, records_per_second: rate }: Stage, isGrowing: boolean, jobs: readonly Job[]): Trouble[] {
  // That a job which does not run reads nothing has been said.
  const job = jobs.find((each) => each.name === name);
  if (lag === null || lag === 0 || (job !== undefined && job.state !== 'running')) return [];
  const seconds = rate === null || rate === 0 ? null : lag / rate;
  if (!isGrowing && (seconds === null || seconds < BEHIND_S)) return [];
  const behind = seconds === null ? '' : `, about ${formatAge(Math.round(seconds))} of its work`;
  return [
    {
      id: `${name} lag`,
      what: `“${STAGE_WORDS[name].name}” has ${formatCount(lag)} records waiting${behind}${isGrowing ? ', and they become more' : ''}.`,
      advice: isGrowing
        ? 'Numbers come later and later, but none is lost. It needs more room: a higher parallelism, or a larger machine (`docs/scaling.md`).'
        : 'It is catching up; numbers are late until then.',
    },
  ];
}

const withoutStop = (text: string) => text.replace(/\.$/, '');
