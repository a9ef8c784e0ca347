import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { adEvent } from '../../../../apps/api/test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { PostgresEventStore } from './postgres-event-store.ts';
import { PostgresRecentEvents } from './postgres-recent-events.ts';
import { PostgresStoredEventsReader } from './postgres-stored-events-reader.ts';

describe('PostgresRecentEvents', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let reader: PostgresStoredEventsReader;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
    reader = new PostgresStoredEventsReader(pool);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const campaign = (): string => `camp_${randomUUID()}`;

  function record(campaignId: string, changes: Record<string, unknown> = {}): string {
    return JSON.stringify({
      event_id: randomUUID(),
      door: 'events',
      type: 'impression',
      campaign_id: campaignId,
      creative_id: null,
      source: 'web',
      user_id: null,
      device_type: null,
      impression_id: null,
      cost: null,
      metadata: null,
      occurred_at: Date.parse('2026-02-10T21:10:00.123Z'),
      time_to_click: null,
      is_late: false,
      ...changes,
    });
  }

  const always = (): PostgresRecentEvents => new PostgresRecentEvents(pool, () => 0);
  const idsOf = async (campaignId: string, limit = 50): Promise<string[]> => (await reader.newest({ campaignId, limit })).map(({ eventId }) => eventId);

  test('an event is shown as it is when it was counted directly', async () => {
    const [direct, streamed] = [campaign(), campaign()];
    const metadata = { device_type: 'mobile', cost: 0.25, browser: 'firefox', more: [1] };
    const fields = { event_id: `same-${direct}`, creative_id: 'cr', user_id: 'u', type: 'click', source: 'app' };
    await new PostgresEventStore(pool).append([adEvent({ ...fields, campaign_id: direct, metadata, occurred_at: '2026-02-10T21:10:00.123Z' })]);
    await always().add([record(streamed, { ...fields, device_type: 'mobile', cost: null, metadata: JSON.stringify(metadata) })], [streamed]);
    const [one, other] = (await Promise.all([direct, streamed].map((campaignId) => reader.newest({ campaignId, limit: 1 })))).flat();
    expect({ ...other, id: '', receivedAt: 0 }).toEqual({ ...one, id: '', receivedAt: 0 });
  });

  test.each([
    ['of an ad server has as metadata what its fields say', { metadata: '{"browser":"chrome"}', device_type: 'tv', cost: 0.1, impression_id: null }, { browser: 'chrome', device_type: 'tv', cost: 0.1 }],
    ['without anything has none', {}, null],
  ])('an event %s', async (_, changes, metadata) => {
    const campaign_id = campaign();
    await always().add([record(campaign_id, changes)], [campaign_id]);
    expect((await pool.query('SELECT metadata FROM recent_events WHERE campaign_id = $1', [campaign_id])).rows).toEqual([{ metadata }]);
  });

  test('an event that comes again is shown once', async () => {
    const campaign_id = campaign();
    const event = record(campaign_id, { event_id: 'once' });
    await always().add([event, record(campaign_id, { event_id: 'other' })], [campaign_id, campaign_id]);
    await always().add([event], [campaign_id]);
    expect(await idsOf(campaign_id)).toEqual(['other', 'once']);
  });

  test('events of both kinds are shown in the order of their arrival, page by page, and say when the last one came', async () => {
    const campaign_id = campaign();
    const store = new PostgresEventStore(pool);
    for (let n = 0; n < 6; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      if (n % 2 === 0) await store.append([adEvent({ campaign_id, event_id: `${campaign_id}-${n}` })]);
      else await always().add([record(campaign_id, { event_id: `${campaign_id}-${n}` })], [campaign_id]);
    }
    const ids = [5, 4, 3, 2, 1, 0].map((n) => `${campaign_id}-${n}`);
    expect(await idsOf(campaign_id)).toEqual(ids);
    const first = await reader.newest({ campaignId: campaign_id, limit: 2 });
    const second = await reader.newest({ campaignId: campaign_id, limit: 3, before: first.at(-1)!.id });
    expect([...first, ...second].map(({ eventId }) => eventId)).toEqual(ids.slice(0, 5));
    expect(await reader.lastArrivals([campaign_id, campaign()])).toEqual(new Map([[campaign_id, first[0]!.receivedAt]]));
  });

  test('the newest five hundred of a campaign are kept, and all of another', async () => {
    const [busy, calm] = [campaign(), campaign()];
    await always().add([record(calm, { event_id: 'calm' })], [calm]);
    for (let batch = 0; batch < 7; batch += 1) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      await always().add(Array.from({ length: 100 }, (_, n) => record(busy, { event_id: `${busy}-${batch * 100 + n}` })), Array<string>(100).fill(busy));
    }
    expect(await idsOf(busy, 1_000)).toEqual(Array.from({ length: 500 }, (_, n) => `${busy}-${699 - n}`));
    expect(await idsOf(calm)).toEqual(['calm']);
  });

  test('a campaign is pruned the more likely the more came of it, whatever came of others', async () => {
    const [busy, calm] = [campaign(), campaign()];
    const many = Array.from({ length: 700 }, () => busy);
    await always().add(many.map((id) => record(id)), many);
    await always().add(many.map(() => record(calm)), many.map(() => calm));
    // Of a hundred events, 99 are of one of them: it is looked at with a chance of 99 %, the other one with one of 1 %.
    await new PostgresRecentEvents(pool, () => 0.5).add([...many.slice(0, 99).map((id) => record(id)), record(calm)], [...many.slice(0, 99), calm]);
    expect([(await idsOf(busy, 1_000)).length, (await idsOf(calm, 1_000)).length]).toEqual([500, 501]);
  });

  test('metadata that is no JSON is refused, and nothing of its batch is shown', async () => {
    const campaign_id = campaign();
    await expect(always().add([record(campaign_id), record(campaign_id, { metadata: '{' })], [campaign_id, campaign_id])).rejects.toMatchObject({ code: 'EVENT_REFUSED' });
    expect(await idsOf(campaign_id)).toEqual([]);
  });
});
