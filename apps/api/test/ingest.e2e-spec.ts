import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCounted } from './support/counted.ts';
import { type EventBody, eventBody } from './support/events.ts';
import { type Answer, expectProblem, post, send, sendRaw } from './support/http.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

const EVENT_LIMIT = 256 * 1024;
const BATCH_LIMIT = 5 * 1024 * 1024;

interface BatchBody {
  accepted: number;
  duplicates: number;
  rejected: number;
  results: { index: number; event_id: string | null; status: string; errors?: { field: string; message: string }[] }[];
}

describe('ingest', () => {
  let application: TestApplication;

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterAll(() => application.stop());

  const report = (body: unknown, headers?: Record<string, string>): Promise<Answer> => post(`${application.url}/events`, body, headers);
  const reportBatch = (body: unknown, headers?: Record<string, string>): Promise<Answer> => post(`${application.url}/events/batch`, body, headers);
  const campaign = (): string => `camp_${randomUUID()}`;

  /** What the statistics say of a campaign, over all time. */
  async function counted(campaignId: string): Promise<{ impressions: number; clicks: number }> {
    let sums = { impressions: 0, clicks: 0 };
    for (const [from, to] of [['0000-01-01T00:00:00Z', '0100-01-01T00:00:00Z'], ['1900-01-01T00:00:00Z', '2030-01-01T00:00:00Z'], ['9900-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z']]) {
      const { body } = await send(`${application.url}/stats?${new URLSearchParams({ campaign_id: campaignId, from: from!, to: to!, granularity: 'day' }).toString()}`);
      for (const { impressions, clicks } of (body as { series: { impressions: number; clicks: number }[] }).series) {
        sums = { impressions: sums.impressions + impressions, clicks: sums.clicks + clicks };
      }
    }
    return sums;
  }

  /** An event of exactly so many bytes of JSON. */
  function eventOf(bytes: number, campaignId: string): string {
    const text = (fill: number): string => JSON.stringify(eventBody({ event_id: 'x'.repeat(40), campaign_id: campaignId, metadata: { fill: 'x'.repeat(fill) } }));
    return text(bytes - text(0).length).replace('x'.repeat(40), randomUUID().padEnd(40, '-'));
  }

  describe('POST /events', () => {
    test('the example of the contract is accepted, and its repetition is a duplicate', async () => {
      const event = {
        event_id: '1f5a9d3c-0000-0000-0000-000000000000',
        type: 'click',
        campaign_id: 'camp_contract',
        creative_id: 'cr_456',
        source: 'web',
        occurred_at: '2026-02-10T21:10:00Z',
        user_id: 'u_999',
        metadata: { ip: '1.2.3.4' },
      };
      const first = await report(event);
      expect([first.status, first.body]).toEqual([202, { event_id: event.event_id, status: 'accepted' }]);
      const second = await report(event);
      expect([second.status, second.body]).toEqual([202, { event_id: event.event_id, status: 'duplicate' }]);
      expect(await counted('camp_contract')).toEqual({ impressions: 0, clicks: 1 });
    });

    test('what was acknowledged is in the next answer of the statistics', async () => {
      const campaign_id = campaign();
      for (let count = 1; count <= 5; count += 1) {
        expect((await report(eventBody({ campaign_id }))).status).toBe(202);
        expect(await counted(campaign_id)).toEqual({ impressions: count, clicks: 0 });
      }
    });

    test('fifty deliveries of one event at once give one acceptance', async () => {
      const event = eventBody({ campaign_id: campaign() });
      const answers = await Promise.all(Array.from({ length: 50 }, () => report(event)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
      expect(answers.filter(({ body }) => (body as { status: string }).status === 'accepted')).toHaveLength(1);
      expect(await counted(event.campaign_id)).toEqual({ impressions: 1, clicks: 0 });
    });

    test.each([
      ['an id that is no UUID', { event_id: 'ähm "\\\' 1' }],
      ['an id of 200 characters', { event_id: '\u{1F600}'.repeat(200) }],
      ['+00:00 for Z', { occurred_at: '2026-02-10T21:10:00+00:00' }],
      ['absent optional fields', {}],
      ['optional fields that are null', { creative_id: null, user_id: null, metadata: null }],
      ['metadata of every kind', { metadata: { device_type: 'mobile', browser: 'chrome', cost: 0.01, impression_id: 'x', other: [1, { a: null }] } }],
    ])('%s: accepted', async (_, changes) => {
      const event = eventBody({ campaign_id: campaign(), ...changes });
      const answer = await report(event);
      expect([answer.status, answer.body]).toEqual([202, { event_id: event.event_id, status: 'accepted' }]);
      expect(await counted(event.campaign_id)).toEqual({ impressions: 1, clicks: 0 });
    });

    test.each(['0000-01-01T00:00:00Z', '0000-02-29T12:00:00Z', '0001-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'])(
      'an event of %s is strange, valid and counted',
      async (occurred_at) => {
        const event = eventBody({ campaign_id: campaign(), occurred_at });
        expect((await report(event)).status).toBe(202);
        expect(await counted(event.campaign_id)).toEqual({ impressions: 1, clicks: 0 });
      },
    );

    test('invalid fields are named, all at once', async () => {
      const answer = await report({ event_id: '', type: 'view', campaign_id: 'c', source: 7, occurred_at: '2026-02-10T21:10:00+01:00', metadata: { cost: -1 } });
      expectProblem(answer, 422, 'VALIDATION_FAILED', {
        event_id: 'must be a non-empty string of at most 200 characters',
        type: 'must be "click" or "impression"',
        source: 'must be a non-empty string of at most 200 characters',
        occurred_at: 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z',
        'metadata.cost': 'must be a number from 0 to 1000000000',
      });
    });

    test.each<[string, unknown]>([
      ['null', null],
      ['a list', [eventBody()]],
      ['a text', '"event"'],
      ['a number', 7],
    ])('%s is not an event', async (_, body) => {
      expectProblem(await report(body), 422, 'VALIDATION_FAILED', { '': 'must be a JSON object' });
    });

    const TEXT_PROBLEM = 'must not contain NUL characters or lone surrogates';
    const texts: [string, (bad: string) => Record<string, unknown>][] = [
      ...(['event_id', 'campaign_id', 'creative_id', 'source', 'user_id'] as const).map((field): [string, (bad: string) => Record<string, unknown>] => [field, (bad) => ({ [field]: `a${bad}` })]),
      ...['device_type', 'browser', 'impression_id'].map((key): [string, (bad: string) => Record<string, unknown>] => [`metadata.${key}`, (bad) => ({ metadata: { [key]: bad } })]),
      ['metadata', (bad) => ({ metadata: { deep: [{ value: bad }] } })],
      ['metadata', (bad) => ({ metadata: { deep: { [`key${bad}`]: 1 } } })],
    ];
    test.each(texts)('what no text can hold is refused in %s', async (field, change) => {
      for (const bad of ['\0', '\uD800', '\uDC00x']) {
        const answer = await report(eventBody(change(bad)));
        expect(answer.status).toBe(422);
        const { errors } = answer.body as { errors: { field: string; message: string }[] };
        expect(errors).toContainEqual({ field, message: TEXT_PROBLEM });
      }
    });

    test.each([
      ['a number beyond a double', '1e400', 'must not contain numbers beyond the range of a double'],
      ['too many levels of lists', `${'['.repeat(100)}${']'.repeat(100)}`, 'must not be nested deeper than 64 levels'],
      ['far too many levels of objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'must not be nested deeper than 64 levels'],
    ])('%s in the metadata is refused', async (_, json, message) => {
      expectProblem(await report(JSON.stringify(eventBody({ metadata: { a: 7 } })).replace('"a":7', `"a":${json}`)), 422, 'VALIDATION_FAILED', { metadata: message });
    });

    test('keys named like a prototype are data', async () => {
      const event = eventBody({ campaign_id: campaign(), metadata: { a: 7 } });
      const json = JSON.stringify(event).replace('"a":7', '"__proto__":{"cost":-1},"constructor":{"prototype":1}').replace('{', '{"__proto__":{"source":7},');
      expect((await report(json)).status).toBe(202);
      expect(await counted(event.campaign_id)).toEqual({ impressions: 1, clicks: 0 });
    });

    test.each(['', ' ', '{', '{"event_id":', 'event', "{'a':1}", '{} {}', 'NaN'])('%j is malformed JSON', async (body) => {
      expectProblem(await report(body), 400, 'MALFORMED_JSON');
    });

    test('invalid UTF-8 is malformed', async () => {
      const bytes = Buffer.from(JSON.stringify(eventBody({ source: 'w?b' })));
      bytes[bytes.indexOf('w?b') + 1] = 0xff;
      expectProblem(await report(bytes), 400, 'MALFORMED_ENCODING');
    });

    test('256 KB are accepted, and not a byte more', async () => {
      const campaign_id = campaign();
      const fits = eventOf(EVENT_LIMIT, campaign_id);
      expect(Buffer.byteLength(fits)).toBe(EVENT_LIMIT);
      expect((await report(fits)).status).toBe(202);
      expectProblem(await report(eventOf(EVENT_LIMIT + 1, campaign_id)), 413, 'BODY_TOO_LARGE');
      expect(await counted(campaign_id)).toEqual({ impressions: 1, clicks: 0 });
    });

    test('the limit is on the event, not on its packing', async () => {
      const campaign_id = campaign();
      const gzip = { 'content-encoding': 'gzip' };
      expect((await report(gzipSync(eventOf(EVENT_LIMIT, campaign_id)), gzip)).status).toBe(202);
      expectProblem(await report(gzipSync(eventOf(EVENT_LIMIT + 1, campaign_id)), gzip), 413, 'BODY_TOO_LARGE');
      expectProblem(await report(gzipSync(Buffer.alloc(64 * 1024 * 1024)), gzip), 413, 'BODY_TOO_LARGE');
    });

    test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/x-ndjson', 'multipart/form-data; boundary=x', 'nonsense', 'application/json5'])(
      'a body sent as %s is not understood',
      async (type) => {
        expectProblem(await report(JSON.stringify(eventBody()), { 'content-type': type }), 415, 'UNSUPPORTED_MEDIA_TYPE');
      },
    );

    test.each(['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'APPLICATION/JSON'])('a body sent as %s is', async (type) => {
      expect((await report(eventBody(), { 'content-type': type })).status).toBe(202);
    });

    test('an encoding other than gzip is not understood', async () => {
      for (const encoding of ['br', 'deflate', 'zstd', 'gzip, gzip', 'nonsense']) {
        expectProblem(await report(eventBody(), { 'content-encoding': encoding }), 415, 'UNSUPPORTED_ENCODING');
      }
      expect((await report(eventBody(), { 'content-encoding': 'identity' })).status).toBe(202);
      expect((await report(gzipSync(JSON.stringify(eventBody())), { 'content-encoding': 'GZIP' })).status).toBe(202);
    });
  });

  test('a request id is taken where it is sane, and made where it is not', async () => {
    const given = await report(eventBody(), { 'x-request-id': 'trace-1.a:b_c' });
    expect(given.headers.get('x-request-id')).toBe('trace-1.a:b_c');
    expectProblem(await report({}, { 'x-request-id': 'trace-2' }), 422, 'VALIDATION_FAILED', {
      event_id: 'is required',
      type: 'is required',
      campaign_id: 'is required',
      source: 'is required',
      occurred_at: 'is required',
    });
    const made = new Set<string>();
    for (const wrong of ['', 'a b', 'x'.repeat(129), '<script>', '"']) made.add((await report(eventBody(), { 'x-request-id': wrong })).headers.get('x-request-id')!);
    expect(made.size).toBe(5);
    for (const id of made) expect(id).toMatch(/^[\w-]{8,40}$/);
  });

  describe('POST /events/batch', () => {
    test('a list is taken, with one result per event in the order sent', async () => {
      const campaign_id = campaign();
      const known = eventBody({ campaign_id });
      await report(known);
      const [a, b] = [eventBody({ campaign_id }), eventBody({ campaign_id, type: 'click' })];
      const answer = await reportBatch([b, known, { ...a, type: 'view' }, a, b, null, { event_id: 7 }, { ...a, source: '' }]);
      expect(answer.status).toBe(202);
      const required = expect.arrayContaining([{ field: 'source', message: 'is required' }]);
      expect(answer.body).toEqual({
        accepted: 2,
        duplicates: 2,
        rejected: 4,
        results: [
          { index: 0, event_id: b.event_id, status: 'accepted' },
          { index: 1, event_id: known.event_id, status: 'duplicate' },
          { index: 2, event_id: a.event_id, status: 'rejected', errors: [{ field: 'type', message: 'must be "click" or "impression"' }] },
          { index: 3, event_id: a.event_id, status: 'accepted' },
          { index: 4, event_id: b.event_id, status: 'duplicate' },
          { index: 5, event_id: null, status: 'rejected', errors: [{ field: '', message: 'must be a JSON object' }] },
          { index: 6, event_id: null, status: 'rejected', errors: required },
          { index: 7, event_id: a.event_id, status: 'rejected', errors: [{ field: 'source', message: 'must be a non-empty string of at most 200 characters' }] },
        ],
      });
      expect(await counted(campaign_id)).toEqual({ impressions: 2, clicks: 1 });
    });

    test.each(['[]', '[\n]'])('%j holds no events, and that is no problem', async (body) => {
      const answer = await reportBatch(body);
      expect([answer.status, answer.body]).toEqual([202, { accepted: 0, duplicates: 0, rejected: 0, results: [] }]);
    });

    test('an empty NDJSON body holds no events', async () => {
      const answer = await reportBatch('\n\n', { 'content-type': 'application/x-ndjson' });
      expect([answer.status, answer.body]).toEqual([202, { accepted: 0, duplicates: 0, rejected: 0, results: [] }]);
    });

    test('NDJSON is taken line by line; a bad line is a bad event', async () => {
      const campaign_id = campaign();
      const [a, b] = [eventBody({ campaign_id }), eventBody({ campaign_id })];
      const body = Buffer.concat([
        Buffer.from(`${JSON.stringify(a)}\r\n\n{"event_id":"half\n`),
        Buffer.from([0x22, 0xff, 0x22, 0x0a]),
        Buffer.from(`${JSON.stringify({ ...b, metadata: { fill: 'x'.repeat(EVENT_LIMIT) } })}\n7\n${JSON.stringify(b)}`),
      ]);
      const answer = await reportBatch(body, { 'content-type': 'application/x-ndjson; charset=utf-8' });
      expect(answer.body).toEqual({
        accepted: 2,
        duplicates: 0,
        rejected: 4,
        results: [
          { index: 0, event_id: a.event_id, status: 'accepted' },
          { index: 1, event_id: null, status: 'rejected', errors: [{ field: '', message: 'is not valid JSON' }] },
          { index: 2, event_id: null, status: 'rejected', errors: [{ field: '', message: 'is not valid UTF-8' }] },
          { index: 3, event_id: null, status: 'rejected', errors: [{ field: '', message: 'must not be larger than 256 KB' }] },
          { index: 4, event_id: null, status: 'rejected', errors: [{ field: '', message: 'must be a JSON object' }] },
          { index: 5, event_id: b.event_id, status: 'accepted' },
        ],
      });
      expect(await counted(campaign_id)).toEqual({ impressions: 2, clicks: 0 });
    });

    test('an event larger than 256 KB is refused in a list as it is in a line', async () => {
      const campaign_id = campaign();
      const answer = await reportBatch(`[${eventOf(EVENT_LIMIT + 1, campaign_id)},${eventOf(EVENT_LIMIT, campaign_id)}]`);
      expect(answer.body).toMatchObject({ accepted: 1, rejected: 1, results: [{ status: 'rejected' }, { status: 'accepted' }] });
    });

    test('an unknown field that no stack is deep enough for, beside large metadata, holds up nobody', async () => {
      const campaign_id = campaign();
      const good = eventBody({ campaign_id });
      const deep = JSON.stringify(eventBody({ campaign_id, metadata: { fill: 'x'.repeat(EVENT_LIMIT / 4) } })).replace(/}$/, `,"extra":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
      const list = await reportBatch(`[${JSON.stringify(good)},${deep}]`);
      expect(list.body).toMatchObject({ accepted: 2, rejected: 0 });
      const lines = await reportBatch(`${JSON.stringify(good)}\n${deep}`, { 'content-type': 'application/x-ndjson' });
      expect(lines.body).toMatchObject({ accepted: 0, duplicates: 2, rejected: 0 });
    });

    test.each([BATCH_LIMIT + 1, 8 * 1024 * 1024, 20 * 1024 * 1024])('a client that sends %d bytes before it listens is told that they are too many', async (size) => {
      const body = 'x'.repeat(size);
      for (const path of ['/events', '/events/batch']) {
        for (const type of ['application/json', 'application/x-ndjson']) {
          const response = await fetch(application.url + path, { method: 'POST', headers: { 'content-type': type }, body });
          expect({ path, type, status: response.status, body: await response.json() }).toMatchObject({ path, type, status: 413, body: { code: 'BODY_TOO_LARGE' } });
        }
      }
    });

    test('many small gzip batches may arrive at once', async () => {
      const campaign_id = campaign();
      const batches = Array.from({ length: 300 }, () => gzipSync(JSON.stringify([eventBody({ campaign_id })])));
      const answers = await Promise.all(batches.map((batch) => reportBatch(batch, { 'content-encoding': 'gzip' })));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(await counted(campaign_id)).toEqual({ impressions: 300, clicks: 0 });
    });

    describe.each(['application/json', 'application/x-ndjson'])('as %s', (type) => {
      const encode = (events: EventBody[]): string => (type === 'application/json' ? JSON.stringify(events) : events.map((event) => JSON.stringify(event)).join('\n'));
      const headers = { 'content-type': type };

      test('5,000 events are taken', async () => {
        const campaign_id = campaign();
        const answer = await reportBatch(encode(Array.from({ length: 5_000 }, () => eventBody({ campaign_id }))), headers);
        expect(answer.status).toBe(202);
        const { results, ...sums } = answer.body as BatchBody;
        expect(sums).toEqual({ accepted: 5_000, duplicates: 0, rejected: 0 });
        expect(results.map(({ index }) => index)).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
        expect(await counted(campaign_id)).toEqual({ impressions: 5_000, clicks: 0 });
      });

      test('5,001 events are too many, and none is taken', async () => {
        const campaign_id = campaign();
        expectProblem(await reportBatch(encode(Array.from({ length: 5_001 }, () => eventBody({ campaign_id }))), headers), 413, 'BODY_TOO_LARGE');
        expect(await counted(campaign_id)).toEqual({ impressions: 0, clicks: 0 });
      });

      test('5 MB are taken, and not a byte more', async () => {
        const campaign_id = campaign();
        const events = Array.from({ length: 25 }, () => eventBody({ campaign_id, metadata: { fill: 'x'.repeat(200_000) } }));
        const body = encode(events);
        expect(body.length).toBeLessThan(BATCH_LIMIT);
        expect((await reportBatch(body.padEnd(BATCH_LIMIT, '\n'), headers)).body).toMatchObject({ accepted: 25 });
        expectProblem(await reportBatch(body.padEnd(BATCH_LIMIT + 1, '\n'), headers), 413, 'BODY_TOO_LARGE');
        expectProblem(await reportBatch(body.padEnd(4 * BATCH_LIMIT, '\n'), headers), 413, 'BODY_TOO_LARGE');
      });

      test('a body without a length is answered as soon as it is too large, although more would come', async () => {
        const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
        const head = `POST /events/batch HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`;
        const answer = await sendRaw(application.url, head + chunk(`[${'\n'.repeat(1024 * 1024)}`).repeat(6));
        expect(answer).toMatch(/^HTTP\/1\.1 413 /);
        expect(answer).toContain('"code":"BODY_TOO_LARGE"');
      });

      test('gzip is taken, up to 5 MB of what comes out', async () => {
        const campaign_id = campaign();
        const body = encode([eventBody({ campaign_id }), eventBody({ campaign_id })]);
        const packed = { ...headers, 'content-encoding': 'gzip' };
        expect((await reportBatch(gzipSync(body.padEnd(BATCH_LIMIT, '\n')), packed)).body).toMatchObject({ accepted: 2 });
        expectProblem(await reportBatch(gzipSync(body.padEnd(BATCH_LIMIT + 1, '\n')), packed), 413, 'BODY_TOO_LARGE');
        expectProblem(await reportBatch(gzipSync(Buffer.alloc(200 * 1024 * 1024, ' ')), packed), 413, 'BODY_TOO_LARGE');
        expect(await counted(campaign_id)).toEqual({ impressions: 2, clicks: 0 });
      });

      test('gzip that is cut off, damaged or none is malformed, and nothing of it is taken', async () => {
        const campaign_id = campaign();
        const whole = gzipSync(encode(Array.from({ length: 200 }, () => eventBody({ campaign_id }))));
        const damaged = Buffer.from(whole);
        damaged.fill(0xff, whole.length >> 1, (whole.length >> 1) + 20);
        const wrongSum = Buffer.from(whole);
        wrongSum[whole.length - 8] = wrongSum[whole.length - 8]! ^ 0xff;
        for (const broken of [whole.subarray(0, -1), whole.subarray(0, whole.length >> 1), whole.subarray(0, 5), damaged, wrongSum, Buffer.from('no gzip at all')]) {
          const answer = await reportBatch(broken, { ...headers, 'content-encoding': 'gzip' });
          expectProblem(answer, 400, 'MALFORMED_ENCODING');
        }
        expect(await counted(campaign_id)).toEqual({ impressions: 0, clicks: 0 });
      });
    });

    test.each<[string, unknown]>([
      ['one event', eventBody()],
      ['null', null],
      ['a number', 7],
    ])('%s is not a batch', async (_, body) => {
      expectProblem(await reportBatch(body), 422, 'VALIDATION_FAILED', { '': 'must be a JSON array of events' });
    });

    test('malformed JSON, a wrong media type and a wrong encoding are told as for one event', async () => {
      expectProblem(await reportBatch('[{}'), 400, 'MALFORMED_JSON');
      expectProblem(await reportBatch('[]', { 'content-type': 'text/csv' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
      expectProblem(await reportBatch('[]', { 'content-encoding': 'br' }), 415, 'UNSUPPORTED_ENCODING');
    });

    test('batches and single events that overlap, sent at once and again, count every id once', async () => {
      const campaign_id = campaign();
      const events = Array.from({ length: 60 }, () => eventBody({ campaign_id }));
      const send = (turn: number): Promise<Answer>[] => [
        reportBatch([...events.slice(turn), ...events.slice(0, turn)]),
        reportBatch(events.slice(0, 30).reverse().map((event) => JSON.stringify(event)).join('\n'), { 'content-type': 'application/x-ndjson' }),
        ...events.slice(turn, turn + 10).map((event) => report(event)),
      ];
      const answers = await Promise.all([0, 10, 20, 30, 40].flatMap(send));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
      expect(await counted(campaign_id)).toEqual({ impressions: 60, clicks: 0 });
      const accepted = answers.reduce((sum, { body }) => sum + ((body as Partial<BatchBody>).accepted ?? ((body as { status: string }).status === 'accepted' ? 1 : 0)), 0);
      expect(accepted).toBe(60);
    });
  });

  test('minutes and stored events agree after all of this', async () => {
    const { ids, impressions, clicks } = await readCounted(application.database.url);
    expect(impressions + clicks).toBe(ids.size);
  });
});
