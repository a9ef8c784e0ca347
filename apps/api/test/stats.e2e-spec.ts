import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventBody } from './support/events.ts';
import { type Answer, expectProblem, post, send } from './support/http.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

interface Point {
  ts: string;
  impressions: number;
  clicks: number;
}

const TIME = 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z';

describe('GET /stats', () => {
  let application: TestApplication;
  /** Has events in the minutes 21:10, 21:12, 22:59 and of the next day. */
  const campaign = `camp & ${randomUUID()}`;

  beforeAll(async () => {
    application = await startTestApplication();
    const events = [
      ...Array.from({ length: 3 }, () => eventBody({ campaign_id: campaign, occurred_at: '2026-02-10T21:10:00Z', metadata: { device_type: 'mobile' } })),
      ...Array.from({ length: 2 }, () => eventBody({ campaign_id: campaign, occurred_at: '2026-02-10T21:10:59.999Z', metadata: { device_type: 'desktop' } })),
      eventBody({ campaign_id: campaign, occurred_at: '2026-02-10T21:10:30Z', type: 'click' }),
      eventBody({ campaign_id: campaign, occurred_at: '2026-02-10T21:12:00Z', type: 'click' }),
      eventBody({ campaign_id: campaign, occurred_at: '2026-02-10T22:59:59Z' }),
      eventBody({ campaign_id: campaign, occurred_at: '2026-02-11T00:00:00Z' }),
      eventBody({ campaign_id: 'camp_other', occurred_at: '2026-02-10T21:10:00Z' }),
    ];
    expect((await post(`${application.url}/events/batch`, events)).body).toMatchObject({ accepted: events.length });
  });

  afterAll(() => application.stop());

  const WHOLE = { campaign_id: campaign, from: '2026-02-10T21:10:00Z', to: '2026-02-10T21:20:00Z', granularity: 'minute' };

  const ask = (query: Record<string, string> | string): Promise<Answer> =>
    send(`${application.url}/stats?${typeof query === 'string' ? query : new URLSearchParams(query).toString()}`);

  async function series(changes: Record<string, string>): Promise<Point[]> {
    const answer = await ask({ ...WHOLE, ...changes });
    expect(answer.status).toBe(200);
    return (answer.body as { series: Point[] }).series;
  }

  const without = (field: keyof typeof WHOLE): Record<string, string> => Object.fromEntries(Object.entries(WHOLE).filter(([name]) => name !== field));

  test('the answer has the form of the contract; minutes without events are left out', async () => {
    const answer = await ask(WHOLE);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        ...WHOLE,
        series: [
          { ts: '2026-02-10T21:10:00Z', impressions: 5, clicks: 1 },
          { ts: '2026-02-10T21:12:00Z', impressions: 0, clicks: 1 },
        ],
      },
    ]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  });

  test('without a granularity it is the minute', async () => {
    expect((await ask(without('granularity'))).body).toEqual((await ask(WHOLE)).body);
  });

  test('hours and days are summed, in order', async () => {
    const range = { from: '2026-02-10T00:00:00Z', to: '2026-02-12T00:00:00Z' };
    expect(await series({ ...range, granularity: 'hour' })).toEqual([
      { ts: '2026-02-10T21:00:00Z', impressions: 5, clicks: 2 },
      { ts: '2026-02-10T22:00:00Z', impressions: 1, clicks: 0 },
      { ts: '2026-02-11T00:00:00Z', impressions: 1, clicks: 0 },
    ]);
    expect(await series({ ...range, granularity: 'day' })).toEqual([
      { ts: '2026-02-10T00:00:00Z', impressions: 6, clicks: 2 },
      { ts: '2026-02-11T00:00:00Z', impressions: 1, clicks: 0 },
    ]);
  });

  test('from counts with its whole minute, to is exclusive', async () => {
    expect(await series({ from: '2026-02-10T21:10:59.999Z', to: '2026-02-10T21:11:00Z' })).toMatchObject([{ impressions: 5, clicks: 1 }]);
    expect(await series({ from: '2026-02-10T21:11:00Z', to: '2026-02-10T21:12:00Z' })).toEqual([]);
    expect(await series({ from: '2026-02-10T21:11:00Z', to: '2026-02-10T21:12:00.001Z' })).toMatchObject([{ clicks: 1 }]);
  });

  test('what was asked is repeated in the form of the API', async () => {
    const { body } = await ask({ ...WHOLE, from: '2026-02-10T21:10:07.50+00:00', to: '2026-02-10T21:20Z' });
    expect(body).toMatchObject({ from: '2026-02-10T21:10:07.500Z', to: '2026-02-10T21:20:00Z' });
  });

  test('a campaign that nobody knows has no points', async () => {
    expect(await series({ campaign_id: 'camp_unknown' })).toEqual([]);
  });

  test('fill=zero puts in the points without events', async () => {
    expect(await series({ fill: 'zero', from: '2026-02-10T21:09:30Z', to: '2026-02-10T21:13:00Z' })).toEqual([
      { ts: '2026-02-10T21:09:00Z', impressions: 0, clicks: 0 },
      { ts: '2026-02-10T21:10:00Z', impressions: 5, clicks: 1 },
      { ts: '2026-02-10T21:11:00Z', impressions: 0, clicks: 0 },
      { ts: '2026-02-10T21:12:00Z', impressions: 0, clicks: 1 },
    ]);
    expect(await series({ fill: 'zero', granularity: 'hour', from: '2026-02-10T20:30:00Z', to: '2026-02-10T22:00:01Z' })).toEqual([
      { ts: '2026-02-10T20:00:00Z', impressions: 0, clicks: 0 },
      { ts: '2026-02-10T21:00:00Z', impressions: 5, clicks: 2 },
      { ts: '2026-02-10T22:00:00Z', impressions: 0, clicks: 0 },
    ]);
    expect(await series({ fill: 'zero', granularity: 'day', from: '2026-02-09T23:59:00Z', to: '2026-02-11T00:00:00Z' })).toEqual([
      { ts: '2026-02-09T00:00:00Z', impressions: 0, clicks: 0 },
      { ts: '2026-02-10T00:00:00Z', impressions: 6, clicks: 2 },
    ]);
  });

  test.each([
    ['minute', '2026-01-01T00:00:00Z', '2026-02-04T17:20:00Z', '2026-02-04T17:20:00.001Z'],
    ['hour', '2020-01-01T00:00:00Z', '2025-09-14T08:00:00Z', '2025-09-14T08:01:00Z'],
    ['day', '1900-01-01T00:00:00Z', '2036-11-23T00:00:00Z', '2036-11-23T00:00:01Z'],
  ])('50,000 points of a %s may be asked for, and not one more', async (granularity, from, to, tooLate) => {
    expect(await series({ granularity, from, to, fill: 'zero' })).toHaveLength(50_000);
    const errors = { to: 'must be at most 50000 points after from; choose a coarser granularity or a shorter range' };
    expectProblem(await ask({ ...WHOLE, granularity, from, to: tooLate }), 422, 'VALIDATION_FAILED', errors);
  });

  test('all the years there are can be asked for in parts', async () => {
    expect(await series({ granularity: 'day', from: '0000-01-01T00:00:00Z', to: '0001-01-01T00:00:00Z', fill: 'zero' })).toHaveLength(366);
    expect(await series({ granularity: 'day', from: '9999-01-01T00:00:00Z', to: '9999-12-31T23:59:59.999Z', fill: 'zero' })).toHaveLength(365);
  });

  test('a hundred users who ask at once are all answered alike', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(WHOLE)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('what is given twice is said to be, whatever else is wrong with it', async () => {
    const answer = await send(`${application.url}/stats?campaign_id=a&campaign_id=b&from=x&from=y&to=2026-02-10T21:20:00Z`);
    expect(answer.body).toMatchObject({ errors: [{ field: 'campaign_id', message: 'must be given once' }, { field: 'from', message: 'must be given once' }] });
  });

  test('what is missing is named, all at once', async () => {
    expectProblem(await ask(''), 422, 'VALIDATION_FAILED', { campaign_id: 'is required', from: 'is required', to: 'is required' });
    for (const field of ['campaign_id', 'from', 'to'] as const) expectProblem(await ask(without(field)), 422, 'VALIDATION_FAILED', { [field]: 'is required' });
  });

  test.each(['', 'today', '2026-02-10', '2026-02-30T00:00:00Z', '2026-02-10T21:10:00', '2026-02-10T21:10:00+01:00', '1770758400', '\0'])('%j is not a time to ask for', async (time) => {
    expectProblem(await ask({ ...WHOLE, from: time }), 422, 'VALIDATION_FAILED', { from: TIME });
    expectProblem(await ask({ ...WHOLE, to: time }), 422, 'VALIDATION_FAILED', { to: TIME });
  });

  test('from must be before to', async () => {
    for (const [from, to] of [[WHOLE.from, WHOLE.from], [WHOLE.to, WHOLE.from], ['2026-02-10T21:10:00.001Z', '2026-02-10T21:10:00Z']]) {
      expectProblem(await ask({ ...WHOLE, from: from!, to: to! }), 422, 'VALIDATION_FAILED', { to: 'must be later than from' });
    }
  });

  test.each(['', 'second', 'MINUTE', 'week', 'toString', '__proto__'])('%j is no granularity', async (granularity) => {
    expectProblem(await ask({ ...WHOLE, granularity }), 422, 'VALIDATION_FAILED', { granularity: 'must be one of minute, hour, day' });
  });

  test.each(['', 'one', 'true', 'ZERO'])('%j is no way to fill', async (fill) => {
    expectProblem(await ask({ ...WHOLE, fill }), 422, 'VALIDATION_FAILED', { fill: 'must be "zero" or left out' });
  });

  test.each(['', '\0', 'a\0b', 'x'.repeat(201)])('%j is no campaign', async (campaign_id) => {
    expectProblem(await ask({ ...WHOLE, campaign_id }), 422, 'VALIDATION_FAILED', { campaign_id: expect.stringMatching(/./) });
  });

  test('a campaign of two hundred characters, as long as one may be, can be asked for', async () => {
    const campaign_id = '\u{1F600}'.repeat(200);
    await post(`${application.url}/events`, eventBody({ campaign_id }));
    expect(await series({ campaign_id })).toHaveLength(1);
  });

  test.each(['campaign_id', 'from', 'to', 'granularity', 'fill'])('%s given twice is refused', async (field) => {
    const query = `${new URLSearchParams({ ...WHOLE, fill: 'zero' }).toString()}&${field}=${encodeURIComponent({ ...WHOLE, fill: 'zero' }[field]!)}`;
    expectProblem(await ask(query), 422, 'VALIDATION_FAILED', { [field]: expect.stringMatching(/^must /) });
  });

  test.each(['campaign', 'From', 'limit', 'campaign_id[]', '%00', '%E0%A4%A', 'length', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__.campaign_id'])(
    'the unknown parameter %s is refused by name',
    async (name) => {
      const answer = await ask(`${new URLSearchParams(WHOLE).toString()}&${name}=1`);
      expectProblem(answer, 422, 'VALIDATION_FAILED', { [name === '%00' ? '\0' : name]: 'is not a parameter of this address' });
    },
  );

  test('HEAD answers as GET does, without a body', async () => {
    const answer = await send(`${application.url}/stats?${new URLSearchParams(WHOLE).toString()}`, { method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([200, '']);
  });
});
