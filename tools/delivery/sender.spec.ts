import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Sender } from './sender.ts';
import { postBatch } from './post-batch.ts';

type Reply = (events: string[], request: IncomingMessage, response: ServerResponse) => void;

/** A server that gives the replies of its script, one a request; the last one stands for all that follow. */
let server: Server;
let script: Reply[];
let received: { events: string[]; at: number }[];
let said: string[];
let sender: Sender;

const takes: Reply = (events, _, response) => {
  const results = events.map((_event, index) => ({ index, event_id: String(index), status: 'accepted' }));
  response.writeHead(202).end(JSON.stringify({ accepted: events.length, duplicates: 0, rejected: 0, results }));
};
const answers =
  (status: number, body = '', headers: Record<string, string> = {}): Reply =>
  (_events, _request, response) =>
    response.writeHead(status, headers).end(body);
const hangsUp: Reply = (_events, request) => request.socket.resetAndDestroy();

beforeEach(async () => {
  script = [takes];
  received = [];
  said = [];
  server = createServer((request, response) => {
    void text(request.pipe(createGunzip())).then((body) => {
      const events = body.split('\n');
      received.push({ events, at: performance.now() });
      (script.length > 1 ? script.shift()! : script[0]!)(events, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sender = open(20_000);
});

afterEach(() => {
  sender.close();
  server.closeAllConnections();
  server.close();
});

function open(giveUpAfterMs: number): Sender {
  const { port } = server.address() as AddressInfo;
  return new Sender({ url: new URL(`http://127.0.0.1:${port}`), maxConnections: 4, giveUpAfterMs, say: (message) => said.push(message) });
}

async function statuses(events: string[]): Promise<string[]> {
  return (await postBatch(sender, events)).map(({ status }) => status);
}

describe('a sender', () => {
  test('sends the same events again after a cut connection, a 500 and a 429, until they are acknowledged', async () => {
    script = [hangsUp, answers(500), answers(429), takes];
    expect(await statuses(['{"a":1}', '{"b":2}'])).toEqual(['accepted', 'accepted']);
    expect(received.map(({ events }) => events)).toEqual(Array(4).fill(['{"a":1}', '{"b":2}']));
    expect(sender.retries).toBe(3);
    expect(sender.lostAnswers).toBe(1);
  });

  test('takes an answer that breaks off in the middle for no answer', async () => {
    script = [
      (_events, request, response) => {
        response.writeHead(202, { 'content-length': '500' }).write('{"accepted":1');
        setTimeout(() => request.socket.destroy(), 20);
      },
      takes,
    ];
    expect(await statuses(['{}'])).toEqual(['accepted']);
    expect(received).toHaveLength(2);
  });

  test('waits as long as a 503 asks for, also with what others want to send', async () => {
    script = [answers(503, '', { 'retry-after': '1' }), takes];
    const first = statuses(['{"a":1}']);
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([first, statuses(['{"b":2}'])]);
    const [refused, ...later] = received;
    expect(later).toHaveLength(2);
    for (const { at } of later) expect(at - refused!.at).toBeGreaterThanOrEqual(990);
    expect(said).toEqual([expect.stringContaining('it answers 503')]);
  });

  test('gives up when nothing was acknowledged for as long as it was told, and says so', async () => {
    sender = open(700);
    script = [answers(503)];
    const started = performance.now();
    expect(await statuses(['{}', '{}'])).toEqual(['undelivered', 'undelivered']);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(sender.ended).toBe('Nothing was acknowledged for 0.7 s. Given up.');
  });

  test('gives up on a server that takes the request and never answers', async () => {
    sender = open(300);
    script = [() => undefined];
    expect(await statuses(['{}'])).toEqual(['undelivered']);
  });

  test('waits on while others are acknowledged', async () => {
    sender = open(600);
    let failures = 0;
    script = [
      (events, request, response) => {
        if (events[0] === '"unlucky"' && (failures += 1) < 4) answers(500)(events, request, response);
        else takes(events, request, response);
      },
    ];
    const unlucky = statuses(['"unlucky"']);
    let isOver = false;
    void unlucky.then(() => (isOver = true));
    while (!isOver) {
      await statuses(['"lucky"']);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await unlucky).toEqual(['accepted']);
  });

  test('does not repeat what is refused, and gives the reason', async () => {
    script = [answers(400, '{"detail":"The body is not valid gzip."}')];
    expect(await postBatch(sender, ['{}'])).toEqual([{ status: 'refused', reason: 'it answers 400: The body is not valid gzip.' }]);
    expect(received).toHaveLength(1);
    expect(sender.ended).toBeUndefined();
  });

  test('ends when everything is refused, as at a wrong address', async () => {
    script = [answers(404)];
    for (let batch = 0; batch < 3; batch += 1) expect(await statuses(['{}'])).toEqual(['refused']);
    expect(sender.ended).toContain('it answers 404');
    expect(await statuses(['{}'])).toEqual(['undelivered']);
    expect(received).toHaveLength(3);
  });

  test.each([
    ['a page', '<html>', 200],
    ['a page with the right status', '<html>', 202],
    ['results of something else', '{"results":[]}', 202],
    ['a redirect', '', 302],
  ])('does not take %s for an acknowledgement', async (_, body, status) => {
    script = [answers(status, body, { location: 'http://127.0.0.1:1/' })];
    expect(await statuses(['{}'])).toEqual(['refused']);
  });

  test('halves a batch that is too large, keeps the order, and rejects only the event that is too large alone', async () => {
    script = [
      (events, request, response) => {
        if (events.length > 2 || events.includes('"huge"')) answers(413)(events, request, response);
        else takes(events, request, response);
      },
    ];
    expect(await statuses(['"a"', '"b"', '"huge"', '"c"', '"d"'])).toEqual(['accepted', 'accepted', 'rejected', 'accepted', 'accepted']);
  });

  test('once stopped, waits for what is under way and sends nothing again', async () => {
    script = [
      (events, request, response) => {
        sender.stop();
        setTimeout(() => takes(events, request, response), 100);
      },
      takes,
    ];
    expect(await statuses(['{}'])).toEqual(['accepted']);
    expect(await statuses(['{}'])).toEqual(['undelivered']);
  });

  test('once stopped, does not sit out a Retry-After', async () => {
    script = [answers(503, '', { 'retry-after': '600' })];
    const waiting = statuses(['{}']);
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    sender.stop();
    expect(await waiting).toEqual(['undelivered']);
  });
});
