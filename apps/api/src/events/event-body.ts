import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { uploadsOf } from '../outreach/upload-body.ts';
import { malformedEncoding, malformedJson, tooManyBodies, unsupportedEncoding } from './errors.ts';
import { MAX_EVENT_BYTES } from './event.schema.ts';
import { NdjsonReader } from './ndjson-reader.ts';

export const MAX_BATCH_BYTES = 5 * 1024 * 1024;
export const MAX_BATCH_EVENTS = 5_000;

/** Room for the batches that are being read at the same time; further ones are asked to come again. */
const MAX_BYTES_IN_FLIGHT = 512 * 1024 * 1024;

/** A larger body than this is not read to its end before it is refused. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** How many bytes one byte of gzip can become at most (zlib's technical details: 258 bytes in two bits). */
const DEFLATE_RATIO = 1032;

/**
 * Teaches the server to read bodies: JSON and NDJSON, plain or gzip, each within the limit of its route. The limit is
 * on what comes out of gzip, checked while it comes out, so a decompression bomb is cut off at the limit.
 */
export function registerBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  let bytesInFlight = 0;

  // Routes state their limit in their config; this is where it becomes the server's.
  server.addHook('onRoute', (route) => {
    const limit = (route.config as { bodyLimit?: number } | undefined)?.bodyLimit;
    if (limit !== undefined) route.bodyLimit = limit;
  });

  // Closing on a body that is still being sent resets the connection, and many clients then see that instead of the 413.
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const length = Number(request.headers['content-length'] ?? 0);
    if (length <= request.routeOptions.bodyLimit || length > MAX_DISCARDED_BYTES) return done(null, payload);
    request.raw.resume();
    finished(request.raw, () => done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()));
  });

  server.addHook('preParsing', (request, reply, payload, done) => {
    const limit = request.routeOptions.bodyLimit;
    // Files are not collected, but read as they arrive.
    if (limit > MAX_EVENT_BYTES && uploadsOf(request.routeOptions.config) === undefined) {
      const length = Number(request.headers['content-length'] ?? limit);
      const expected = Math.min(request.headers['content-encoding'] === undefined ? length : length * DEFLATE_RATIO, limit);
      if (bytesInFlight + expected > MAX_BYTES_IN_FLIGHT) return done(tooManyBodies());
      bytesInFlight += expected;
      reply.raw.once('close', () => {
        bytesInFlight -= expected;
      });
    }
    const encoding = request.headers['content-encoding']?.trim().toLowerCase();
    if (encoding === undefined || encoding === 'identity') return done(null, payload);
    if (encoding !== 'gzip') return done(unsupportedEncoding());
    done(null, gunzip(payload, reply.raw));
  });

  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    if (!isUtf8(body)) return done(malformedEncoding('UTF-8'));
    try {
      done(null, JSON.parse(body.toString('utf8')));
    } catch {
      done(malformedJson());
    }
  });

  server.addContentTypeParser('application/x-ndjson', async (request: FastifyRequest, payload: IncomingMessage) => {
    const reader = new NdjsonReader(MAX_EVENT_BYTES, MAX_BATCH_EVENTS);
    const limit = request.routeOptions.bodyLimit;
    let bytes = 0;
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
      reader.push(chunk);
    }
    return reader.end();
  });
}

function gunzip(payload: Readable, response: { once(event: 'close', listener: () => void): unknown }): Readable {
  const plain = createGunzip();
  // What cannot be unpacked is the sender's to mend, and told as such to whoever reads.
  const release = plain._destroy.bind(plain);
  plain._destroy = (error, callback) => release(error === null ? null : malformedEncoding('gzip'), callback);
  // The server stops listening once it has refused the body; what breaks after that concerns nobody.
  plain.on('error', () => undefined);
  payload.on('error', (error) => plain.destroy(error));
  response.once('close', () => plain.destroy());
  // The server holds what it received against Content-Length, which counts compressed bytes.
  Object.defineProperty(plain, 'receivedEncodedLength', { get: () => plain.bytesWritten });
  return payload.pipe(plain);
}
