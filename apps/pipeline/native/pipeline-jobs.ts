import { type Cluster, jobsRunning, stopJobs, submitJobs } from '../jobs.ts';
import { createTopics } from '../topics.ts';

/** Of each topic: twice the subtasks that a job has, so that there is room to grow on one machine. */
const PARTITIONS = 4;

/** After every start of an engine: the topics and jobs that are missing, each job from the last checkpoint it has left. */
export async function ensureJobs(cluster: Cluster): Promise<void> {
  await createTopics({ brokers: cluster.brokers, partitions: PARTITIONS, replicas: 1 });
  await submitJobs(cluster);
  await jobsRunning(cluster);
}

/** Before the engines are stopped: jobs end with a savepoint, so that the next start goes on from it. */
export { stopJobs };
