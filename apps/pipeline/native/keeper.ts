import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, runMain } from '../../../tools/refusal.mjs';
import type { Engine } from './engine.ts';
import { areJobsThere, jobsRunning, StateMissing, stopJobs, submitJobs } from '../jobs.ts';
import { createTopics } from '../topics.ts';
import { type Engines, startEngines } from './engines.ts';
import { delayAfter, JobsKeeper } from './jobs-keeper.ts';
import { lockPipeline, readPipelineSettings } from './pipeline-settings.ts';

/**
 * Owns the engines of `npm run pipeline:up`, in the background and until it is told to stop: starts again what ends by
 * itself. Its parent is told what came of the start; if that goes away before, all of it ends.
 */

/** What it tells its parent. */
export type KeeperReport = { ready: string } | { failed: string };

/** Of each topic: twice the subtasks that a job has, so that there is room to grow on one machine. */
const partitions = 4;
const lookEveryMs = 10_000;
/** Whatever ran for so long did not end because of how it was started. */
const wellAfterMs = 5 * 60_000;

const stopping = new AbortController();
const { signal } = stopping;
const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
const stopWithParent = () => stopping.abort();
process.once('disconnect', stopWithParent);

await runMain(async () => {
  const { folder, ports } = readPipelineSettings(process.env);
  const locked = await lockPipeline(folder);
  if (!('lock' in locked)) return fail(new Refusal(`Kafka and Flink run already (process ${locked.keeper.pid}).`));
  const { lock } = locked;
  lock.describe('They are just being started.');
  let engines: Engines | undefined;
  try {
    engines = await startEngines({ folder, ports, onStart: (pid) => lock.include(pid) });
    await ensureJobs(engines);
    const addresses = inWords(engines, folder);
    lock.describe(addresses);
    process.off('disconnect', stopWithParent);
    report({ ready: addresses });
    log('Everything runs.');
    await keep(engines);
    return 0;
  } catch (error) {
    return fail(error);
  } finally {
    await engines?.stop();
    lock.release();
    log('Stopped.');
  }
});

async function keep(engines: Engines): Promise<void> {
  const { broker, jobManager, taskManager, gateway } = engines;
  const jobs = new JobsKeeper(() => ensureJobs(engines), signal, (error) => log('The jobs do not run yet:', error));
  const watching = [...[broker, jobManager, taskManager, gateway].map((engine) => keepRunning(engine, jobs)), keepJobs(engines, jobs)];
  await stopped;
  log('Stopping.');
  try {
    // Each with a savepoint, so that the next start goes on from it.
    for (const reason of await stopJobs(engines)) log(reason);
  } catch (error) {
    log('The jobs were not stopped in order; they go on from their last checkpoint:', error);
  }
  // One that is just being started is not waited for.
  await engines.stop();
  await Promise.all(watching);
}

/** After every start of an engine: the topics and jobs that are missing, each job from the last checkpoint it has left. */
async function ensureJobs(engines: Engines): Promise<void> {
  await createTopics({ brokers: engines.brokers, partitions, replicas: 1 });
  const { started, cancelled } = await submitJobs(engines);
  if (cancelled.length > 0) log(`There were two of ${cancelled.join(', ')}: the younger one was cancelled.`);
  if (started.length > 0) log(`Started ${started.join(', ')}.`);
  await jobsRunning(engines);
}

/** Also those that go while all engines run: cancelled on Flink's page, or failed for good. */
async function keepJobs(engines: Engines, jobs: JobsKeeper): Promise<void> {
  while (!signal.aborted) {
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
    // Where Flink does not answer it is being started again, and the jobs are seen to after that.
    if (!signal.aborted && !(await areJobsThere(engines).catch(() => true))) await jobs.ensure();
  }
}

async function keepRunning(engine: Engine, jobs: JobsKeeper): Promise<void> {
  let failures = 0;
  for (let since = Date.now(); ; ) {
    await Promise.race([engine.ended, stopped]);
    if (signal.aborted) return;
    if (Date.now() - since > wellAfterMs) failures = 0;
    const delayMs = delayAfter(failures++);
    log(`${engine.name} has ended; starting it again in ${delayMs / 1000} s.`);
    await sleep(delayMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    since = Date.now();
    try {
      await engine.start();
      log(`${engine.name} is back.`);
      await Promise.race([jobs.ensure(), engine.ended]);
    } catch (error) {
      if (!signal.aborted) log(`${engine.name} does not start:`, error);
    }
  }
}

function inWords({ brokers, flinkUrl, gatewayUrl }: Engines, folder: string): string {
  return [`Kafka        ${brokers}`, `Flink        ${flinkUrl}`, `SQL gateway  ${gatewayUrl}`, `Data, logs   ${folder}`, '', `Next: KAFKA_BROKERS=${brokers} npm start`, 'Stop: npm run pipeline:down'].join('\n');
}

function fail(error: unknown): number {
  log('This failed, and with it all the rest:', error);
  report({ failed: error instanceof Refusal || error instanceof StateMissing ? error.message : String(error instanceof Error ? error.stack : error) });
  return 1;
}

/** Then the parent may go. */
function report(what: KeeperReport): void {
  if (process.connected) process.send!(what, () => process.disconnect());
}

function log(what: string, ...more: unknown[]): void {
  console.log(new Date().toISOString(), what, ...more.map((one) => (one instanceof Refusal || one instanceof StateMissing ? one.message : one)));
}
