import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { postEvent } from '../delivery/post-event.ts';
import { Sender } from '../delivery/sender.ts';
import { driveTraffic } from './drive.ts';
import { EventStream } from './event-stream.ts';
import { Ledger } from './ledger.ts';

let server: Server;
let sender: Sender;

afterEach(() => {
  sender.close();
  server.closeAllConnections();
  server.close();
});

interface Figures {
  sent: number;
  accepted: number;
  duplicates: number;
  not_taken: number;
  held_back: number;
}

/** Sends 200 single events a second to a server that answers `status` for the request of this number. */
async function drive(durationMs: number, status: (request: number) => number, { maxInFlight = 128, giveUpAfterMs = 10_000, signal = new AbortController().signal } = {}) {
  const stored = new Set<string>();
  const said: string[] = [];
  let requests = 0;
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const code = status((requests += 1));
      if (code === 0) return;
      const { event_id: id } = JSON.parse(body) as { event_id: string };
      if (code !== 202) return response.writeHead(code).end();
      const isNew = !stored.has(id);
      stored.add(id);
      return response.writeHead(202).end(JSON.stringify({ event_id: id, status: isNew ? 'accepted' : 'duplicate' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  sender = new Sender({ url, maxConnections: maxInFlight, giveUpAfterMs, say: (message) => said.push(message) });
  const ledger = new Ledger(['a', 'b']);
  const stream = new EventStream({ seed: 'drive', campaigns: ['a', 'b'], rate: 200, ctr: 0.1, duplicates: 0.1 });
  const source = { next: () => stream.next(Date.now()), skip: () => undefined, rest: () => [] };
  await driveTraffic({
    source,
    ledger,
    deliver: async ([event]) => [await postEvent(sender, event!)],
    hasEnded: () => sender.ended !== undefined,
    rate: 200,
    durationMs,
    perRequest: 1,
    tickMs: 10,
    maxInFlight,
    signal,
  });
  return { figures: ledger.toJSON() as Figures, stored, said };
}

test('what a busy server turns away is sent again, and nothing is lost or made up', async () => {
  const { figures, stored, said } = await drive(1_500, (request) => (request % 20 === 5 ? 503 : 202));
  expect(figures.not_taken).toBe(0);
  expect(figures.accepted + figures.duplicates).toBe(figures.sent);
  expect(stored.size).toBe(figures.accepted);
  expect(figures.sent + figures.held_back).toBe(300);
  expect(said[0]).toContain('503');
});

test('a server that does not answer is not sent more than the limit, and the rest is owned up to', async () => {
  const { figures } = await drive(2_500, () => 0, { maxInFlight: 10, giveUpAfterMs: 2_000 });
  expect(figures.sent).toBe(10);
  expect(figures.not_taken).toBe(10);
  expect(figures.held_back).toBeGreaterThan(0);
});

test('an interruption ends it early with every answer in', async () => {
  const signal = AbortSignal.timeout(500);
  const { figures, stored } = await drive(60_000, () => 202, { signal });
  expect(figures.sent).toBeGreaterThan(0);
  expect(figures.sent).toBeLessThan(1_000);
  expect(figures.accepted + figures.duplicates).toBe(figures.sent);
  expect(stored.size).toBe(figures.accepted);
});
