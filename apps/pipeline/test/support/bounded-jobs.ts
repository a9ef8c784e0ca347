import { setTimeout as sleep } from 'node:timers/promises';
import { Flink } from '../../flink-rest.ts';
import { type Cluster, startJob } from '../../jobs.ts';
import { JOBS } from '../../statements.ts';

const PATIENCE_MS = 120_000;

/** Runs all jobs, one after the other, each on what its topics hold, to their end. */
export async function runToTheEnd(cluster: Cluster, prefix: string): Promise<void> {
  for (const job of JOBS) {
    const id = await startJob(cluster, job, { prefix, bounded: 'latest-offset' });
    await finished(cluster.flinkUrl, id);
  }
}

async function finished(flinkUrl: string, id: string): Promise<void> {
  const flink = new Flink(flinkUrl);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const job = (await flink.jobs()).find((candidate) => candidate.id === id);
    if (job?.state === 'FINISHED') return;
    if (job?.state === 'FAILED' || Date.now() > deadline) throw new Error(`the job ${job?.name} is ${job?.state}: ${await flink.failureOf(id)}`);
    await sleep(200);
  }
}
