import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { pino } from 'pino';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { InProcessDomainEvents } from '../../../platform/domain-events/in-process-domain-events.ts';
import { LateArrivals } from '../../application/late-arrivals.ts';
import type { EventsAccepted } from '../../domain/domain-events.ts';
import { PostgresEventStore } from './postgres-event-store.ts';
import { PostgresLateEvents } from './postgres-late-events.ts';
import { PostgresStreamedCounts } from './postgres-streamed-counts.ts';

const MINUTE = Date.parse('2026-02-10T21:10:00Z');

describe('Late events', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let late: LateArrivals;
  let accepted: EventsAccepted[];
  let reports: object[];

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  beforeEach(() => {
    [accepted, reports] = [[], []];
    const publisher = new InProcessDomainEvents(pino({ level: 'silent' }));
    publisher.subscribe<EventsAccepted>('EventsAccepted', { handle: ({ event }) => void accepted.push(event) });
    late = new LateArrivals(new PostgresLateEvents(pool), new PostgresEventStore(pool), publisher, () => Promise.resolve(), (_, details) => void reports.push(details));
  });

  const campaign = (): string => `camp_${randomUUID()}`;

  const event = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    event_id: randomUUID(),
    door: 'events',
    type: 'impression',
    campaign_id: 'camp',
    creative_id: 'cr',
    source: 'ad-server',
    user_id: 'u',
    device_type: 'mobile',
    impression_id: null,
    cost: 0.25,
    metadata: '{"browser":"chrome"}',
    occurred_at: MINUTE + 12,
    ...changes,
  });

  const take = (...events: (Record<string, unknown> | string)[]): Promise<void> =>
    late.take(events.map((each, n) => ({ topic: 'late-events', partition: 0, offset: BigInt(n), value: typeof each === 'string' ? each : JSON.stringify(each) })));

  async function rows(sql: string, ...values: unknown[]): Promise<unknown[]> {
    return (await pool.query(sql, values)).rows;
  }

  const minutesOf = (campaignId: unknown): Promise<unknown[]> => rows('SELECT device_type, impressions::int, clicks::int, spend::float8 FROM minute_stats WHERE campaign_id = $1', campaignId);
  const asideOf = (id: unknown): Promise<unknown[]> => rows('SELECT door, campaign_id, occurred_at, record FROM late_events WHERE event_id = $1', id);

  test('one of a minute in which nothing was counted elsewhere is counted here, once, and told of', async () => {
    const first = event({ campaign_id: campaign() });
    await take(first, first);
    await take(first);
    expect(await minutesOf(first.campaign_id)).toEqual([{ device_type: 'mobile', impressions: 1, clicks: 0, spend: 0.25 }]);
    expect(await rows('SELECT metadata FROM events_raw WHERE event_id = $1', first.event_id)).toEqual([{ metadata: { browser: 'chrome', device_type: 'mobile', cost: 0.25 } }]);
    expect(await asideOf(first.event_id)).toEqual([]);
    await eventually(() => expect(accepted).toEqual([expect.objectContaining({ count: 1, minutes: [expect.objectContaining({ campaignId: first.campaign_id, impressions: 1, spend: 0.25 })] })]));
  });

  test('one of a minute that was counted elsewhere is put aside, once, as it came', async () => {
    const known = event({ campaign_id: campaign() });
    await new PostgresStreamedCounts(pool).minutes([JSON.stringify({ campaign_id: known.campaign_id, minute: MINUTE, device_type: 'mobile', impressions: 1, clicks: 0, spend: 0.25 })]);
    const before = await new PostgresLateEvents(pool).count();
    await take(known);
    await take(known, event({ campaign_id: known.campaign_id, device_type: 'tv' }));
    expect(await asideOf(known.event_id)).toEqual([{ door: 'events', campaign_id: known.campaign_id, occurred_at: new Date(MINUTE + 12), record: known }]);
    expect(await new PostgresLateEvents(pool).count()).toBe(before + 1);
    // On another device nothing was counted.
    expect(await minutesOf(known.campaign_id)).toEqual([expect.objectContaining({ device_type: 'mobile', impressions: 1 }), expect.objectContaining({ device_type: 'tv', impressions: 1 })]);
  });

  test('one that was counted here is not put aside when its minute is counted elsewhere afterwards', async () => {
    const first = event({ campaign_id: campaign() });
    await take(first);
    await new PostgresStreamedCounts(pool).minutes([JSON.stringify({ campaign_id: first.campaign_id, minute: MINUTE, device_type: 'mobile', impressions: 1, clicks: 0, spend: 0 })]);
    await take(first);
    expect(await asideOf(first.event_id)).toEqual([]);
    expect(await minutesOf(first.campaign_id)).toEqual([expect.objectContaining({ impressions: 2 })]);
  });

  test('one of an ad server is put aside in any case: it may be counted elsewhere yet', async () => {
    const impression = event({ door: 'ad-impressions', campaign_id: campaign() });
    await take(impression);
    expect(await minutesOf(impression.campaign_id)).toEqual([]);
    expect(await asideOf(impression.event_id)).toHaveLength(1);
  });

  test('an id means another event at each door', async () => {
    const posted = event({ campaign_id: campaign() });
    const click = event({ ...posted, door: 'ad-clicks', type: 'click', campaign_id: null });
    await take(posted, click);
    expect(await minutesOf(posted.campaign_id)).toHaveLength(1);
    expect(await asideOf(posted.event_id)).toEqual([expect.objectContaining({ door: 'ad-clicks' })]);
    await take(posted, event({ ...posted, door: 'ad-impressions' }));
    expect((await asideOf(posted.event_id)).map((row) => (row as { door: string }).door).sort()).toEqual(['ad-clicks', 'ad-impressions']);
  });

  test('one that can be kept nowhere is told of, and its neighbours are kept', async () => {
    const [first, last] = [event({ door: 'ad-impressions' }), event({ campaign_id: campaign() })];
    // A number of JSON that PostgreSQL has no room for.
    const poison = JSON.stringify(event({ door: 'ad-impressions' })).replace('}', ',"more":1e999999}');
    await take(first, poison, last);
    expect(await asideOf(first.event_id)).toHaveLength(1);
    expect(await minutesOf(last.campaign_id)).toHaveLength(1);
    expect(reports).toEqual([expect.objectContaining({ records: 1, first: expect.objectContaining({ offset: '1' }) })]);
  });

  test('they are counted up to ten thousand, and one more', async () => {
    await pool.query(`INSERT INTO late_events (door, event_id, occurred_at, record) SELECT 'ad-clicks', 'many-' || n, now(), '{}' FROM generate_series(1, 10100) AS n`);
    expect(await new PostgresLateEvents(pool).count()).toBe(10_001);
    await pool.query(`DELETE FROM late_events WHERE event_id LIKE 'many-%'`);
  });

  test('a click without its impression is put aside: nobody knows its campaign', async () => {
    const click = event({ door: 'ad-clicks', type: 'click', campaign_id: null, device_type: null, cost: null, metadata: null });
    await take(click);
    expect(await asideOf(click.event_id)).toEqual([expect.objectContaining({ door: 'ad-clicks', campaign_id: null })]);
  });

  test('one that cannot be counted is put aside, and its neighbour is counted; one that cannot be read is told of', async () => {
    const [good, bad] = [event({ campaign_id: campaign() }), event({ campaign_id: campaign(), cost: 1e17, metadata: '{"cost":1e25}' })];
    await take(good, bad, '{', event({ metadata: '{' }));
    expect(await minutesOf(good.campaign_id)).toHaveLength(1);
    expect(await minutesOf(bad.campaign_id)).toEqual([]);
    expect(await asideOf(bad.event_id)).toHaveLength(1);
    expect(reports).toEqual([expect.objectContaining({ topic: 'late-events', records: 1, first: expect.objectContaining({ problem: 'it is no JSON' }) })]);
  });

  test('without a device it is one of the unknown device', async () => {
    const first = event({ campaign_id: campaign(), device_type: null, metadata: null });
    await take(first);
    expect(await minutesOf(first.campaign_id)).toEqual([expect.objectContaining({ device_type: 'unknown' })]);
  });
});
