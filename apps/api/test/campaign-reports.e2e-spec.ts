import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type pg from 'pg';
import { type EventBody, eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { expectProblem, post, send } from './support/http.ts';
import { connectLive, type LiveClient } from './support/live-client.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestPool } from './support/test-pool.ts';

interface Item {
  value: string;
  impressions: number;
  clicks: number;
  spend: number;
}

interface Report {
  from: string;
  to: string;
  points: { ts: string; impressions: number; clicks: number; spend: number }[];
  breakdowns: Record<'device' | 'source' | 'creative', Item[]> | null;
}

interface Feed {
  accepted: number;
  events: { event_id: string }[];
}

const MINUTE = 60_000;

describe('a campaign', () => {
  let application: TestApplication;
  let database: pg.Pool;
  const clients: LiveClient[] = [];

  beforeAll(async () => {
    application = await startTestApplication();
    database = createTestPool(application.database.url);
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  afterAll(async () => {
    await database.end();
    await application.stop();
  });

  const at = (id: string, path: string): string => `${application.url}/api/campaigns/${id}${path}`;
  const campaign = (): string => `camp_${randomUUID()}`;
  const send202 = async (...events: EventBody[]): Promise<void> => expect((await post(`${application.url}/events/batch`, events)).status).toBe(202);
  const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
  const minuteOf = (time: string): string => `${time.slice(0, 16)}:00Z`;
  const read = async <Body>(url: string): Promise<Body> => {
    const { status, body } = await send(url);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body as Body;
  };

  async function live(): Promise<LiveClient> {
    const client = await connectLive(application.url);
    clients.push(client);
    return client;
  }

  describe('report', () => {
    test('has the points and the breakdowns of its range, events just acknowledged included', async () => {
      const id = campaign();
      const [now, before] = [ago(0), ago(20 * MINUTE)];
      await send202(
        eventBody({ campaign_id: id, occurred_at: now, creative_id: 'cr_1', metadata: { device_type: 'mobile', cost: 0.1 } }),
        eventBody({ campaign_id: id, occurred_at: now, creative_id: 'cr_2', source: 'ios', metadata: { device_type: 'tablet', cost: 0.2 } }),
        eventBody({ campaign_id: id, occurred_at: now, type: 'click', metadata: { device_type: 'mobile' } }),
        eventBody({ campaign_id: id, occurred_at: before, creative_id: 'cr_1', metadata: { cost: 1 } }),
      );
      const report = await read<Report>(at(id, '/report?window=15m'));
      expect(Date.parse(report.to) - Date.parse(report.from)).toBe(15 * MINUTE);
      expect(report.points).toEqual([{ ts: minuteOf(now), impressions: 2, clicks: 1, spend: 0.3 }]);
      expect(report.breakdowns).toEqual({
        device: [{ value: 'mobile', impressions: 1, clicks: 1, spend: 0.1 }, { value: 'tablet', impressions: 1, clicks: 0, spend: 0.2 }],
        source: [{ value: 'web', impressions: 1, clicks: 1, spend: 0.1 }, { value: 'ios', impressions: 1, clicks: 0, spend: 0.2 }],
        creative: [
          { value: 'cr_1', impressions: 1, clicks: 0, spend: 0.1 },
          { value: 'cr_2', impressions: 1, clicks: 0, spend: 0.2 },
          { value: '', impressions: 0, clicks: 1, spend: 0 },
        ],
      });
      const compared = await read<Report>(at(id, '/report?window=15m&compare=true'));
      expect(compared.points.map(({ ts }) => ts)).toEqual([minuteOf(before), minuteOf(now)]);
      expect(compared.breakdowns).toEqual(report.breakdowns);
    });

    test('is the same before and after its breakdowns were folded', async () => {
      const id = campaign();
      await send202(...Array.from({ length: 100 }, (_, n) => eventBody({ campaign_id: id, occurred_at: ago(n * 1_000), creative_id: `cr_${n % 7}`, source: `s${n % 3}`, metadata: { cost: 0.01 } })));
      const early = await read<Report>(at(id, '/report?window=1h'));
      await eventually(async () => expect((await database.query('SELECT 1 FROM breakdown_inbox WHERE campaign_id = $1', [id])).rowCount).toBe(0));
      await send202(eventBody({ campaign_id: id, occurred_at: ago(0), type: 'click', creative_id: 'cr_0', source: 's0' }));
      const late = await read<Report>(at(id, '/report?window=1h'));
      const clicked = (items: Item[], value: string): Item[] => items.map((item) => (item.value === value ? { ...item, clicks: 1 } : item));
      expect(late.breakdowns!.source).toEqual(clicked(early.breakdowns!.source, 's0'));
      expect(late.breakdowns!.creative).toEqual(clicked(early.breakdowns!.creative, 'cr_0'));
      expect((await database.query('SELECT 1 FROM minute_breakdowns WHERE campaign_id = $1', [id])).rowCount).toBeGreaterThan(0);
    });

    test.each([
      ['window=2h', { window: 'must be one of 15m, 1h, 6h, 24h, 7d' }],
      ['window=1h&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z', { window: 'cannot be given beside from and to' }],
      ['from=2026-01-01T00:00:00Z', { to: 'is required beside from' }],
      ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', { to: 'must be later than from' }],
      ['from=yesterday&to=2026-01-01T00:00:00Z', { from: 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z' }],
      ['granularity=week', { granularity: 'must be one of minute, hour, day' }],
      ['compare=maybe', { compare: 'must be true or false' }],
      ['window=7d', { granularity: 'must be coarser for so long a range: at most 5000 points' }],
      ['from=0000-01-01T00:00:00Z&to=9999-12-31T00:00:00Z&granularity=day', { granularity: 'must be coarser for so long a range: at most 5000 points' }],
    ])('refuses %s', async (query, errors) => {
      const id = campaign();
      await send202(eventBody({ campaign_id: id }));
      expectProblem(await send(at(id, `/report?${query}`)), 422, 'VALIDATION_FAILED', errors);
    });

    test('of a campaign that nobody has heard of is not found', async () => {
      for (const path of ['/report', '/metrics', '/events', '/figures', '/event-deletion']) expect((await send(at('no_such', path))).status).toBe(404);
    });
  });

  test('metrics are the sums of all time, or of a range', async () => {
    const id = campaign();
    await send202(
      eventBody({ campaign_id: id, occurred_at: '2020-02-10T21:10:30Z', metadata: { cost: 0.5 } }),
      eventBody({ campaign_id: id, occurred_at: '0000-01-01T00:00:00Z', type: 'click' }),
      eventBody({ campaign_id: id, occurred_at: '9999-12-31T23:59:59Z', metadata: { cost: 0.25 } }),
    );
    expect(await read(at(id, '/metrics'))).toMatchObject({ campaign_id: id, from: null, to: null, impressions: 2, clicks: 1, ctr: 0.5, spend: 0.75 });
    expect(await read(at(id, '/metrics?from=2020-02-10T21:10:59Z&to=2020-02-10T21:11:00Z'))).toMatchObject({ impressions: 1, clicks: 0, ctr: 0, spend: 0.5 });
    expect(await read(at(id, '/metrics?from=2021-01-01T00:00:00Z&to=2022-01-01T00:00:00Z'))).toMatchObject({ impressions: 0, clicks: 0, ctr: null, spend: 0 });
    expectProblem(await send(at(id, '/metrics?from=2021-01-01T00:00:00Z')), 422, 'VALIDATION_FAILED', { to: 'is required beside from' });
  });

  test('events are listed as they came, page by page, long metadata cut to what has a meaning', async () => {
    const id = campaign();
    for (let n = 0; n < 5; n += 1) await send202(eventBody({ campaign_id: id, event_id: `${id}_${n}`, metadata: n === 4 ? { cost: 1, note: 'x'.repeat(10_000) } : { n } }));
    const first = await read<{ items: { event_id: string; metadata: unknown; metadata_shortened: boolean }[]; next_cursor: string }>(at(id, '/events?limit=3'));
    expect(first.items.map(({ event_id: eventId }) => eventId)).toEqual([4, 3, 2].map((n) => `${id}_${n}`));
    expect(first.items[0]).toMatchObject({ metadata: { cost: 1 }, metadata_shortened: true });
    expect(first.items[1]).toMatchObject({ metadata: { n: 3 }, metadata_shortened: false });
    const second = await read<typeof first>(at(id, `/events?limit=3&cursor=${first.next_cursor}`));
    expect(second).toMatchObject({ next_cursor: null, items: [{ event_id: `${id}_1` }, { event_id: `${id}_0` }] });
    for (const query of ['limit=0', 'limit=999', 'limit=x', 'cursor=x', 'cursor=']) expect((await send(at(id, `/events?${query}`))).status).toBe(422);
  });

  describe('live', () => {
    test('report, feed and figures move with every commit, and agree with what is asked for by REST', async () => {
      const id = campaign();
      await post(`${application.url}/api/campaigns`, { id, name: 'Live', daily_budget: 100 });
      const client = await live();
      client.watch('r', 'report', { campaign_id: id, window: '15m' });
      client.watch('f', 'feed', { campaign_id: id });
      client.watch('g', 'figures', { ids: [id] });
      await eventually(() => expect(new Set(client.messages.map(({ key }) => key)).size).toBe(3));
      for (let n = 1; n <= 3; n += 1) {
        const event = eventBody({ campaign_id: id, occurred_at: ago(0), creative_id: 'cr', metadata: { device_type: 'tv', cost: 0.5 } });
        await send202(event);
        await eventually(() => {
          const points = new Map(client.bodies<Report>('r').flatMap((body) => body.points.map((point) => [point.ts, point.impressions])));
          expect([...points.values()].reduce((sum, count) => sum + count, 0)).toBe(n);
          expect(client.bodies<Feed>('f').at(-1)).toMatchObject({ accepted: n, events: expect.arrayContaining([expect.objectContaining({ event_id: event.event_id })]) });
          const figures = client.bodies<{ figures: { impressions: number; spend: number; pacing: { spent: number } }[] }>('g').flatMap((body) => body.figures);
          expect(figures.at(-1)).toMatchObject({ impressions: n, spend: n / 2, pacing: { spent: n / 2 } });
          const breakdowns = client.bodies<Report>('r').map((body) => body.breakdowns).filter((body) => body !== null);
          expect(breakdowns.at(-1)).toMatchObject({ device: [{ value: 'tv', impressions: n }], source: [{ value: 'web', impressions: n }], creative: [{ value: 'cr', impressions: n }] });
        });
      }
      const ids = client.bodies<Feed>('f').flatMap(({ events }) => events.map(({ event_id: eventId }) => eventId));
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('a report without news is confirmed now and then, however much another view of the same page has to tell', async () => {
      const [quiet, busy] = [campaign(), campaign()];
      await send202(eventBody({ campaign_id: quiet, occurred_at: ago(0) }));
      const client = await live();
      client.watch('quiet', 'report', { campaign_id: quiet, window: '15m' });
      client.watch('busy', 'feed', { campaign_id: busy });
      await eventually(async () => {
        await send202(eventBody({ campaign_id: busy, occurred_at: ago(0) }));
        const [first, second] = client.bodies<Report & { as_of: string }>('quiet');
        expect(second).toMatchObject({ points: [], breakdowns: null });
        expect(Date.parse(second!.as_of)).toBeGreaterThan(Date.parse(first!.as_of));
      });
    });

    test('what has no news is confirmed now and then, also when the clock of the machine goes back', async () => {
      const client = await live();
      client.watch('quiet', 'deletions', {});
      await eventually(() => expect(client.bodies('quiet')).toHaveLength(1));
      const { now } = Date;
      const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - 60 * MINUTE);
      try {
        const turnedAt = performance.now();
        while (client.bodies('quiet').length < 2 && performance.now() - turnedAt < 10_000) await sleep(100);
      } finally {
        clock.mockRestore();
      }
      expect(client.bodies('quiet')).toHaveLength(2);
    });

    test('a campaign that is edited, created or deleted elsewhere moves the list', async () => {
      const id = campaign();
      const client = await live();
      client.watch('g', 'figures', { ids: [id] });
      const last = (): { list_version: number; figures: { name: string | null; settings_version: number | null }[] } => client.bodies<ReturnType<typeof last>>('g').at(-1)!;
      await eventually(() => expect(last()).toMatchObject({ figures: [{ name: null, settings_version: null }] }));
      const { list_version: version } = last();
      await post(`${application.url}/api/campaigns`, { id, name: 'New', daily_budget: 1 });
      await eventually(() => expect(last()).toMatchObject({ figures: [{ name: 'New', settings_version: 1, pacing: { budget: 1 } }] }));
      expect(last().list_version).toBeGreaterThan(version);
      await send(`${application.url}/api/campaigns/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Newer', version: 1 }) });
      await eventually(() => expect(last()).toMatchObject({ figures: [{ name: 'Newer', settings_version: 2 }] }));
      await send(`${application.url}/api/campaigns/${id}`, { method: 'DELETE' });
      await eventually(() => expect(last()).toMatchObject({ figures: [{ name: null, settings_version: null, pacing: null }] }));
    });

    test('a campaign that nobody has registered moves the list when its first event arrives, and when its events are gone', async () => {
      const id = campaign();
      const client = await live();
      client.watch('g', 'figures', { ids: [] });
      const version = (): number => client.bodies<{ list_version: number }>('g').at(-1)!.list_version;
      await eventually(() => expect(client.messages).not.toEqual([]));
      const before = version();
      await send202(eventBody({ campaign_id: id }));
      await eventually(() => expect(version()).toBeGreaterThan(before));
      const known = version();
      await send202(eventBody({ campaign_id: id }));
      await eventually(async () => expect(await read(at(id, '/figures'))).toMatchObject({ impressions: 2 }));
      expect(version()).toBe(known);
      await send(at(id, '/events'), { method: 'DELETE' });
      await eventually(() => expect(version()).toBeGreaterThan(known));
    });

    test('what cannot be watched is refused by name, and the connection goes on', async () => {
      const client = await live();
      client.watch('a', 'nonsense', {});
      client.watch('b', 'report', { campaign_id: '' });
      client.watch('c', 'report', { campaign_id: 'x', window: '2h' });
      client.watch('d', 'figures', { ids: 'x' });
      await eventually(() => expect(client.refusals.map(({ key, code }) => [key, code])).toEqual([['a', 'TOPIC_NOT_FOUND'], ['b', 'VALIDATION_FAILED'], ['c', 'VALIDATION_FAILED'], ['d', 'VALIDATION_FAILED']]));
      for (let n = 0; n < 21; n += 1) client.watch(`w${n}`, 'feed', { campaign_id: `x${n}` });
      await eventually(() => expect(client.refusals.at(-1)).toMatchObject({ key: 'w20', code: 'TOO_MANY_WATCHES' }));
      client.socket.emit('unwatch', { key: 'w0' });
      client.watch('w20', 'feed', { campaign_id: 'x' });
      await eventually(() => expect(client.bodies('w20')).not.toEqual([]));
    });

    test('odd messages are refused or passed over, and break nothing', async () => {
      const client = await live();
      const failures: unknown[] = [];
      client.socket.on('exception', (failure: unknown) => failures.push(failure));
      const odd: unknown[] = [{ toString: 1, valueOf: 1 }, { toString: null }, [], null, 7, true, 'x', '__proto__', 'constructor'];
      for (const thing of [undefined, ...odd]) {
        client.socket.emit('unwatch', { key: thing });
        client.socket.emit('watch', { key: thing, topic: 'feed', params: thing });
        client.socket.emit('unwatch', thing);
        client.socket.emit('watch', thing);
        client.socket.emit('watch', thing, thing);
      }
      const topics = odd.map((topic, n) => ({ key: `topic${n}`, topic, params: {} }));
      const campaigns = odd.map((odder, n) => ({ key: `campaign${n}`, topic: 'report', params: { campaign_id: 'x', window: odder, compare: odder } }));
      for (const message of [...topics, ...campaigns]) client.socket.emit('watch', message);
      const refused = (): string[] => client.refusals.map(({ key }) => key).filter((key) => /^(topic|campaign)\d$/.test(key));
      await eventually(() => expect(refused().sort()).toEqual([...campaigns, ...topics].map(({ key }) => key).sort()));
      client.watch('w', 'feed', { campaign_id: 'x' });
      await eventually(() => expect(client.bodies('w')).not.toEqual([]));
      expect(failures).toEqual([]);
    });

    test('a browser that does not show what it is told gets one merged update later', async () => {
      const id = campaign();
      const [slow, quick] = [await live(), await live()];
      for (const client of [slow, quick]) client.watch('r', 'report', { campaign_id: id, window: '15m' });
      await eventually(() => expect([slow.messages.length, quick.messages.length]).not.toContain(0));
      const occurredAt = ago(0);
      slow.acknowledges = false;
      await send202(eventBody({ campaign_id: id, occurred_at: occurredAt }));
      const count = (client: LiveClient): number => client.bodies<Report>('r').flatMap(({ points }) => points).at(-1)?.impressions ?? 0;
      await eventually(() => expect(count(slow)).toBe(1));
      const told = slow.messages.length;
      for (let n = 2; n <= 6; n += 1) {
        await send202(eventBody({ campaign_id: id, occurred_at: occurredAt }));
        await eventually(() => expect(count(quick)).toBe(n));
      }
      expect(slow.messages).toHaveLength(told);
      slow.acknowledges = true;
      await eventually(() => expect(count(slow)).toBe(6));
    });
  });
});
