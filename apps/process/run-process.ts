import type { Logger } from 'pino';
import { MigrationError } from '../../libs/platform/migrator.ts';
import { ConfigError } from './config.ts';

/** Runs a process of Flightdeck. What it cannot start for is told without a stack where people can mend it; it exits 1. */
export function runProcess(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const expected = error instanceof ConfigError || error instanceof MigrationError;
    process.stderr.write(`Flightdeck cannot start.\n${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
}

/** Ends the process in order, once: on SIGTERM and SIGINT, and when whoever launched it is gone, and with it the database that it may own. */
export function stopWhenTold(logger: Logger, stop: () => Promise<void>): void {
  let stopped: Promise<void> | undefined;
  const begin = (reason: string): void => {
    stopped ??= (async () => {
      logger.info({ reason }, 'stopping: finishing what was accepted');
      await stop();
      logger.info('stopped');
      process.exit(0);
    })().catch((error: unknown) => {
      logger.error({ err: error }, 'could not stop cleanly');
      process.exit(1);
    });
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
  const launcherGone = (): void => begin('the launcher is gone');
  process.on('disconnect', launcherGone);
  if (hadLauncher && !process.connected) launcherGone();
}

/** As the process began: the launcher may be gone before anybody listens. */
const hadLauncher = process.connected;
