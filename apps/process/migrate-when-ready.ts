import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, MigrationError } from '../../libs/platform/migrator.ts';
import { ConfigError } from './config.ts';

/** How long a database that is starting may take to answer. */
const DATABASE_PATIENCE_MS = 30_000;

/**
 * Brings the database up to date, and waits for one that is starting, half a minute at most.
 *
 * @returns the names of the migrations that were applied
 * @throws ConfigError when it does not answer by then, MigrationError when it and this build do not belong together
 */
export async function migrateWhenReady(url: string, directory: string): Promise<string[]> {
  const deadline = Date.now() + DATABASE_PATIENCE_MS;
  for (;;) {
    try {
      return await migrate(url, directory);
    } catch (error) {
      if (error instanceof MigrationError || !isConnectionProblem(error)) throw error;
      if (Date.now() > deadline) throw new ConfigError(`DATABASE_URL must name a PostgreSQL that answers; it does not: ${messageOf(error)}`);
      await sleep(500);
    }
  }
}

/**
 * Not reachable yet, starting up or shutting down (57P01 to 57P03), or lost on the way (class 08). A wrong password or
 * database name does not mend itself.
 */
function isConnectionProblem(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return /^(E[A-Z]+|57P0[123]|08\w{3}|53300)$/.test(code) || /timeout|terminat/i.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof AggregateError ? messageOf(error.errors[0]) : error instanceof Error ? error.message : String(error);
}
