import { setTimeout as sleep } from 'node:timers/promises';
import { stopJobs, submitJobs } from './jobs.ts';
import { createTopics } from './topics.ts';

const LOOK_MS = 5_000;

// Keeps the topics and the jobs of a cluster there, for docker-compose.yml: whatever was restarted, its jobs go on from their last checkpoint.
// Told to end, it ends the jobs first, each with a savepoint.
const environment = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`${name} must be set.\n`);
  process.exit(1);
};
const cluster = {
  brokers: environment('KAFKA_BROKERS'),
  flinkUrl: environment('FLINK_URL'),
  gatewayUrl: environment('SQL_GATEWAY_URL'),
  stateDirectory: environment('STATE_DIRECTORY'),
};
const number = (name: string, fallback: number): number => {
  const value = Number(process.env[name] || fallback);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000) return value;
  process.stderr.write(`${name} must be a whole number from 1 to 1000.\n`);
  process.exit(1);
};
const partitions = number('PIPELINE_PARTITIONS', 4);
const replicas = number('PIPELINE_REPLICAS', 1);
const parallelism = number('PIPELINE_PARALLELISM', 2);

const stopped = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopped.abort());

let said = '';
function say(what: string): void {
  // Once, not every five seconds.
  if (what !== said) process.stdout.write(`${what}\n`);
  said = what;
}

while (!stopped.signal.aborted) {
  try {
    await createTopics({ brokers: cluster.brokers, partitions, replicas });
    const { started, cancelled } = await submitJobs(cluster, { parallelism });
    if (cancelled.length > 0) say(`cancelled ${cancelled.join(', ')}: there were two of it, and the older one goes on`);
    say(started.length > 0 ? `started ${started.join(', ')}` : 'all jobs are there');
  } catch (error) {
    say(`waiting: ${error instanceof Error ? error.message : String(error)}`);
  }
  await sleep(LOOK_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
}

try {
  for (const reason of await stopJobs(cluster)) say(reason);
  say('the jobs have ended');
} catch (error) {
  say(`the jobs were not ended, and go on from their last checkpoint: ${error instanceof Error ? error.message : String(error)}`);
}
