import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { hasCountedBefore } from './counted-before.ts';
import { Flink, type FlinkJob } from './flink-rest.ts';
import { jobStateDirectory, newestState } from './job-state.ts';
import { SqlSession } from './sql-gateway.ts';
import { JOBS, jobStatements, type Job, tableStatements } from './statements.ts';

/** Results become visible with a checkpoint: what is sent is on the page about two of these later, one for each job it goes through. */
const CHECKPOINT_INTERVAL = '3 s';
/** For a savepoint; whoever stops the process that keeps the jobs must wait longer. */
export const STOP_PATIENCE_MS = 60_000;
const START_PATIENCE_MS = 120_000;

export interface Cluster {
  /** As Flink reaches them. */
  brokers: string;
  flinkUrl: string;
  gatewayUrl: string;
  /** A `file:` address that Flink and this process both see. */
  stateDirectory: string;
}

export interface JobOptions {
  /** In front of every topic. */
  prefix?: string;
  bounded?: 'unbounded' | 'latest-offset';
  /** Subtasks of each operator; more than a topic has partitions are idle. */
  parallelism?: number;
}

/** `count-once` would begin anew beside what it has counted already. */
export class StateMissing extends Error {
  override readonly name = 'StateMissing';
}

/**
 * Makes sure that every job is at work, once: one that the cluster does not know goes on from the newest checkpoint that it has left. Of
 * two of one name, which fence each other's transactions and write everything twice, the younger is cancelled.
 *
 * @returns the jobs that were started now, and those of which one too many was cancelled
 */
export async function submitJobs(cluster: Cluster, options: JobOptions = {}): Promise<{ started: Job[]; cancelled: Job[] }> {
  const flink = new Flink(cluster.flinkUrl);
  const alive = ours(await flink.jobs()).sort((a, b) => a.startedAt - b.startedAt);
  const surplus = alive.filter(({ name }, place) => alive.findIndex((older) => older.name === name) < place);
  for (const { id } of surplus) await flink.cancel(id);
  const started: Job[] = [];
  for (const job of JOBS) {
    // Asked before each of them: planning takes seconds, and a second one would make the first one's checkpoints its own.
    if (ours(await flink.jobs()).some(({ name }) => name === job)) continue;
    await startJob(cluster, job, options);
    started.push(job);
  }
  return { started, cancelled: surplus.map(({ name }) => name) };
}

/** Whether every job is at work, once; see {@link submitJobs}. */
export async function areJobsThere({ flinkUrl }: Cluster): Promise<boolean> {
  const names = ours(await new Flink(flinkUrl).jobs()).map(({ name }) => name);
  return names.length === JOBS.length && new Set(names).size === JOBS.length;
}

/**
 * @returns the job's id in Flink
 * @throws {StateMissing} for `count-once`, when it has counted before and nothing is left of its state
 */
export async function startJob({ brokers, gatewayUrl, stateDirectory }: Cluster, job: Job, { prefix = '', bounded = 'unbounded', parallelism = 2 }: JobOptions = {}): Promise<string> {
  const directory = jobStateDirectory(stateDirectory, job);
  const state = newestState(stateDirectory, job);
  if (job === 'count-once' && state === undefined && (await hasCountedBefore(brokers, prefix))) {
    throw new StateMissing(
      `"count-once" has counted before, and its state is not in ${directory}. It is not started: it would count everything a second time. Bring the state back (is this the right folder?), or count again what the topics still hold: docs/operations.md, "Counting again".`,
    );
  }
  const session = await SqlSession.open(gatewayUrl, {
    'execution.runtime-mode': 'streaming',
    'parallelism.default': String(parallelism),
    'execution.checkpointing.interval': CHECKPOINT_INTERVAL,
    'execution.checkpointing.dir': directory,
    // What it goes on from belongs to it from then on, and is cleared away when it is outdated.
    ...(state !== undefined && { 'execution.state-recovery.path': pathToFileURL(state).href, 'execution.state-recovery.claim-mode': 'CLAIM' }),
  });
  try {
    let jobId: string | undefined;
    for (const statement of [...tableStatements({ brokers, prefix, bounded }, job), ...jobStatements(job)]) jobId = (await session.execute(statement)).jobId ?? jobId;
    if (jobId === undefined) throw new Error(`jobs/${job}.sql has started nothing`);
    return jobId;
  } finally {
    await session.close();
  }
}

/** Resolves when all tasks of all jobs are at work. */
export async function jobsRunning({ flinkUrl }: Cluster): Promise<void> {
  const flink = new Flink(flinkUrl);
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const jobs = ours(await flink.jobs());
    const running = await Promise.all(jobs.map(({ id }) => flink.isRunning(id)));
    if (jobs.length === JOBS.length && running.every(Boolean)) return;
    if (Date.now() > deadline) throw new Error(`Not all jobs are running: ${jobs.map(({ name, state }) => `${name} is ${state.toLowerCase()}`).join(', ') || 'there are none'}.`);
    await sleep(250);
  }
}

/**
 * Ends all jobs, each with a savepoint that {@link submitJobs} goes on from. One that cannot take any is cancelled, and goes on from its last checkpoint.
 *
 * @returns why there is none, for each job of that kind
 */
export async function stopJobs({ flinkUrl, stateDirectory }: Cluster): Promise<string[]> {
  const flink = new Flink(flinkUrl);
  const reasons = await Promise.all(
    ours(await flink.jobs()).map(async ({ id, name }) => {
      try {
        await flink.stop(id, jobStateDirectory(stateDirectory, name), STOP_PATIENCE_MS);
      } catch (error) {
        await flink.cancel(id);
        return `${name} took no savepoint, and goes on from its last checkpoint: ${error instanceof Error ? error.message : String(error)}`;
      }
    }),
  );
  return reasons.filter((reason) => reason !== undefined);
}

function ours(jobs: FlinkJob[]): (FlinkJob & { name: Job })[] {
  return jobs.filter((job): job is FlinkJob & { name: Job } => job.isAlive && JOBS.some((name) => name === job.name));
}
