import type { IncomingMessage } from 'node:http';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';

/** The longest comment there may be, percent-encoded three bytes a character's byte, is 24,000 bytes. */
export const MAX_FORM_BYTES = 32 * 1024;

const FORM = 'application/x-www-form-urlencoded';

/** What the form of a page without scripts has sent. */
export class FormBody {
  constructor(readonly fields: URLSearchParams) {}
}

/** Of a route: whether it reads forms, or takes any other kind of body than JSON for one, too. */
interface FormConfig {
  forms?: 'only' | 'any';
}

/**
 * Teaches the server to read forms, on routes that ask for it.
 *
 * One-click unsubscribing (RFC 8058, section 3.1) should be sent as multipart/form-data. Everything that the server wants to know of it is
 * that it was sent; a route for it takes any body for a form, which then has no field that it knows.
 */
export function registerFormParser(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { forms } = (route.config ?? {}) as FormConfig;
    if (forms !== 'any' || route.method !== 'POST') return;
    route.onRequest = (request, _reply, done) => {
      const { headers } = request;
      if (!/^\s*application\/(json|x-www-form-urlencoded)\b/i.test(headers['content-type'] ?? '')) headers['content-type'] = FORM;
      done();
    };
  });
  server.addContentTypeParser(FORM, async (request: FastifyRequest, payload: IncomingMessage) => {
    if ((request.routeOptions.config as FormConfig).forms === undefined) throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(FORM);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > request.routeOptions.bodyLimit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
      chunks.push(chunk);
    }
    return new FormBody(new URLSearchParams(Buffer.concat(chunks).toString()));
  });
}
