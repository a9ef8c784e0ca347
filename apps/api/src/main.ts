import 'reflect-metadata';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { IngestEventsHandler } from '../../../libs/events/application/ingest-events.ts';
import { createLogger } from '../../../libs/platform/logging.ts';
import { migrate, MigrationError } from '../../../libs/platform/migrator.ts';
import { createApplication } from './application.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { Lifecycle } from './health/lifecycle.ts';

/** The checkout, seen from dist/apps/api/src. */
const ROOT = join(import.meta.dirname, '../../../..');

/** How long a client may take, once the process is stopping, to finish a request that it has begun. */
const GRACE_MS = 3_000;

/** How long a database that is starting may take to answer. */
const DATABASE_PATIENCE_MS = 30_000;

type Application = Awaited<ReturnType<typeof createApplication>>;

async function main(): Promise<void> {
  const hasLauncher = process.connected;
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const migrations = await migrateWhenReady(config.databaseUrl);
  if (migrations.length > 0) logger.info({ migrations }, 'the database was brought up to date');
  const app = await createApplication({ ...config, logger, webDirectory: join(ROOT, 'dist/web') });
  const webSockets = keepWebSockets(app.getHttpServer());
  await listen(app, config);
  const url = `http://${nameOf(config.host)}:${portOf(await app.getUrl())}`;
  logger.info({ url }, 'listening');
  if (process.connected) process.send?.({ ready: true, url });

  let stopped: Promise<void> | undefined;
  const stop = (reason: string): void => {
    stopped ??= (async () => {
      logger.info({ reason }, 'stopping: answering what was accepted');
      app.get(Lifecycle).stopping = true;
      closeConnectionsAfterGrace(app, webSockets);
      await app.close();
      logger.info('stopped');
      process.exit(0);
    })().catch((error: unknown) => {
      logger.error({ err: error }, 'could not stop cleanly');
      process.exit(1);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Whoever started this process is gone, and with it the database that it may own.
  const launcherGone = (): void => stop('the launcher is gone');
  process.on('disconnect', launcherGone);
  if (hasLauncher && !process.connected) launcherGone();
}

/**
 * A closing server waits for connections on which nothing was ever said, or a request never ends. What was accepted is
 * answered first. (Keeping a list of the open sockets instead makes the garbage collector keep requests for long: with a
 * handler that only waits 3.4 KB of each survived, against 0.8 without the list, in three runs of each.)
 */
function closeConnectionsAfterGrace(app: Application, webSockets: ReadonlySet<Duplex>): void {
  const server: Server = app.getHttpServer();
  const ingest = app.get(IngestEventsHandler);
  const graceEnds = Date.now() + GRACE_MS;
  setInterval(() => {
    if (Date.now() < graceEnds || ingest.pending > 0) return;
    server.closeAllConnections();
    // A browser that sleeps does not answer that it is to close, and the server no longer counts these as its own.
    for (const socket of webSockets) socket.destroy();
  }, 100).unref();
}

/** These may be kept in a list: they are few, and no request hangs on them. */
function keepWebSockets(server: Server): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  server.on('upgrade', (_request, socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function migrateWhenReady(url: string): Promise<string[]> {
  const deadline = Date.now() + DATABASE_PATIENCE_MS;
  for (;;) {
    try {
      return await migrate(url, join(ROOT, 'prisma/migrations'));
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

async function listen(app: Application, { port, host }: Config): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    const code = (error as { code?: string }).code;
    if (code === 'EADDRINUSE') throw new ConfigError(`PORT must be free; ${port} on ${host} is taken by another program.`);
    if (code === 'EACCES') throw new ConfigError(`PORT must be one this user may open; ${port} is not.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new ConfigError(`HOST must be an address of this machine; ${host} is not.`);
    throw error;
  }
}

function nameOf(host: string): string {
  if (host === '127.0.0.1' || host === '0.0.0.0') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function portOf(url: string): string {
  return new URL(url).port;
}

function messageOf(error: unknown): string {
  return error instanceof AggregateError ? messageOf(error.errors[0]) : error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof MigrationError;
  process.stderr.write(`Flightdeck cannot start.\n${expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
