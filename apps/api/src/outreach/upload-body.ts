import { finished, type Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { fastifyMultipart } from '@fastify/multipart';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { unsupportedEncoding } from '../events/errors.ts';

/** What a route that takes a file says in its config: which media types it may come as. */
interface UploadConfig {
  uploads: readonly string[];
}

const CSV = 'text/csv';
const FORM = 'multipart/form-data';

/** A file that is the whole body, to be read while it arrives. */
export class FileBody {
  constructor(readonly stream: Readable) {}
}

/**
 * Teaches the server to hand files to the routes that take them, and only to those, without waiting for their end. Their limit is theirs
 * to keep: a part of what has come may be of use.
 */
export function registerUploadParsers(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const uploads = uploadsOf(route.config);
    // Other parsers would collect as much as a file may have.
    if (uploads !== undefined) route.preParsing = (request, _reply, payload, done) => done(uploads.includes(mediaTypeOf(request)) ? null : wrongType(request), payload);
  });

  server.addContentTypeParser(CSV, (request, payload, done) => (uploadsOf(request.routeOptions.config)?.includes(CSV) ? done(null, new FileBody(payload)) : done(wrongType(request))));

  // The plugin's hooks, which clear away temporary files that nobody makes here, would run for every event that is reported; and its parser
  // would take forms for all addresses.
  const onlyWhereWanted = Object.create(server, {
    addHook: { value: () => onlyWhereWanted },
    addContentTypeParser: {
      value: (type: string, parse: (request: FastifyRequest, payload: unknown, done: (error: Error | null) => void) => void) =>
        server.addContentTypeParser(type, (request, payload, done) => {
          if (!uploadsOf(request.routeOptions.config)?.includes(FORM)) return done(wrongType(request));
          // The plugin reads what was sent, not what was unpacked of it.
          if (!['identity', undefined].includes(request.headers['content-encoding'])) return done(unsupportedEncoding());
          parse(request, payload, done);
        }),
    },
  }) as FastifyInstance;
  fastifyMultipart(onlyWhereWanted, {}, () => undefined);
}

export function uploadsOf(config: unknown): readonly string[] | undefined {
  return (config as Partial<UploadConfig> | undefined)?.uploads;
}

/** Reads a stream and leaves it open when the reader stops in the middle, for an answer is to be sent on the same connection. */
export function chunksOf(stream: Readable): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array> };
}

/**
 * Receives the rest of a request that will not be used: many clients see a reset connection instead of an answer that comes while they
 * are still sending. As it comes: unpacked, a megabyte can be a thousand of them. Resolves when it has come, or the client has gone.
 */
export async function receiveRest(request: FastifyRequest, stream: Readable): Promise<void> {
  if (request.raw.complete || request.raw.destroyed) return;
  // Who has stopped reading still listens, and a stream takes note of that they do not only after a turn of the event loop.
  stream.removeAllListeners('readable');
  await setImmediate();
  request.raw.unpipe();
  request.raw.resume();
  await new Promise<void>((resolve) => finished(request.raw, { writable: false }, () => resolve()));
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

function wrongType(request: FastifyRequest): Error {
  return new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type'] ?? '');
}
