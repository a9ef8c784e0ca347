import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Paths that belong to machines, or to recipients: what is not found there is not the page of those who run campaigns. */
const OTHER_PATHS = /^\/(api|events|stats|health|metrics|socket\.io|assets|feedback|unsubscribe)(\/|$|\?)/;

/**
 * Serves the built page: files under /assets carry a hash in their name and may be kept for ever; every other address
 * a browser asks for is the page itself, which knows its own routes.
 */
export async function serveWebPage(server: FastifyInstance, directory: string): Promise<void> {
  const index = await readFile(join(directory, 'index.html'));
  await server.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
    preCompressed: true,
    decorateReply: false,
    wildcard: false,
  });
  server.get('/*', (request, reply) => {
    if (OTHER_PATHS.test(request.url)) return reply.callNotFound();
    return reply
      .header('cache-control', 'no-cache')
      .header('content-security-policy', "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'")
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .type('text/html; charset=utf-8')
      .send(index);
  });
}
