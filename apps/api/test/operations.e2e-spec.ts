import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { io } from 'socket.io-client';
import request from 'supertest';
import { Database } from '../../../libs/platform/database.ts';
import { readCounted } from './support/counted.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { addressOf, type Gate, startGate, throughGate } from './support/gate.ts';
import { expectProblem, post, send, sendRaw } from './support/http.ts';
import { type Product, startProduct } from './support/product.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, { content?: Record<string, unknown> }>; requestBody?: unknown; parameters?: { name: string }[] }>>;
  components: { schemas: Record<string, unknown> };
}

describe('operations', () => {
  let application: TestApplication;

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterAll(() => application.stop());

  /** The value of a series of /metrics, given as it is written there. */
  async function metric(series: string): Promise<number> {
    const { text } = await send(`${application.url}/metrics`);
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? 0 : Number(line.slice(series.length));
  }

  test('the process lives and is ready', async () => {
    await request(application.url).get('/health/live').expect(200, { status: 'ok' });
    await request(application.url).get('/health/ready').expect(200, { status: 'ok' });
  });

  test('a client that offers another protocol is answered in this one', async () => {
    await request(application.url)
      .post('/events')
      .set({ connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA' })
      .send(eventBody())
      .expect(202);
    await request(application.url).get('/health/live').set({ connection: 'upgrade', upgrade: 'websocket' }).expect(200);
  });

  test('metrics count what was accepted and what came again', async () => {
    const [accepted, duplicates] = [await metric('flightdeck_events_total{outcome="accepted"}'), await metric('flightdeck_events_total{outcome="duplicate"}')];
    const event = eventBody();
    await post(`${application.url}/events/batch`, [event, event, eventBody(), {}]);
    await post(`${application.url}/events`, event);
    await eventually(async () => {
      expect(await metric('flightdeck_events_total{outcome="accepted"}')).toBe(accepted + 2);
      expect(await metric('flightdeck_events_total{outcome="duplicate"}')).toBe(duplicates + 2);
    });
    expect(await metric('flightdeck_ingest_pending_events')).toBe(0);
    expect(await metric('flightdeck_database_waiting')).toBe(0);
  });

  test('metrics count requests by route and status, and strange addresses do not become labels', async () => {
    const series = 'flightdeck_http_request_duration_seconds_count{method="POST",route="/events",status="422"}';
    const before = await metric(series);
    await post(`${application.url}/events`, {});
    expect(await metric(series)).toBe(before + 1);
    for (let n = 0; n < 20; n += 1) await send(`${application.url}/api/no-such-${n}?q=${n}`);
    const { text, headers } = await send(`${application.url}/metrics`);
    expect(text).not.toContain('no-such');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
  });

  describe('the OpenAPI document', () => {
    let document: OpenApi;

    beforeAll(async () => {
      document = (await send(`${application.url}/api/openapi.json`)).body as OpenApi;
    });

    test('describes every route that the server has', () => {
      const described = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
      for (const route of ['POST /events', 'POST /events/batch', 'GET /stats', 'GET /api/overview', 'GET /health/live', 'GET /health/ready', 'GET /metrics']) {
        expect(described).toContain(route);
      }
      const server = application.app.getHttpAdapter().getInstance() as unknown as { hasRoute(route: { method: string; url: string }): boolean };
      for (const route of described) {
        const [method, path] = route.split(' ') as [string, string];
        expect({ route, served: server.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') }) }).toEqual({ route, served: true });
      }
    });

    test('breaks no rule of its own version', async () => {
      const config = await createConfig({ rules: { struct: 'error', 'no-unresolved-refs': 'error', 'spec-strict-refs': 'error' } });
      const problems = await lintFromString({ source: JSON.stringify(document), config });
      expect(problems.map(({ message, location }) => `${location[0]?.pointer}: ${message}`)).toEqual([]);
      expect(JSON.stringify(document)).not.toMatch(/"(?:nullable|storable)":|"format":"(?:text|utc-time)"/);
    });

    test('is OpenAPI 3, every operation has a summary and answers, and every reference leads somewhere', () => {
      expect(document.openapi).toMatch(/^3\./);
      for (const methods of Object.values(document.paths)) {
        for (const operation of Object.values(methods)) {
          expect(operation.summary).toMatch(/./);
          expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
        }
      }
      for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) expect(Object.keys(document.components.schemas)).toContain(name);
    });

    test('names the problems and the parameters of the contract', () => {
      expect(Object.keys(document.paths['/events']!.post!.responses).sort()).toEqual(expect.arrayContaining(['202', '400', '413', '415', '422', '503']));
      expect(document.paths['/events']!.post!.responses['422']!.content).toHaveProperty(['application/problem+json']);
      expect(document.paths['/stats']!.get!.parameters!.map(({ name }) => name).sort()).toEqual(['campaign_id', 'fill', 'from', 'granularity', 'to']);
      expect(JSON.stringify(document.paths['/events/batch']!.post!.requestBody)).toContain('application/x-ndjson');
    });
  });

  test('the API reference can be read in a browser', async () => {
    await request(application.url).get('/api/docs').expect(200).expect('content-type', /^text\/html/).expect(/swagger-ui/);
  });

  test.each(['/api/nothing', '/events/nothing', '/stats/nothing', '/health/nothing', '/assets/nothing.js', '/events/batch/1'])('there is nothing at %s', async (path) => {
    expectProblem(await send(`${application.url}${path}`), 404, 'NOT_FOUND');
  });

  test.each([
    ['GET', '/events', 'POST'],
    ['PUT', '/events', 'POST'],
    ['DELETE', '/events', 'POST'],
    ['GET', '/events/batch', 'POST'],
    ['POST', '/stats', 'GET'],
    ['DELETE', '/health/live', 'GET'],
  ])('%s %s is answered with what it takes', async (method, path, allow) => {
    const answer = await send(`${application.url}${path}`, { method });
    expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toContain(allow);
  });

  test.each(['/%', '/events/%zz', '/%c0%ae'])('the address %s cannot be read', async (path) => {
    const text = await sendRaw(application.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(text).toMatch(/content-type: application\/problem\+json/i);
  });
});

describe('a database that goes away', () => {
  let database: TestDatabase;
  let gate: Gate;
  let application: TestApplication;

  beforeEach(async () => {
    database = await createTestDatabase();
    gate = await startGate(addressOf(database.url));
    application = await startTestApplication({ database: { ...database, url: throughGate(database.url, gate) } });
  });

  afterEach(async () => {
    await application.stop();
    await gate.close();
    await database.drop();
  });

  test('makes the process unready, not dead, and it is ready again by itself', async () => {
    const { url } = application;
    expect((await send(`${url}/health/ready`)).status).toBe(200);
    await gate.shut();
    const unready = await send(`${url}/health/ready`);
    expectProblem(unready, 503, 'DATABASE_UNAVAILABLE');
    expect(unready.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await send(`${url}/health/live`)).status).toBe(200);
    expect((await send(`${url}/metrics`)).status).toBe(200);
    await gate.open();
    await eventually(async () => expect((await send(`${url}/health/ready`)).status).toBe(200));
  });

  test('without a word makes the process unready within seconds, however many ask', async () => {
    const { url } = application;
    expect((await send(`${url}/health/ready`)).status).toBe(200);
    gate.hang();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(`${url}/health/ready`)));
    for (const answer of answers) expectProblem(answer, 503, 'DATABASE_UNAVAILABLE');
    expect(application.app.get(Database).pool.totalCount).toBeLessThan(5);
    // The connections whose answers were swallowed are of no more use.
    await gate.shut();
    await gate.open();
    await eventually(async () => expect((await send(`${url}/health/ready`)).status).toBe(200));
  });

  test('lets no event be acknowledged; each is counted once when it is sent again', async () => {
    const { url } = application;
    const events = Array.from({ length: 20 }, () => eventBody());
    await gate.shut();
    for (const answer of await Promise.all(events.map((event) => post(`${url}/events`, event)))) {
      expectProblem(answer, 503, 'EVENT_STORE_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expectProblem(await post(`${url}/events/batch`, events), 503, 'EVENT_STORE_UNAVAILABLE');
    await gate.open();
    await eventually(async () => expect((await post(`${url}/events/batch`, events)).status).toBe(202));
    expect((await post(`${url}/events/batch`, events)).body).toMatchObject({ accepted: 0, duplicates: 20 });
    expect(await readCounted(database.url)).toMatchObject({ impressions: 20 });
  });

  test('makes statistics unavailable, in the words of a problem', async () => {
    await gate.shut();
    const answer = await send(`${application.url}/stats?campaign_id=c&from=2026-02-10T21:10:00Z&to=2026-02-10T21:20:00Z`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  test('in the middle of a write, after it was stored, leaves it counted once when it is sent again', async () => {
    const event = eventBody();
    await post(`${application.url}/events`, eventBody());
    gate.loseNextAnswer();
    expectProblem(await post(`${application.url}/events`, event), 503, 'EVENT_STORE_UNAVAILABLE');
    await eventually(async () => expect((await readCounted(database.url)).ids).toContain(event.event_id));
    const answer = await post(`${application.url}/events`, event);
    expect([answer.status, answer.body]).toEqual([202, { event_id: event.event_id, status: 'duplicate' }]);
    expect(await readCounted(database.url)).toMatchObject({ impressions: 2 });
  });
});

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
        browser.on('overview:snapshot', (_body: unknown, acknowledge: () => void) => {
          acknowledge();
          resolve();
        });
        browser.on('connect', () => browser.emit('overview:watch'));
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
