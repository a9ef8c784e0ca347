import { connect } from 'node:net';
import { expect } from '@jest/globals';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The decoded text where it is JSON. */
  body: unknown;
}

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = text !== '' && /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}

/** POSTs a body as it is, or anything else as JSON. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const asIs = typeof body === 'string' || body instanceof Uint8Array;
  return send(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: (asIs ? body : JSON.stringify(body)) as RequestInit['body'] });
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
