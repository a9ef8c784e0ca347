import 'reflect-metadata';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { IngestEventsHandler } from '../../../libs/events/application/ingest-events.ts';
import { createLogger } from '../../../libs/platform/logging.ts';
import { type Config, ConfigError, readConfig } from '../../process/config.ts';
import { migrateWhenReady } from '../../process/migrate-when-ready.ts';
import { runProcess, stopWhenTold } from '../../process/run-process.ts';
import { createApplication } from './application.ts';
import { Lifecycle } from './health/lifecycle.ts';

/** The checkout, seen from dist/apps/api/src. */
const ROOT = join(import.meta.dirname, '../../../..');

/** How long a client may take, once the process is stopping, to finish a request that it has begun. */
const GRACE_MS = 3_000;

type Application = Awaited<ReturnType<typeof createApplication>>;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const migrations = await migrateWhenReady(config.databaseUrl, join(ROOT, 'prisma/migrations'));
  if (migrations.length > 0) logger.info({ migrations }, 'the database was brought up to date');
  const app = await createApplication({ ...config, logger, webDirectory: join(ROOT, 'dist/web') });
  const webSockets = keepWebSockets(app.getHttpServer());
  await listen(app, config);
  const url = `http://${nameOf(config.host)}:${portOf(await app.getUrl())}`;
  logger.info({ url }, 'listening');
  if (process.connected) process.send?.({ ready: true, url });

  stopWhenTold(logger, async () => {
    app.get(Lifecycle).stopping = true;
    closeConnectionsAfterGrace(app, webSockets);
    await app.close();
  });
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

runProcess(main);
