import { describe, expect, test } from '@jest/globals';
import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import Fastify from 'fastify';
import { pino } from 'pino';
import { DomainError, type DomainErrorKind } from '../../../libs/kernel/domain-error.ts';
import { ProblemFilter } from './problem.filter.ts';

/** What a client is sent for an error, and what is logged about it. */
async function answerTo(error: unknown): Promise<{ status: number; headers: Record<string, unknown>; body: Record<string, unknown>; text: string; logged: string }> {
  let logged = '';
  const problems = new ProblemFilter(pino({ level: 'error' }, { write: (line: string) => void (logged += line) }));
  const server = Fastify({ genReqId: () => 'request-7' });
  server.get('/', (request, reply) => problems.send(error, request, reply));
  const response = await server.inject('/');
  await server.close();
  return { status: response.statusCode, headers: response.headers, body: response.json(), text: response.body, logged };
}

describe('the problem document', () => {
  test('of a domain error says what it says, under its code', async () => {
    const errors = [{ field: 'type', message: 'is required' }];
    const { status, headers, body } = await answerTo(new DomainError('invalid', 'VALIDATION_FAILED', 'Please check: type.', { errors }));
    expect(status).toBe(422);
    expect(headers['content-type']).toMatch(/^application\/problem\+json(;|$)/);
    expect(body).toEqual({ type: 'about:blank', title: 'Unprocessable Entity', status: 422, code: 'VALIDATION_FAILED', detail: 'Please check: type.', request_id: 'request-7', errors });
  });

  test.each<[DomainErrorKind, number]>([
    ['malformed', 400],
    ['invalid', 422],
    ['too-large', 413],
    ['unsupported', 415],
    ['not-found', 404],
    ['gone', 410],
    ['conflict', 409],
    ['overloaded', 503],
    ['unavailable', 503],
  ])('of kind %s has status %i', async (kind, expected) => {
    const { status, headers, body } = await answerTo(new DomainError(kind, 'CODE', 'What happened.'));
    expect(status).toBe(expected);
    expect(body).toMatchObject({ status: expected, code: 'CODE' });
    expect(headers['retry-after'] !== undefined).toBe(expected === 503);
  });

  test('says when to come again', async () => {
    expect((await answerTo(new DomainError('unavailable', 'CODE', 'Away.', { retryAfterSeconds: 7 }))).headers['retry-after']).toBe('7');
    expect((await answerTo(new DomainError('unavailable', 'CODE', 'Away.'))).headers['retry-after']).toBe('1');
  });

  test('of something unexpected shows nothing of it, and the log shows all', async () => {
    for (const error of [new Error('secret in SELECT * FROM users'), new TypeError('secret'), 'secret', { message: 'secret', statusCode: 'secret' }, Object.assign(new Error('secret'), { statusCode: 502 })]) {
      const { status, text, logged } = await answerTo(error);
      expect(status).toBe(500);
      expect(text).not.toContain('secret');
      expect(JSON.parse(text)).toMatchObject({ code: 'INTERNAL_ERROR', request_id: 'request-7' });
      expect(logged).toContain('secret');
    }
  });

  test.each([null, undefined, 0, ''])('can be made even of %j', async (nothing) => {
    expect((await answerTo(nothing)).body).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
  });

  test('of an unavailable store names no cause, and the log does', async () => {
    const { text, logged } = await answerTo(new DomainError('unavailable', 'EVENT_STORE_UNAVAILABLE', 'Away.', { cause: new Error('connect ECONNREFUSED') }));
    expect(text).not.toContain('ECONNREFUSED');
    expect(logged).toContain('ECONNREFUSED');
  });

  test('of a refusal that says it all is not logged: under overload there are thousands', async () => {
    const { status, logged } = await answerTo(new DomainError('overloaded', 'INGEST_OVERLOADED', 'Too much.'));
    expect(status).toBe(503);
    expect(logged).toBe('');
  });

  test.each<[string, unknown, number, string]>([
    ['refusal', new BadRequestException('secret'), 400, 'BAD_REQUEST'],
    ['missing route', new NotFoundException('Cannot GET /secret'), 404, 'NOT_FOUND'],
    ['body limit', Object.assign(new Error('secret'), { statusCode: 413 }), 413, 'BODY_TOO_LARGE'],
    ['media type', Object.assign(new Error('secret'), { statusCode: 415 }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['any other status', new HttpException('secret', 418), 418, 'REQUEST_REFUSED'],
  ])('of the framework’s %s has our words', async (_, error, expected, code) => {
    const { status, body, text } = await answerTo(error);
    expect(status).toBe(expected);
    expect(body).toMatchObject({ status: expected, code, detail: expect.any(String) });
    expect(text).not.toContain('secret');
  });
});
