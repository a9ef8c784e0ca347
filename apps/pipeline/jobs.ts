import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Flink, type FlinkJob } from './flink-rest.ts';
import { jobStateDirectory, newestState } from './job-state.ts';
import { SqlSession } from './sql-gateway.ts';
import { JOBS, jobStatements, type Job, tableStatements } from './statements.ts';

/** Results become visible with a checkpoint: what is sent is on the page about two of these later, one for each job it goes through. */
const CHECKPOINT_INTERVAL = '3 s';
const STOP_PATIENCE_MS = 60_000;
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

/**
 * Makes sure that every job is at work: one that the cluster does not know goes on from the newest checkpoint that it has left.
 *
 * @returns the jobs that were started now
 */
export async function submitJobs(cluster: Cluster, options: JobOptions = {}): Promise<Job[]> {
  const alive = new Set((await new Flink(cluster.flinkUrl).jobs()).filter(({ isAlive }) => isAlive).map(({ name }) => name));
  const missing = JOBS.filter((job) => !alive.has(job));
  for (const job of missing) await startJob(cluster, job, options);
  return missing;
}

/** @returns the job's id in Flink */
export async function startJob({ brokers, gatewayUrl, stateDirectory }: Cluster, job: Job, { prefix = '', bounded = 'unbounded', parallelism = 2 }: JobOptions = {}): Promise<string> {
  const directory = jobStateDirectory(stateDirectory, job);
  const state = newestState(stateDirectory, job);
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

/** Ends all jobs, each with a savepoint that {@link submitJobs} goes on from. One that cannot take any is cancelled, and goes on from its last checkpoint. */
export async function stopJobs({ flinkUrl, stateDirectory }: Cluster): Promise<void> {
  const flink = new Flink(flinkUrl);
  await Promise.all(
    ours(await flink.jobs()).map(async ({ id, name }) => {
      try {
        await flink.stop(id, jobStateDirectory(stateDirectory, name), STOP_PATIENCE_MS);
      } catch {
        await flink.cancel(id);
      }
    }),
  );
}

function ours(jobs: FlinkJob[]): (FlinkJob & { name: Job })[] {
  return jobs.filter((job): job is FlinkJob & { name: Job } => job.isAlive && JOBS.some((name) => name === job.name));
}
