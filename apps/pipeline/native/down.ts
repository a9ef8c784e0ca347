import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, signalIfAlive } from '../../../tools/process-identity.mjs';
import { step } from '../../../tools/progress.mjs';
import { runMain } from '../../../tools/refusal.mjs';
import { lockPipeline, readPipelineSettings } from './pipeline-settings.ts';

/** Jobs write savepoints, and Kafka puts its logs in order. */
const patienceMs = 180_000;

/** `npm run pipeline:down`: stops what `npm run pipeline:up` has started. */
await runMain(async () => {
  const { folder } = readPipelineSettings(process.env);
  const locked = await lockPipeline(folder);
  if ('lock' in locked) {
    locked.lock.release();
    console.log('Kafka and Flink do not run.');
    return 0;
  }
  const { keeper } = locked;
  await step('Stopping Kafka and Flink', async () => {
    signalIfAlive(keeper, 'SIGTERM');
    for (const deadline = Date.now() + patienceMs; isAlive(keeper) && Date.now() < deadline; ) await sleep(100);
    signalIfAlive(keeper, 'SIGKILL');
    const left = await lockPipeline(folder);
    if ('lock' in left) left.lock.release();
  });
  console.log(`Stopped. The data stays in ${folder}.`);
  return 0;
});
