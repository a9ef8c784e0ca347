import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { inCheckout } from '../../../tools/checkout.mjs';
import { step } from '../../../tools/progress.mjs';
import { Refusal, runMain } from '../../../tools/refusal.mjs';
import { ensureEngineFiles } from './engine-files.ts';
import type { KeeperReport } from './keeper.ts';
import { lockPipeline, readPipelineSettings } from './pipeline-settings.ts';

/** `npm run pipeline:up`: Kafka and Flink with their jobs, in the background. */
await runMain(async () => {
  const { folder } = readPipelineSettings(process.env);
  if (process.argv.length > 2) throw new Refusal('pipeline:up takes no arguments: KAFKA_PORT, FLINK_PORT, SQL_GATEWAY_PORT and DATA_DIR are environment variables.');
  mkdirSync(folder, { recursive: true });
  const locked = await lockPipeline(folder);
  if (!('lock' in locked)) {
    console.log(`Kafka and Flink run already (process ${locked.keeper.pid}).\n\n${locked.note}`);
    return 0;
  }
  locked.lock.release();
  // Here, where its progress is seen.
  await ensureEngineFiles();
  console.log(`\n${await step('Starting Kafka and Flink', () => startKeeper(folder))}`);
  return 0;
});

/** @returns what runs where */
async function startKeeper(folder: string): Promise<string> {
  const log = openSync(join(folder, 'keeper.log'), 'a');
  const keeper = spawn(process.execPath, ['--no-warnings', inCheckout('apps', 'pipeline', 'native', 'keeper.ts')], { detached: true, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const ended = once(keeper, 'exit').then((): KeeperReport => ({ failed: `The keeper ended as it started. Its log: ${join(folder, 'keeper.log')}` }));
  const [report] = await Promise.race([once(keeper, 'message') as Promise<[KeeperReport]>, ended.then((failed) => [failed] as const)]);
  if ('failed' in report) throw new Refusal(report.failed);
  keeper.unref();
  return report.ready;
}
