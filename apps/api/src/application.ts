import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type IncomingMessage, maxHeaderSize } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { FrameworkLogger } from '../../../libs/platform/logging.ts';
import { AppModule, type AppOptions } from './app.module.ts';
import { callIngestDirectly } from './events/direct-ingest.ts';
import { registerBodyParsers } from './events/event-body.ts';
import { EventsController } from './events/events.controller.ts';
import { Lifecycle } from './health/lifecycle.ts';
import { Metrics } from './health/metrics.ts';
import { openApiDocument } from './openapi.ts';
import { registerFormParser } from './outreach/form-body.ts';
import { loggableUrl } from './outreach/public-address.ts';
import { registerUploadParsers } from './outreach/upload-body.ts';
import { ProblemFilter, refuseUnreadable } from './problem.filter.ts';
import { checkQueryParameters } from './query-parameters.ts';
import { serveWebPage } from './web-page.ts';

interface Options extends AppOptions {
  /** Folder of the built web page. */
  webDirectory: string;
}

/** Requests slower than this are logged even when they succeed. */
const SLOW_MS = 1_000;

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The whole API, ready to listen. The database must be migrated. */
export async function createApplication({ webDirectory, ...options }: Options): Promise<NestFastifyApplication> {
  const { logger } = options;
  const problems = new ProblemFilter(logger);
  const adapter = new FastifyAdapter({
    // No logger of Fastify's own: it makes a child logger for every request, whether that logs anything or not.
    logger: false,
    genReqId: requestIds(),
    requestTimeout: 60_000,
    bodyLimit: 256 * 1024,
    // Whether an id is too long is for its route to say: the router would take such an address for another one.
    routerOptions: { maxParamLength: maxHeaderSize },
    return503OnClosing: false,
    // Node hands every request with an Upgrade header to whoever listens for upgrades, which leaves all but its own
    // unanswered. Java's HTTP client asks for HTTP/2 with each POST that way.
    http: { shouldUpgradeCallback: isWebSocket },
    // Nothing here is Connect middleware, and asking an empty list of it for every request is not free.
    skipMiddie: true,
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => problems.send(error, request, reply),
  });
  const server = adapter.getInstance<FastifyInstance>();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(options), adapter, {
    bodyParser: false,
    logger: new FrameworkLogger(logger),
    abortOnError: false,
  });
  registerBodyParsers(server);
  registerFormParser(server);
  registerUploadParsers(server);
  callIngestDirectly(server, app.get(EventsController));
  observeRequests(server, app.get(Metrics), app.get(Lifecycle), logger);
  let description: OpenAPIObject | undefined;
  const describeApi = (): OpenAPIObject => (description ??= openApiDocument(app));
  checkQueryParameters(server, describeApi);
  app.useGlobalFilters(problems);
  SwaggerModule.setup('api/docs', app, describeApi, { jsonDocumentUrl: 'api/openapi.json', customSiteTitle: 'Flightdeck API' });
  if (existsSync(webDirectory)) await serveWebPage(server, webDirectory);
  await app.init();
  return app;
}

function isWebSocket({ url, headers }: IncomingMessage): boolean {
  return url?.startsWith('/socket.io/') === true && headers.upgrade?.toLowerCase() === 'websocket';
}

/** Takes the caller's x-request-id where it is sane, so that a request can be followed through several systems. */
function requestIds(): (request: { headers: Record<string, string | string[] | undefined> }) => string {
  const prefix = randomBytes(6).toString('base64url');
  let count = 0;
  return (request) => {
    const given = request.headers['x-request-id'];
    if (typeof given === 'string' && REQUEST_ID.test(given)) return given;
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
}

function observeRequests(server: FastifyInstance, metrics: Metrics, lifecycle: Lifecycle, logger: Logger): void {
  const isVerbose = logger.isLevelEnabled('debug');
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // Connections that are kept alive would hold the process up; clients come back on a new one, elsewhere.
    if (lifecycle.stopping) reply.header('connection', 'close');
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (lifecycle.stopping) request.raw.socket.destroySoon();
    const elapsed = reply.elapsedTime;
    metrics.observeRequest(request.method, request.routeOptions.url ?? 'unmatched', reply.statusCode, elapsed / 1000);
    if (elapsed >= SLOW_MS || isVerbose) {
      logger.info({ request_id: request.id, method: request.method, url: loggableUrl(request), status: reply.statusCode, ms: Math.round(elapsed) }, 'request');
    }
    done();
  });
}
