import { connect } from 'node:net';
import { expect } from '@jest/globals';
import supertest from 'supertest';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The decoded text where it is JSON. */
  body: unknown;
}

interface Init {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export async function send(url: string, { method = 'GET', headers = {}, body }: Init = {}): Promise<Answer> {
  const { origin } = new URL(url);
  const request = new supertest.Test(origin, method, url.slice(origin.length)).set(headers).redirects(0).serialize((sent) => sent as string).buffer(true).parse(toText);
  const response = await (body === undefined ? request : request.send(typeof body === 'string' ? body : Buffer.from(body)));
  const text = typeof response.body === 'string' ? response.body : '';
  const isJson = text !== '' && /\bjson\b/.test(response.headers['content-type'] ?? '');
  return { status: response.status, headers: new Headers(response.headers), text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}

/** The text as it came; what reads it as JSON would hide what cannot be read. */
function toText(response: supertest.Response, done: (error: Error | null, text: string) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer | string) => chunks.push(Buffer.from(chunk)));
  stream.on('end', () => done(null, Buffer.concat(chunks).toString()));
}

/** POSTs a body as it is, or anything else as JSON. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const asIs = typeof body === 'string' || body instanceof Uint8Array;
  return send(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: asIs ? body : JSON.stringify(body) });
}

/** An answer is this problem, told as every problem is told. */
export function expectProblem(answer: Answer, status: number, code: string, errors?: Record<string, unknown>): void {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/);
  expect({ status: answer.status, body: answer.body }).toEqual({
    status,
    body: {
      type: 'about:blank',
      title: expect.stringMatching(/./),
      status,
      code,
      detail: expect.stringMatching(/./),
      request_id: answer.headers.get('x-request-id'),
      ...(errors === undefined ? {} : { errors: Object.entries(errors).map(([field, message]) => ({ field, message })) }),
    },
  });
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w.:-]+$/);
}

/** Writes bytes to the server as they are, and reads until it closes the connection or has been silent for `quietMs`. */
export async function sendRaw(url: string, bytes: string | Buffer, quietMs = 2_000): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.setTimeout(quietMs, () => socket.destroy());
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return received;
}
