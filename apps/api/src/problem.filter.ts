import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DomainError, type DomainErrorKind, type FieldError } from '../../../libs/kernel/domain-error.ts';
import { loggableUrl, problemAsPage } from './outreach/public-address.ts';
import { uploadsOf } from './outreach/upload-body.ts';

const STATUS: Record<DomainErrorKind, number> = {
  malformed: 400,
  invalid: 422,
  'too-large': 413,
  unsupported: 415,
  'not-found': 404,
  gone: 410,
  conflict: 409,
  'too-fast': 429,
  overloaded: 503,
  unavailable: 503,
};

/** RFC 9457. `code` is stable; `detail` is for people. */
interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: string;
  detail: string;
  request_id: string;
  errors?: FieldError[];
}

/** The only place that knows both our errors and HTTP. What was not expected is logged and never shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logged = new WeakSet();

  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  send(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { status, code, detail, allow } = describe(error, request);
    const known = error instanceof DomainError ? error : undefined;
    // A refusal without a cause (too much, stopping) says all there is to say; under overload there are thousands.
    if (status >= 500 && (known === undefined || known.cause !== undefined)) this.log(error, request, status, detail);
    const problem: Problem = {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      code,
      detail,
      request_id: request.id,
      ...(known?.errors ? { errors: known.errors } : {}),
    };
    if (allow !== undefined) reply.header('allow', allow);
    // What was refused unread is still on its way; another request cannot follow it on this connection.
    if (status === 413) reply.header('connection', 'close');
    if (status === 503 || status === 429) reply.header('retry-after', String(known?.retryAfterSeconds ?? 1));
    const page = problemAsPage(request, reply, problem);
    if (page === undefined) reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
    else reply.code(status).type('text/html; charset=utf-8').send(page);
  }

  /** A failed commit refuses every request that shared it with one and the same error: it is logged once. */
  private log(error: unknown, request: FastifyRequest, status: number, detail: string): void {
    if (typeof error === 'object' && error !== null) {
      if (this.logged.has(error)) return;
      this.logged.add(error);
    }
    const err = error instanceof DomainError ? (error.cause ?? error) : error;
    this.logger.error({ err, request_id: request.id, method: request.method, url: loggableUrl(request), status }, detail);
  }
}

const UNREADABLE = { status: 400, code: 'UNREADABLE_REQUEST', detail: 'This is no HTTP request that can be read.' };

/** By the code of Node's error. */
const UNREAD: Record<string, typeof UNREADABLE> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'UNREADABLE_REQUEST', detail: 'The address and the headers are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', detail: 'The request did not arrive completely within a minute.' },
};

/** Answers bytes that are no complete HTTP request, which reach neither a route nor a filter. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = UNREAD[error.code ?? ''] ?? UNREADABLE;
  const title = STATUS_CODES[problem.status]!;
  const body = JSON.stringify({ type: 'about:blank', title, ...problem, request_id: null });
  socket.end(`HTTP/1.1 ${problem.status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
}

/** What could have been asked of this address instead. */
function methodsOf({ server, url }: FastifyRequest): string[] {
  return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => {
    const found = server.findRoute({ method, url }) as ReturnType<typeof server.findRoute> | null;
    // Every address is one that the page may have, as far as the router knows.
    return found !== null && !('*' in found.params);
  });
}

/** Framework errors carry a status and a code of their own; their wording is not ours to promise, so it is replaced. */
function describe(error: unknown, request: FastifyRequest): { status: number; code: string; detail: string; allow?: string } {
  if (error instanceof DomainError) return { status: STATUS[error.kind], code: error.code, detail: error.message };
  const status = statusOf(error);
  switch (status) {
    case 400:
      return { status, code: 'BAD_REQUEST', detail: 'The request cannot be read.' };
    case 404: {
      const methods = methodsOf(request);
      const allow = methods.join(', ');
      if (allow !== '' && !methods.includes(request.method)) return { status: 405, code: 'METHOD_NOT_ALLOWED', detail: `This address takes ${allow}.`, allow };
      return { status, code: 'NOT_FOUND', detail: 'There is nothing at this address.' };
    }
    case 413:
      return { status, code: 'BODY_TOO_LARGE', detail: `The body is larger than the ${sizeOf(request.routeOptions.bodyLimit)} that this address takes.` };
    case 415:
      return { status, code: 'UNSUPPORTED_MEDIA_TYPE', detail: `The body must be sent with Content-Type: ${mediaTypesOf(request)}.` };
    default:
      if (status >= 400 && status < 500) return { status, code: 'REQUEST_REFUSED', detail: STATUS_CODES[status] ?? 'The request was refused.' };
      return { status: 500, code: 'INTERNAL_ERROR', detail: 'Something failed on our side. The request id leads us to it.' };
  }
}

function mediaTypesOf({ routeOptions }: FastifyRequest): string {
  return uploadsOf(routeOptions.config)?.join(' or ') ?? 'application/json (batches of events also application/x-ndjson)';
}

function sizeOf(bytes: number): string {
  return bytes >= 1024 ** 2 ? `${bytes / 1024 ** 2} MB` : `${bytes / 1024} KB`;
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
