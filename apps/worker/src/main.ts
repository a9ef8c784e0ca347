import 'reflect-metadata';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { createLogger, FrameworkLogger } from '../../../libs/platform/logging.ts';
import { readConfig } from '../../process/config.ts';
import { migrateWhenReady } from '../../process/migrate-when-ready.ts';
import { runProcess, stopWhenTold } from '../../process/run-process.ts';
import { WorkerModule } from './worker.module.ts';

/** The checkout, seen from dist/apps/worker/src. */
const ROOT = join(import.meta.dirname, '../../../..');

/** A process that only works in the background: it sends, and answers no requests. */
async function main(): Promise<void> {
  const { databaseUrl, redisUrl, logLevel, outreach } = readConfig(process.env);
  const logger = createLogger(logLevel);
  await migrateWhenReady(databaseUrl, join(ROOT, 'prisma/migrations'));
  // It takes no events, and what Flink has counted is taken over by those that answer requests.
  const kafkaBrokers = undefined;
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot({ databaseUrl, redisUrl, kafkaBrokers, logger, outreach: { ...outreach, dispatches: true } }), {
    logger: new FrameworkLogger(logger),
    abortOnError: false,
  });
  logger.info('working');
  if (process.connected) process.send?.({ ready: true });
  stopWhenTold(logger, () => app.close());
}

runProcess(main);
