import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { io } from 'socket.io-client';
import { readCounted } from './support/counted.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { WATCH_OVERVIEW } from './support/overview-client.ts';
import { type Product, startProduct } from './support/product.ts';

describe('a process that is asked to stop', () => {
  let product: Product;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    product = await startProduct();
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await product.kill();
    await product.stop();
  });

  /** Asks it to stop. It has 20 s, where it needs one: what holds it up beyond that holds it up for minutes. */
  async function stop(): Promise<number | null> {
    const timer = new AbortController();
    await Promise.race([product.kill('SIGTERM'), sleep(20_000, undefined, { signal: timer.signal })]);
    timer.abort();
    return product.exitCode();
  }

  async function open(text = ''): Promise<Socket> {
    const socket = connect(Number(new URL(product.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  }

  test('stores all that it acknowledged while clients go on sending', async () => {
    const acknowledged: string[] = [];
    let stopping = false;
    // Clients that send one event after the other, until nobody answers any more.
    const client = async (): Promise<void> => {
      for (let count = 0; count < 5_000; count += 1) {
        const event = eventBody();
        try {
          const answer = await post(`${product.url}/events`, event);
          if (answer.status === 202) acknowledged.push(event.event_id);
          else expect(answer.status).toBe(503);
        } catch (error) {
          // Refused, or closed between two requests: nothing was promised.
          if (stopping) return;
          throw error;
        }
      }
    };
    const clients = Array.from({ length: 16 }, () => client());
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(100));
    stopping = true;
    expect(await stop()).toBe(0);
    await Promise.all(clients);
    const { ids, impressions } = await readCounted(product.database.url);
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(impressions).toBe(ids.size);
  });

  test('ends although a client keeps an idle connection', async () => {
    const socket = await open('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    expect(await stop()).toBe(0);
  });

  test('ends although a client has connected and says nothing', async () => {
    await open();
    await send(`${product.url}/health/live`);
    expect(await stop()).toBe(0);
  });

  test('ends although a browser watches', async () => {
    const browser = io(`${product.url}/live`, { transports: ['websocket'], reconnection: false });
    try {
      await new Promise<void>((resolve, reject) => {
        browser.on('connect_error', reject);
        browser.on('live', (_messages: unknown, acknowledge: () => void) => {
          acknowledge();
          resolve();
        });
        browser.on('connect', () => browser.emit('watch', WATCH_OVERVIEW));
      });
      expect(await stop()).toBe(0);
    } finally {
      browser.disconnect();
    }
  });

  test('ends although a browser sleeps and will not say goodbye', async () => {
    const socket = await open('GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
    socket.pause();
    expect(await stop()).toBe(0);
  });

  test('answers the request that it is reading, and ends although that connection is kept', async () => {
    const body = JSON.stringify(eventBody());
    const socket = await open(`POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
    await send(`${product.url}/health/live`);
    const stopped = stop();
    await sleep(200);
    socket.write(body.slice(10));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 202 /);
    expect(await stopped).toBe(0);
    expect(await readCounted(product.database.url)).toMatchObject({ impressions: 1 });
  });
});
