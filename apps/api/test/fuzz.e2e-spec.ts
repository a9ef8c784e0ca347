import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connectChat } from './support/chat-client.ts';
import { readCounted } from './support/counted.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { type Answer, post, send, sendRaw } from './support/http.ts';
import { type InsertedRecipient, insertRecipients } from './support/recipients.ts';
import { query as queryDatabase } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

/**
 * What an answer to bad input must never show: where the code lies, what it is made of, what it asks the database. After a
 * hyphen, three letters may as well be the end of a request id.
 */
const LEAKS = /node_modules|\.(ts|js|mjs):\d|\/(home|root|usr|tmp|work|var)\/|\bat (async )?[\w.<>]+ \(|(?<![\w-])(fastify|nestjs|FST_ERR|ajv|postgres|prisma|ioredis|zlib|Z_DATA_ERROR|Z_BUF_ERROR)\b|\b(SELECT|INSERT|UPDATE|relation "|syntax error at)\b|TypeError|ECONN/i;

const FIELDS = ['event_id', 'type', 'campaign_id', 'creative_id', 'source', 'occurred_at', 'user_id', 'metadata', '__proto__', 'constructor', 'toString'];
const NAMES = ['campaign_id', 'from', 'to', 'granularity', 'fill', '__proto__', 'constructor', 'a[b]', 'limit', ''];

const CAMPAIGN = { name: 'Spring sale', daily_budget: 100, status: 'active', time_zone: 'UTC' };
const SIMULATION = { scenario: 'steady', rate: 1, ctr: 0.1, device_mix: { mobile: 1, desktop: 1, tablet: 1 }, duplicate_share: 0.1, duration_seconds: 60 };
const TEMPLATE = { subject: 'Dear {{ name }}', body: 'Hello {{ name }}, {{ feedback_link }}' };
const LIST_NAMES = ['q', 'status', 'sort', 'order', 'limit', 'cursor', 'window', 'from', 'to', 'granularity', 'compare', 'events', 'before', 'after', 'minutes', 'campaign_id', '__proto__', 'constructor', ''];
const RECIPIENT = { name: 'Ann', email: 'ann.new@example.com', phone: '030 123456', region: 'DE' };
/** Nothing is named that was wrong: it is not the request's fault. */
const WITHOUT_FIELDS = ['SIMULATION_NOT_RUNNING', 'DISPATCH_UNDER_WAY', 'DISPATCH_STATE_CONFLICT', 'NOBODY_TO_SEND_TO', 'NOTHING_FAILED', 'IMPORT_UNDER_WAY', 'IMPORT_UNREADABLE'];
/** What any request may be refused with, beside what its operation says. */
const GENERAL = ['400', '405', '413', '415', '431'];

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\0', '\uD800', '\uDFFF', '\u{10FFFF}', '\uFEFF', "'; DROP TABLE events_raw; --", '%00', '{{7*7}}', '${7*7}', '../../etc/passwd', 'x'.repeat(201), 'x'.repeat(5_000), 'NaN', 'Infinity', 'null', '{}', '{a}', '\\', '"'),
);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e308, -1e308, 5e-324, 2 ** 53, 1e21, 1_000_000_001));
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('2026-02-10T21:10:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-02-30T00:00:00Z', '+275760-09-13T00:00:00Z', 'now', '0'),
);
const value = fc.oneof({ weight: 3, arbitrary: text }, { weight: 2, arbitrary: number }, { weight: 2, arbitrary: time }, fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }), fc.constantFrom(null, true, 'click', 'impression', [], {}));
const metadata = fc.oneof(
  value,
  fc.dictionary(fc.oneof(fc.constantFrom('device_type', 'browser', 'cost', 'impression_id', '__proto__', 'length'), text), value, { maxKeys: 6 }),
  fc.nat(200).map((depth) => JSON.parse(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`) as unknown),
);

/** A valid event with some of its fields replaced or taken away. */
const event = fc
  .record({ changes: fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 3 }), metadata: fc.option(metadata, { nil: undefined }), missing: fc.subarray(FIELDS, { maxLength: 1 }), intact: fc.boolean() })
  .map(({ changes, metadata: extra, missing, intact }) => {
    const body: Record<string, unknown> = { ...eventBody({ metadata: extra }), ...(intact ? {} : changes) };
    if (!intact) for (const field of missing) delete body[field];
    return body;
  });

const json = fc.oneof(
  { weight: 5, arbitrary: event.map((body) => JSON.stringify(body)) },
  { weight: 1, arbitrary: fc.json({ stringUnit: 'binary' }) },
  { weight: 1, arbitrary: fc.tuple(event, fc.nat(400)).map(([body, length]) => JSON.stringify(body).slice(0, length)) },
  { weight: 1, arbitrary: fc.constantFrom('', '1e400', '[[[[', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, '{"a":1,"a":2}', '"\\ud800"', 'undefined', '\uFEFF{}', '-', '{"__proto__":null}') },
);
const bytes = fc.oneof({ weight: 6, arbitrary: json.map((each) => Buffer.from(each)) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each)) });
const batch = fc.oneof(
  { weight: 3, arbitrary: fc.array(event, { maxLength: 12 }).map((events) => Buffer.from(JSON.stringify(events))) },
  { weight: 3, arbitrary: fc.array(bytes, { maxLength: 12 }).map((lines) => Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))) },
  { weight: 1, arbitrary: bytes },
);

const weights = fc.record({ mobile: value, desktop: fc.constant(1), tablet: fc.constant(1) });
/** A valid body with some of its fields replaced or taken away, or anything. */
const bodyLike = (valid: object): fc.Arbitrary<Buffer> => {
  const fields = Object.keys(valid);
  const changes = fc.dictionary(fc.constantFrom(...fields, 'name', 'id', 'version', '__proto__', 'constructor', 'toString'), fc.oneof(value, weights, metadata), { maxKeys: 2 });
  const altered = fc.tuple(changes, fc.subarray(fields, { maxLength: 1 })).map(([changed, missing]) => JSON.stringify(Object.fromEntries(Object.entries({ ...valid, ...changed }).filter(([name]) => !missing.includes(name)))));
  return fc.oneof({ weight: 9, arbitrary: altered.map((each) => Buffer.from(each)) }, { weight: 1, arbitrary: bytes });
};
function asCursor(parts: unknown[]): string {
  return Buffer.from(JSON.stringify(parts).replace('1e+308', '1e400')).toString('base64url');
}
const cursor = fc
  .tuple(fc.constantFrom('created_at desc', 'name asc', 'spend desc', 'unregistered', 'chat users', 'older chat messages', 'newer chat messages', 'responses', 'dispatches, newest first', 'recipients', 'anomalies', 'x'), fc.oneof(number, text, fc.uuid()), fc.oneof(text, fc.uuid()))
  .map(asCursor);
/** Of the chat's own lists, so that it is refused for nothing but its value. */
const chatCursor = fc
  .tuple(fc.constantFrom('chat users', 'older chat messages', 'newer chat messages'), fc.oneof({ weight: 3, arbitrary: number }, { weight: 1, arbitrary: fc.constantFrom(1.5, -1, 1e19, 1e300) }, text), fc.constant(''))
  .map(asCursor);

/** A dispatch, every part of which may be wrong. It sends to nobody that is there. */
const dispatchLike = fc
  .record(
    {
      channel: fc.oneof(fc.constantFrom('simulated', 'smtp', 'webhook'), value),
      audience: fc.oneof(fc.constantFrom('new', 'unanswered'), value),
      template: fc.oneof(text, value, fc.record({ subject: fc.oneof(text, value), body: fc.oneof(text, value, fc.constantFrom('{{ name', '{% for', '{{ name | join }}', '{% if name %}')) }, { requiredKeys: [] })),
      simulated: fc.oneof(value, fc.record({ delay_ms: fc.oneof(fc.array(number, { maxLength: 3 }), fc.constant([0, 1]), value), failure_rate: fc.oneof(number, fc.constantFrom(0, 0.5, 1), value) }, { requiredKeys: [] })),
      sending_window: fc.oneof(value, fc.record({ from: fc.oneof(fc.constantFrom('09:00', '24:00', '9:00'), value), to: fc.oneof(fc.constantFrom('18:00', '00:00'), value) }, { requiredKeys: [] })),
      rate_per_minute: fc.oneof(number, value),
      pause_after_failures: fc.oneof(number, value),
      scheduled_at: fc.oneof(time, value, fc.constantFrom('2026-12-24T18:00:00+01:00')),
    },
    { requiredKeys: [] },
  )
  .map((body) => Buffer.from(JSON.stringify(body)));

const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('application/json', 'application/x-ndjson') },
  { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'application/json;', ';', '/', 'application/', 'a/b;c=d;e', 'multipart/form-data', 'application/json, text/html', '*/*') },
);

/** Printable ASCII: other characters cannot be header values. */
const headerText = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 150 });
const headers = fc.dictionary(
  fc.constantFrom('x-request-id', 'accept', 'accept-encoding', 'accept-language', 'authorization', 'cookie', 'if-none-match', 'if-modified-since', 'range', 'origin', 'referer', 'x-forwarded-for', 'x-http-method-override', 'accept-version', 'forwarded', 'te'),
  headerText,
  { maxKeys: 4 },
);

describe('whatever is sent', () => {
  let application: TestApplication;

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterAll(() => application.stop());

  function expectSane({ status, text: body, headers: answered }: Pick<Answer, 'status' | 'text' | 'headers'>, isForPeople = false): void {
    const isSane = (status >= 200 && status < 500) || status === 503;
    expect({ status, body, isSane }).toMatchObject({ isSane: true });
    if (status >= 400) {
      expect(body).not.toMatch(LEAKS);
      expect(answered.get('content-type') ?? '').toMatch(isForPeople ? /^text\/html|^application\/problem\+json|^$/ : /^application\/problem\+json|^$/);
    }
  }

  async function pending(): Promise<Record<string, number>> {
    const { text: metrics } = await send(`${application.url}/metrics`);
    const read = (name: string): number => Number(new RegExp(`^${name} (.*)$`, 'm').exec(metrics)?.[1]);
    return { events: read('flightdeck_ingest_pending_events'), queries: read('flightdeck_database_waiting'), connections: read('flightdeck_database_connections') };
  }

  const connections = (): Promise<number> =>
    new Promise((resolve, reject) => application.app.getHttpServer().getConnections((error: Error | null, count: number) => (error ? reject(error) : resolve(count))));

  beforeEach(async () => {
    expect((await post(`${application.url}/events`, eventBody())).status).toBe(202);
  });

  test('to POST /events is taken or refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, contentType, headers, async (body, type, extra) => {
        expectSane(await post(`${application.url}/events`, body, { ...extra, 'content-type': type }));
      }),
      { numRuns: 1_200 },
    );
  });

  test('to POST /events/batch is taken item by item or refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(batch, contentType, async (body, type) => {
        const answer = await post(`${application.url}/events/batch`, body, { 'content-type': type });
        expectSane(answer);
        if (answer.status !== 202) return;
        const { accepted, duplicates, rejected, results } = answer.body as { accepted: number; duplicates: number; rejected: number; results: { index: number; status: string; errors?: unknown[] }[] };
        expect(results.map(({ index }) => index)).toEqual(results.map((_, index) => index));
        expect(accepted + duplicates + rejected).toBe(results.length);
        for (const { status, errors } of results) expect((errors?.length ?? 0) > 0).toBe(status === 'rejected');
        expect(answer.text).not.toMatch(LEAKS);
      }),
      { numRuns: 500 },
    );
  });

  test('as gzip, whole, cut off or damaged, is taken or refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(batch, fc.constantFrom('application/json', 'application/x-ndjson'), fc.nat(1_000), fc.nat(1_000), fc.constantFrom('gzip', 'GZIP', ' gzip', 'x-gzip', 'br', 'identity', 'gzip;q=1'), async (body, type, cut, flip, encoding) => {
        const packed = gzipSync(body);
        const sent = Buffer.from(packed.subarray(0, cut < 300 ? cut : packed.length));
        if (flip < sent.length) sent[flip] = sent[flip]! ^ 0x55;
        for (const path of ['/events', '/events/batch']) expectSane(await post(application.url + path, sent, { 'content-type': type, 'content-encoding': encoding.trim() }));
      }),
      { numRuns: 200 },
    );
  });

  test('to GET /stats is answered or refused with a reason', async () => {
    const parameter = fc.tuple(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...NAMES) }, text), fc.oneof(value.map(String), time, fc.constantFrom('minute', 'hour', 'day', 'zero', 'camp_123')));
    const encode = (part: string): string => encodeURIComponent(part.toWellFormed());
    const query = fc.oneof(
      { weight: 3, arbitrary: fc.array(parameter, { maxLength: 6 }).map((all) => all.map(([name, each]) => `${encode(name)}=${encode(each)}`).join('&')) },
      { weight: 2, arbitrary: fc.record({ campaign_id: text, from: time, to: time, granularity: fc.constantFrom('minute', 'hour', 'day'), fill: fc.constant('zero') }, { requiredKeys: ['campaign_id', 'from', 'to'] }).map((all) => Object.entries(all).map(([name, each]) => `${name}=${encode(each)}`).join('&')) },
      { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('%', '&', '=', '+', ';', '[', ']', '.', '0', 'f', '%00', '%ff', 'campaign_id', '?') }) },
    );
    await fc.assert(
      fc.asyncProperty(query, async (each) => {
        expectSane(await send(`${application.url}/stats?${each.slice(0, 12_000)}`));
      }),
      { numRuns: 600 },
    );
  });

  test('to any address with any method is answered or refused with a reason', async () => {
    const part = fc.oneof(fc.constantFrom('events', 'batch', 'stats', 'api', 'overview', 'docs', 'openapi.json', 'health', 'ready', 'metrics', 'assets', 'socket.io', 'feedback', 'unsubscribe', 'test', 'x'.repeat(22), '..', '.', '', '%2e%2e', '%00', '%2f', '__proto__', '*', ':id', 'x'.repeat(300)), text.map((each) => encodeURIComponent(each.toWellFormed().slice(0, 100))));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'), fc.boolean(), async (parts, method, hasBody) => {
        const path = `/${parts.join('/')}`;
        const body = hasBody && method !== 'GET' && method !== 'HEAD' ? '{"a":1}' : undefined;
        const answer = await send(application.url + path, { method, headers: body === undefined ? {} : { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body }) });
        // The WebSocket's own transport answers in its own way.
        if (parts.join('/').startsWith('socket.io')) expect(answer.status).toBeLessThan(500);
        else expectSane(answer, /feedback|unsubscribe/.test(path));
      }),
      { numRuns: 600 },
    );
  });

  test('to the page of a link is answered with a page that holds nothing of it as markup, or with a reason', async () => {
    const [{ token }] = (await insertRecipients(application.database.url, [{ name: '<i>Ann</i>' }])) as [InsertedRecipient];
    const tokens = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(token, 'test') }, { weight: 1, arbitrary: fc.constant('x'.repeat(22)) }, { weight: 1, arbitrary: text.map((each) => encodeURIComponent(each.toWellFormed())).filter((each) => each.length < 15_000) });
    const markup = fc.constantFrom('</textarea><script>', '"><img src=x>', '</title>', '<!--', '&lt;script&gt;', ']]>');
    const fields = fc.dictionary(fc.constantFrom('rating', 'comment', 'undo', 'confirm', 'List-Unsubscribe', '__proto__'), fc.oneof(markup, text, number.map(String), fc.constantFrom('1', '5', '6', 'One-Click')), { maxKeys: 4 });
    const form = fields.map((all) => Object.entries(all).map((parts) => parts.map((part) => encodeURIComponent(part.toWellFormed())).join('=')).join('&'));
    const body = fc.oneof({ weight: 4, arbitrary: form.map((each) => Buffer.from(each)) }, { weight: 2, arbitrary: bodyLike({ rating: 5, comment: 'Fine' }) }, { weight: 1, arbitrary: bytes });
    const types = fc.oneof({ weight: 4, arbitrary: fc.constant('application/x-www-form-urlencoded') }, { weight: 1, arbitrary: fc.constant('application/json') }, { weight: 1, arbitrary: contentType });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('feedback', 'unsubscribe'), tokens, body, types, headers, async (page, each, sent, type, extra) => {
        const url = `${application.url}/${page}/${each}`;
        const posted = await send(url, { method: 'POST', headers: { ...extra, 'content-type': type }, body: sent });
        for (const answer of [posted, await send(url, { headers: extra })]) {
          expectSane(answer, true);
          if (answer.headers.get('content-type')?.startsWith('text/html')) expect(answer.text).not.toMatch(/<(script|img|i)[ >]|<!--/);
        }
      }),
      { numRuns: 400 },
    );
  });

  describe('to the rest of the API is done or refused with a reason, as described:', () => {
    const id = 'camp_fuzz';
    const codes = new Set([...readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8').matchAll(/\| `([A-Z_]+)` \|/g)].map(([, code]) => code!));
    let paths: Record<string, Record<string, { responses: object }>>;
    let recipient: string;

    beforeAll(async () => {
      paths = ((await send(`${application.url}/api/openapi.json`)).body as { paths: typeof paths }).paths;
      expect((await post(`${application.url}/api/campaigns`, { ...CAMPAIGN, id })).status).toBe(201);
      expect((await post(`${application.url}/api/campaigns/${id}/recipients/import`, 'name,email\nAnn,ann@example.com\nBen,ben@example.com\n', { 'content-type': 'text/csv' })).status).toBe(200);
      recipient = ((await send(`${application.url}/api/campaigns/${id}/recipients`)).body as { items: { id: string }[] }).items[0]!.id;
    });

    function expectDescribed({ status, body, text: whole, headers: answered }: Answer, method: string, path: string): void {
      const operation = paths[path]?.[method.toLowerCase()];
      expect([...Object.keys(operation?.responses ?? {}), ...GENERAL]).toContain(String(status));
      expect({ status, whole, isSane: status < 500 }).toMatchObject({ isSane: true });
      expect(status === 405).toBe(operation === undefined);
      if (status < 400) return;
      expect(whole).not.toMatch(LEAKS);
      expect(body).toMatchObject({ status, code: expect.any(String), detail: expect.stringMatching(/./), request_id: answered.get('x-request-id') });
      const { code, errors = [] } = body as { code: string; errors?: { field: string; message: string }[] };
      expect(codes).toContain(code);
      expect(errors.length > 0).toBe([409, 422].includes(status) && !WITHOUT_FIELDS.includes(code));
      // What a library says by itself begins with the name of the field.
      for (const { message } of errors) expect(message).not.toMatch(/^\w+ (property|must|should) /);
    }

    test.each([
      ['POST', '/api/campaigns', CAMPAIGN],
      ['PATCH', '/api/campaigns/{id}', { ...CAMPAIGN, version: 1 }],
      ['PUT', '/api/campaigns/{id}/simulation', SIMULATION],
      ['POST', '/api/chat/users', { name: 'Ann' }],
      ['POST', '/api/campaigns/{id}/recipients', RECIPIENT],
      ['PATCH', '/api/recipients/{id}', RECIPIENT],
      ['PUT', '/api/campaigns/{id}/outreach-template', TEMPLATE],
      ['POST', '/api/campaigns/{id}/outreach-template/preview', { ...TEMPLATE, recipient_id: null }],
      ['POST', '/api/campaigns/{id}/test-sends', { channel: 'simulated', email: 'ann@example.com', phone: '+4930123456', template: TEMPLATE }],
      ['POST', '/api/campaigns/{id}/recipients', { name: 'Ann', email: 'ann@example.com', phone: '+4930123456', region: 'DE' }],
      ['PATCH', '/api/recipients/{id}', { name: 'Ann', email: 'ann@example.com', phone: '+4930123456', region: 'DE' }],
    ])('any body of %s %s', async (method, path, valid) => {
      const url = application.url + path.replace('{id}', path.startsWith('/api/recipients') ? recipient : id);
      await fc.assert(
        fc.asyncProperty(bodyLike(valid), fc.oneof({ weight: 9, arbitrary: fc.constant('application/json') }, contentType), async (body, type) => {
          expectDescribed(await send(url, { method, headers: { 'content-type': type }, body }), method, path);
        }),
        { numRuns: 250 },
      );
      if (path.endsWith('/simulation')) expect((await send(url, { method: 'DELETE' })).status).toBe(200);
    });

    test.each(['/api/campaigns/{id}/recipients/import', '/api/campaigns/{id}/recipients/import/preview'])('any file for POST %s', async (path) => {
      const cell = fc.oneof(text, fc.constantFrom('name', 'email', 'phone', 'ann@example.com', '+4930123456', '"', '""', '\n', '\r\n', '\u00A0'));
      const table = fc.array(fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(',')), { maxLength: 6 }).map((lines) => `name,email,phone\n${lines.join('\n')}`);
      const form = fc.tuple(text, fc.constantFrom('region', 'mapping', 'file', '__proto__', 'x'), fc.boolean()).map(([content, name, isFile]) => `--x\r\nContent-Disposition: form-data; name="${name}"${isFile ? '; filename="a.csv"' : ''}\r\n\r\n${content}\r\n--x`);
      const file = fc.oneof({ weight: 5, arbitrary: table.map((each) => Buffer.from(each)) }, { weight: 2, arbitrary: fc.array(form, { maxLength: 3 }).map((parts) => Buffer.from(`${parts.join('\r\n').replaceAll('--x\r\n--x', '--x')}--\r\n`)) }, bytes);
      const types = fc.oneof({ weight: 5, arbitrary: fc.constant('text/csv') }, { weight: 3, arbitrary: fc.constant('multipart/form-data; boundary=x') }, contentType);
      const query = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.tuple(fc.constantFrom('region', 'mapping', 'file_name'), fc.oneof(text, fc.constantFrom('DE', '{"email":"email"}', '{"__proto__":null}'))).map(([name, each]) => `?${name}=${encodeURIComponent(each.toWellFormed())}`));
      await fc.assert(
        fc.asyncProperty(file, types, query, async (body, type, asked) => {
          expectDescribed(await post(`${application.url}${path.replace('{id}', id)}${asked}`, body, { 'content-type': type }), 'POST', path);
        }),
        { numRuns: 300 },
      );
    });

    test('any dispatch, and all that can be asked of it', async () => {
      const path = '/api/campaigns/{id}/dispatches';
      let begun = 0;
      await fc.assert(
        fc.asyncProperty(fc.oneof(dispatchLike, bodyLike({ audience: 'unanswered', simulated: { delay_ms: [0, 1], failure_rate: 0.5 }, rate_per_minute: 600 })), fc.array(fc.constantFrom('pause', 'resume', 'retry-failed'), { maxLength: 3 }), async (body, asked) => {
          const created = await post(application.url + path.replace('{id}', id), body);
          expectDescribed(created, 'POST', path);
          if (created.status !== 201) return;
          begun += 1;
          const { id: dispatch } = created.body as { id: string };
          for (const to of [...asked, 'cancel']) expectDescribed(await send(`${application.url}/api/dispatches/${dispatch}/${to}`, { method: 'POST' }), 'POST', `/api/dispatches/{id}/${to}`);
        }),
        { numRuns: 300 },
      );
      expect(begun).toBeGreaterThan(0);
      for (const page of ['dispatches', 'outreach']) expect((await send(`${application.url}/api/campaigns/${id}/${page}`)).status).toBe(200);
    });

    test('any query', async () => {
      const parameter = fc.tuple(
        fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...LIST_NAMES) }, text),
        fc.oneof(text, time, cursor, number.map(String), fc.constantFrom('paused', 'name', 'ctr', 'asc', '1e2', '0x10', '7', '1h', 'hour', 'true', 'keep')),
      );
      const address = fc.constantFrom('/api/campaigns', '/api/unregistered-campaigns', '/api/chat/users', '/api/chat/messages', '/api/outreach', '/api/outreach-channels', '/api/phone-regions', '/api/pipeline', '/api/pipeline/minutes', '/api/pipeline/devices', '/api/pipeline/anomalies', ...['', '/metrics', '/report', '/events', '/figures', '/simulation', '/feedback', '/responses', '/dispatches', '/outreach', '/recipients', '/imports/latest'].map((rest) => `/api/campaigns/{id}${rest}`));
      await fc.assert(
        fc.asyncProperty(address, fc.array(parameter, { minLength: 1, maxLength: 3 }), async (path, parameters) => {
          const query = parameters.map((parts) => parts.map((part) => encodeURIComponent(part.toWellFormed())).join('=')).join('&');
          expectDescribed(await send(`${application.url}${path.replace('{id}', id)}?${query.slice(0, 12_000)}`), 'GET', path);
        }),
        { numRuns: 500 },
      );
    });

    test('any cursor of the chat', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('/api/chat/users', '/api/chat/messages'), chatCursor, async (path, each) => {
          expectDescribed(await send(`${application.url}${path}?cursor=${each}`), 'GET', path);
        }),
        { numRuns: 200 },
      );
    });

    test('any id, with any method', async () => {
      const rest = fc.constantFrom('', '/pauses', '/events', '/figures', '/metrics', '/report', '/event-deletion', '/simulation', '/simulation/crash', '/feedback', '/responses', '/dispatches', '/outreach', '/recipients', '/outreach-template', '/imports/latest');
      const any = fc.oneof({ weight: 4, arbitrary: text }, fc.constantFrom('\u{1F600}'.repeat(200), 'a/b', 'a:b*(c)', '__proto__', 'x'.repeat(10_000)));
      const name = any.map((each) => encodeURIComponent(each.toWellFormed())).filter((each) => each !== '' && each.length < 15_000 && !/^\.{1,2}$/.test(each));
      await fc.assert(
        fc.asyncProperty(name, rest, fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'), async (each, path, method) => {
          const body = ['PUT', 'PATCH'].includes(method) ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {};
          expectDescribed(await send(`${application.url}/api/campaigns/${each}${path}`, { method, ...body }), method, `/api/campaigns/{id}${path}`);
        }),
        { numRuns: 500 },
      );
    });
  });

  test.each(['dispatches', 'recipients', 'imports'])('to any id of %s is answered as described', async (kind) => {
    const { paths } = (await send(`${application.url}/api/openapi.json`)).body as { paths: Record<string, Record<string, { responses: object }>> };
    const places = Object.keys(paths).filter((path) => path.startsWith(`/api/${kind}/`));
    expect(places.length).toBeGreaterThan(1);
    const ids = fc.oneof(text, fc.uuid(), fc.uuid().map((each) => each.toUpperCase()), fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '{00000000-0000-4000-8000-000000000000}', '0'.repeat(32)));
    const written = ids.map((each) => encodeURIComponent(each.toWellFormed())).filter((each) => each !== '' && each.length < 15_000 && !/^\.{1,2}$/.test(each));
    await fc.assert(
      fc.asyncProperty(written, fc.constantFrom(...places), fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'), async (each, path, method) => {
        const body = ['PUT', 'PATCH'].includes(method) ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {};
        const answer = await send(application.url + path.replace('{id}', each), { method, ...body });
        expectSane(answer);
        const operation = paths[path]![method.toLowerCase()];
        expect([...Object.keys(operation?.responses ?? {}), ...GENERAL]).toContain(String(answer.status));
        // There is nothing under any of them.
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 200 },
    );
  });

  test('over the WebSocket is answered, or refused with a reason', async () => {
    const events = ['chat_join', 'chat_leave', 'chat_send', 'chat_typing', 'chat_read'] as const;
    const body = fc.oneof(
      { weight: 3, arbitrary: fc.record({ name: value, client_id: value, text: value, typing: value, up_to: value }, { requiredKeys: [] }) },
      { weight: 1, arbitrary: fc.record({ name: text, client_id: text, text, up_to: fc.nat() }) },
      { weight: 1, arbitrary: value },
    );
    const params = fc.record({ campaign_id: fc.oneof(fc.constant('camp_fuzz'), value), ids: fc.oneof(fc.array(fc.oneof(fc.uuid(), value), { maxLength: 4 }), fc.uuid().map((each) => Array.from({ length: 101 }, () => each)), value) }, { requiredKeys: [] });
    const watch = fc.record({ key: value, topic: fc.oneof(fc.constantFrom('chat_people', 'chat_messages', 'figures', 'report', 'outreach', 'recipients', 'outreach_list', 'pipeline', 'anomalies', 'constructor'), value), params: fc.oneof(value, params) }, { requiredKeys: [] });
    await fc.assert(
      // A new connection each time: a long one is soon told to wait.
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...events), body), { minLength: 1, maxLength: 8 }), fc.array(watch, { maxLength: 3 }), fc.boolean(), async (all, watches, isJoined) => {
        const client = await connectChat(application.url);
        try {
          if (isJoined) await client.join('Ann');
          for (const each of watches) client.live.socket.emit('watch', each);
          for (const [event, sent] of all) {
            const answer = await client.ask<{ problem?: { code: string; detail: string } }>(event, sent);
            expect(answer).not.toBeNull();
            if (answer.problem === undefined) continue;
            expect(answer.problem).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), detail: expect.stringMatching(/./) });
            expect(answer.problem.code).not.toBe('INTERNAL_ERROR');
            expect(JSON.stringify(answer)).not.toMatch(LEAKS);
          }
          for (const { code, detail } of client.live.refusals) {
            expect(code).not.toBe('INTERNAL_ERROR');
            expect(detail).not.toMatch(LEAKS);
          }
        } finally {
          client.close();
        }
      }),
      { numRuns: 150 },
    );
    // None of the numbers of messages was lost on the way.
    const [row] = await queryDatabase<{ stored: string; last: string }>(application.database.url, 'SELECT (SELECT count(*) FROM chat_messages) AS stored, (SELECT last_sequence FROM chat_room) AS last');
    expect(row!.stored).toBe(row!.last);
  });

  test('as broken HTTP ends in a refusal or a closed connection', async () => {
    const length = JSON.stringify(eventBody()).length;
    const head = 'POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const pieces = fc.constantFrom(
      'GET ', 'POST ', '/events', '/stats?', ' HTTP/1.1', ' HTTP/1.0', ' HTTP/9.9', '\r\n', '\n', '\r', '\r\n\r\n', 'Host: x\r\n', 'Content-Length: 5\r\n', 'Content-Length: -1\r\n', 'Content-Length: 99999999999\r\n', 'Transfer-Encoding: chunked\r\n',
      'Transfer-Encoding: gzip, chunked\r\n', 'Content-Type: application/json\r\n', 'Content-Encoding: gzip\r\n', 'Expect: 100-continue\r\n', 'Expect: miracle\r\n', 'Upgrade: websocket\r\n', 'Connection: upgrade\r\n', 'Connection: close\r\n', 'zz\r\n', '5\r\n{"a":\r\n', '0\r\n\r\n', '\0', '\x80\xff', ':', 'X'.repeat(20_000),
    );
    const broken = fc.oneof(fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')), fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all).toString('latin1')));
    const named = [
      `${head}Content-Length: ${length + 10}\r\n\r\n${JSON.stringify(eventBody())}`,
      `${head}Content-Length: 5\r\n\r\n${JSON.stringify(eventBody())}`,
      `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{"a":1}`,
      `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nTrailer: x\r\n\r\n`,
      `${head}Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08\x00\x00\x00`,
      `GET /stats HTTP/1.1\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
      `GET /${'y'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET http://other.example/events HTTP/1.1\r\nHost: x\r\n\r\n`,
      `OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n`,
      `CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n`,
      `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n`,
      `GET /live HTTP/1.1\r\nHost: x\r\nUpgrade: nonsense\r\nConnection: upgrade\r\n\r\n`,
    ];
    const check = (answer: string): void => {
      for (const [, status] of answer.matchAll(/HTTP\/1\.[01] (\d{3})/g)) expect({ status: Number(status), sane: Number(status) < 500 || Number(status) === 503 }).toMatchObject({ sane: true });
      // The answer may hold a whole page or the API reference; only what refuses is looked into.
      if (/^HTTP\/1\.[01] [45]/.test(answer)) expect(answer).not.toMatch(LEAKS);
    };
    const generated = fc.sample(broken, { numRuns: 300, seed: 7 });
    const all = [...named, ...generated];
    for (let start = 0; start < all.length; start += 50) {
      const answers = await Promise.all(all.slice(start, start + 50).map((each) => sendRaw(application.url, Buffer.from(each, 'latin1'), 300)));
      answers.forEach(check);
    }
  });

  test('leaves a server that answers, has nothing pending and keeps nothing open', async () => {
    const { ids } = await readCounted(application.database.url);
    const valid = eventBody({ campaign_id: 'camp_after' });
    expect((await post(`${application.url}/events`, valid)).body).toEqual({ event_id: valid.event_id, status: 'accepted' });
    const stats = await send(`${application.url}/stats?campaign_id=camp_after&from=2026-02-10T21:10:00Z&to=2026-02-10T21:11:00Z`);
    expect(stats.body).toMatchObject({ series: [{ impressions: 1, clicks: 0 }] });
    const after = await readCounted(application.database.url);
    expect(after.ids.size).toBe(ids.size + 1);
    expect(after.impressions + after.clicks).toBe(after.ids.size);
    await eventually(async () => {
      const { connections: database, ...waiting } = await pending();
      expect(waiting).toEqual({ events: 0, queries: 0 });
      expect(database).toBeLessThanOrEqual(10);
    });
    // A client of our own keeps a few; those of the broken requests are closed.
    await eventually(async () => expect(await connections()).toBeLessThan(20));
  });
});
