import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import request from 'supertest';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { expectProblem, post, send, sendRaw } from './support/http.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, { summary?: string; responses: Record<string, { content?: Record<string, unknown> }>; requestBody?: { content?: Record<string, unknown> }; parameters?: { name: string; in: string }[] }>>;
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

    test('names every query parameter that an address takes: others are refused by name', async () => {
      const strict = Object.entries(document.paths).filter(([path]) => /^\/(api|stats)/.test(path));
      expect(strict.length).toBeGreaterThan(10);
      for (const [path, methods] of strict) {
        for (const [method, { responses, requestBody }] of Object.entries(methods)) {
          const [type = 'application/json'] = Object.keys(requestBody?.content ?? {});
          const body = ['post', 'put', 'patch'].includes(method) && { headers: { 'content-type': type }, body: '{}' };
          const answer = await send(`${application.url}${path.replace('{id}', 'camp_1')}?bogus=1&constructor=2&__proto__=3`, { method: method.toUpperCase(), ...body });
          const unknown = 'is not a parameter of this address';
          expectProblem(answer, 422, 'VALIDATION_FAILED', JSON.parse(`{"bogus": "${unknown}", "constructor": "${unknown}", "__proto__": "${unknown}"}`) as Record<string, string>);
          expect(Object.keys(responses)).toContain('422');
        }
      }
    });

    test('names parameters that are given once: twice is refused', async () => {
      for (const [path, { get }] of Object.entries(document.paths)) {
        for (const { name, in: place } of get?.parameters ?? []) {
          if (place !== 'query') continue;
          const answer = await send(`${application.url}${path.replace('{id}', 'camp_1')}?${name}=1&${name}=1`);
          expectProblem(answer, 422, 'VALIDATION_FAILED', { [name]: 'must be given once' });
        }
      }
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
    ['OPTIONS', '/api/campaigns', 'GET, POST'],
    ['PUT', '/api/campaigns/camp_1', 'GET, PATCH, DELETE'],
    ['POST', '/api/campaigns/a%2Fb?x=1', 'GET, PATCH, DELETE'],
    ['PUT', '/api/campaigns/a:b*(c)', 'GET, PATCH, DELETE'],
    ['PATCH', '/api/campaigns/camp_1/events', 'GET, DELETE'],
    ['POST', '/api/campaigns/camp_1/simulation', 'GET, PUT, DELETE'],
    ['GET', '/api/campaigns/camp_1/simulation/crash', 'POST'],
    ['POST', '/api/docs', 'GET'],
  ])('%s %s is answered with what it takes', async (method, path, allow) => {
    const answer = await send(`${application.url}${path}`, { method });
    expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  test.each(['/campaigns', '/api/campaigns/camp_1/nothing', '/assets/nothing.js', '/nothing/at:all'])('there is nothing to POST to at %s, where the page may be', async (path) => {
    expectProblem(await post(`${application.url}${path}`, {}), 404, 'NOT_FOUND');
  });

  test.each(['/%', '/events/%zz', '/%c0%ae'])('the address %s cannot be read', async (path) => {
    const text = await sendRaw(application.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(text).toMatch(/content-type: application\/problem\+json/i);
  });
});
