import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { aMessage } from '../../../../apps/api/test/support/a-message.ts';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { WebhookChannel } from './webhook-channel.ts';

const SECRET = 'a secret that is long enough';

interface Request {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  socket: Socket;
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function aReceiver(respond: Respond = (_, response) => response.end()) {
  const requests: Request[] = [];
  const sockets = new Set<Socket>();
  const receiver = { url: '', requests, sockets, respond, connections: 0 };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      requests.push({ method: request.method!, path: request.url!, headers: request.headers, body, socket: request.socket });
      receiver.respond(request, response);
    });
  });
  server.on('connection', (socket) => {
    receiver.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?of=flightdeck`;
  open.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return receiver;
}

function aChannel(url: string, { secret = SECRET, answerMs }: { secret?: string; answerMs?: number } = {}): WebhookChannel {
  const channel = new WebhookChannel({ webhook: { url, secret }, ...(answerMs !== undefined && { answerMs }) });
  open.push(() => channel.close());
  return channel;
}

/** As the receiver is told to do it, from the bytes it got. */
function expectedSignature({ headers, body }: Request, key: Buffer): string {
  return `v1,${createHmac('sha256', key).update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`).digest('base64')}`;
}

describe('WebhookChannel', () => {
  test('posts the message as JSON, under a key by which the receiver knows it again', async () => {
    const receiver = await aReceiver((_, response) => response.writeHead(202).end('thanks'));
    const message = aMessage({ attempt: 2, to: { name: 'Jörg 🙂', email: null, phone: '+4930123456' } });
    expect(await aChannel(receiver.url).deliver(message)).toEqual({ status: 'sent' });
    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook?of=flightdeck', headers: { 'content-type': 'application/json', 'idempotency-key': message.key, 'webhook-id': message.key } });
    expect(JSON.parse(request!.body)).toEqual({
      id: message.key,
      type: 'feedback_request',
      campaign: { id: 'camp_1', name: 'Spring' },
      recipient: { name: 'Jörg 🙂', email: null, phone: '+4930123456' },
      subject: message.subject,
      text: message.text,
      html: message.html,
      feedback_link: message.feedbackLink,
      unsubscribe_link: message.unsubscribeLink,
      attempt: 2,
    });
  });

  test.each([
    ['a secret of any characters', SECRET, Buffer.from(SECRET)],
    ['one as Standard Webhooks writes it', `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`, Buffer.from('0123456789abcdef01234567')],
  ])('signs what it sends with %s', async (_, secret, key) => {
    const receiver = await aReceiver();
    const before = Math.floor(Date.now() / 1000);
    await aChannel(receiver.url, { secret }).deliver(aMessage());
    const [request] = receiver.requests;
    expect(request!.headers['webhook-signature']).toBe(expectedSignature(request!, key));
    expect(Number(request!.headers['webhook-timestamp'])).toBeGreaterThanOrEqual(before);
    expect(request!.headers['webhook-signature']).not.toBe(expectedSignature({ ...request!, body: `${request!.body} ` }, key));
    expect(request!.headers['webhook-signature']).not.toBe(expectedSignature(request!, Buffer.from('another secret')));
  });

  test('a refusal is permanent, trouble is transient, each with what was said', async () => {
    const receiver = await aReceiver((_, response) => response.writeHead(422).end('no such phone'));
    const channel = aChannel(receiver.url);
    expect(await channel.deliver(aMessage())).toEqual({ status: 'permanent', code: 'WEBHOOK_422', message: 'HTTP 422: no such phone' });
    receiver.respond = (_, response) => response.writeHead(503, { 'retry-after': '30' }).end('busy');
    expect(await channel.deliver(aMessage())).toEqual({ status: 'transient', code: 'WEBHOOK_503', message: 'HTTP 503: busy', retryAfterMs: 30_000 });
    const date = new Date(Date.now() + 3_600_000);
    receiver.respond = (_, response) => response.writeHead(429, { 'retry-after': date.toUTCString() }).end();
    const outcome = await channel.deliver(aMessage());
    expect(outcome).toMatchObject({ status: 'transient', code: 'WEBHOOK_429' });
    expect((outcome as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(3_000_000);
    expect((outcome as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });

  test('a redirect is not followed', async () => {
    const other = await aReceiver();
    const receiver = await aReceiver((_, response) => response.writeHead(307, { location: other.url }).end());
    expect(await aChannel(receiver.url).deliver(aMessage())).toMatchObject({ status: 'permanent', code: 'WEBHOOK_REDIRECT' });
    expect(other.requests).toEqual([]);
  });

  test.each<[string, Respond]>([
    ['never answers', () => undefined],
    ['answers, and never gets to the end', (_, response) => response.writeHead(500).write('and then')],
  ])('a receiver that %s is not waited for longer than a delivery may take', async (_, respond) => {
    const receiver = await aReceiver(respond);
    const outcome = await aChannel(receiver.url, { answerMs: 300 }).deliver(aMessage());
    expect(outcome.status).toBe('transient');
    await eventually(() => expect(receiver.sockets.size).toBe(0));
  });

  test('no answer in time is told as that', async () => {
    const receiver = await aReceiver(() => undefined);
    expect(await aChannel(receiver.url, { answerMs: 200 }).deliver(aMessage())).toEqual({ status: 'transient', code: 'WEBHOOK_TIMEOUT', message: 'no answer within 0.2 s' });
  });

  test('that it was taken counts, even when the rest of the answer never comes', async () => {
    const receiver = await aReceiver((_, response) => response.writeHead(200).write('O'));
    expect(await aChannel(receiver.url, { answerMs: 300 }).deliver(aMessage())).toEqual({ status: 'sent' });
  });

  test('of a huge answer only the beginning is read', async () => {
    let written = 0;
    const receiver = await aReceiver((_, response) => {
      response.writeHead(400);
      const more = (): void => {
        while (!response.destroyed && written < 1e9) {
          written += 65_536;
          if (!response.write('x'.repeat(65_536))) return void response.once('drain', more);
        }
      };
      more();
    });
    const outcome = await aChannel(receiver.url).deliver(aMessage());
    expect(outcome).toMatchObject({ status: 'permanent', code: 'WEBHOOK_400' });
    expect((outcome as { message: string }).message).toHaveLength(300);
    await eventually(() => expect(receiver.sockets.size).toBe(0));
    expect(written).toBeLessThan(1e9);
  });

  test('a connection that is cut, or refused, is transient', async () => {
    const receiver = await aReceiver((request) => request.socket.resetAndDestroy());
    const channel = aChannel(receiver.url);
    expect(await channel.deliver(aMessage())).toMatchObject({ status: 'transient', code: 'WEBHOOK_UNREACHABLE', message: expect.stringMatching(/./) });
    expect(receiver.requests).toHaveLength(1);
    await open[0]!();
    open.shift();
    expect(await channel.deliver(aMessage())).toMatchObject({ status: 'transient', code: 'WEBHOOK_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') });
  });

  test('connections are kept, few, and closed in the end', async () => {
    const receiver = await aReceiver();
    const channel = aChannel(receiver.url);
    for (let index = 0; index < 5; index += 1) await channel.deliver(aMessage());
    expect(receiver.connections).toBe(1);
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, index) => channel.deliver(aMessage({ key: `d.${index}` }))));
    expect(outcomes).toEqual(Array(200).fill({ status: 'sent' }));
    expect(receiver.connections).toBeLessThanOrEqual(channel.concurrency);
    await channel.close();
    await eventually(() => expect(receiver.sockets.size).toBe(0));
  });

  test('a connection that was kept and is closed by the receiver meanwhile costs no attempt', async () => {
    const receiver = await aReceiver();
    const channel = aChannel(receiver.url);
    expect(await channel.deliver(aMessage())).toEqual({ status: 'sent' });
    receiver.sockets.forEach((socket) => socket.destroy());
    expect(await channel.deliver(aMessage())).toEqual({ status: 'sent' });
    expect(receiver.requests).toHaveLength(2);
  });

  test('says what is missing, and does nothing without it', async () => {
    const channel = new WebhookChannel({ webhook: undefined });
    expect(channel.missing).toBe('WEBHOOK_URL and WEBHOOK_SECRET');
    expect(await channel.deliver(aMessage())).toMatchObject({ status: 'transient' });
    await channel.close();
    expect(aChannel('http://127.0.0.1:1/').missing).toBeUndefined();
  });
});
