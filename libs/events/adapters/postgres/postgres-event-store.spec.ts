import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { adEvent } from '../../../../apps/api/test/support/events.ts';
import { addressOf, startGate, throughGate } from '../../../../apps/api/test/support/gate.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { eventAppendContract } from '../../application/event-append.contract.ts';
import { eventStoreContract } from '../../application/event-store.contract.ts';
import type { AdEvent } from '../../domain/ad-event.ts';
import { PostgresEventIdRanges } from './postgres-event-id-ranges.ts';
import { PostgresEventStore } from './postgres-event-store.ts';
import { PostgresMinuteStatsReader } from './postgres-minute-stats-reader.ts';

describe('PostgresEventStore', () => {
  eventStoreContract(async () => {
    const database = await createTestDatabase();
    const pool = createTestPool(database.url);
    return {
      store: new PostgresEventStore(pool),
      stats: new PostgresMinuteStatsReader(pool),
      eventIds: new PostgresEventIdRanges(pool),
      stop: async () => {
        await pool.end();
        await database.drop();
      },
    };
  });
});

describe('PostgresEventStore as any event store', () => {
  eventAppendContract(async () => {
    const database = await createTestDatabase();
    const pool = createTestPool(database.url);
    return {
      store: new PostgresEventStore(pool),
      kept: async (ids) => new Set((await pool.query<{ event_id: string }>('SELECT event_id FROM events_raw WHERE event_id = ANY ($1)', [ids])).rows.map((row) => row.event_id)),
      stop: async () => {
        await pool.end();
        await database.drop();
      },
    };
  });
});

describe('PostgresEventStore in its own terms', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
    store = new PostgresEventStore(pool);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const campaign = (): string => `camp_${randomUUID()}`;

  async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
    return (await pool.query<Record<string, unknown>>(sql, values)).rows;
  }

  test('every field is stored as it was sent', async () => {
    const metadata = { ip: '1.2.3.4', nested: { list: [1, 'zwei', null, true, 1e-7] }, quote: '"\\\'', emoji: '\u{1F600}' };
    const event = adEvent({ event_id: `"{}\\,'${randomUUID()}`, creative_id: 'cr,{"', user_id: "u'; --", source: 'NULL', occurred_at: '2026-02-10T21:10:59.987Z', metadata });
    await store.append([event]);
    const [row] = await rows('SELECT * FROM events_raw WHERE event_id = $1', event.eventId);
    expect(row).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      event_id: event.eventId,
      type: 'impression',
      campaign_id: 'camp_123',
      creative_id: 'cr,{"',
      source: 'NULL',
      occurred_at: new Date('2026-02-10T21:10:59.987Z'),
      user_id: "u'; --",
      metadata,
      inserted_at: expect.any(Date),
      updated_at: expect.any(Date),
    });
  });

  test('what was not sent is stored as null', async () => {
    const event = adEvent();
    await store.append([event]);
    expect(await rows('SELECT creative_id, user_id, metadata FROM events_raw WHERE event_id = $1', event.eventId)).toEqual([{ creative_id: null, user_id: null, metadata: null }]);
  });

  test('minutes are kept per device type; no device, or an empty one, is unknown', async () => {
    const campaign_id = campaign();
    const metadata = [null, undefined, {}, { device_type: '' }, { device_type: 'unknown' }, { device_type: 'mobile' }, { device_type: 'Mobile' }, { device_type: ' ' }];
    await store.append(metadata.map((each) => adEvent({ campaign_id, metadata: each })));
    expect(await rows('SELECT device_type, impressions FROM minute_stats WHERE campaign_id = $1 ORDER BY device_type', campaign_id)).toEqual([
      { device_type: ' ', impressions: '1' },
      { device_type: 'Mobile', impressions: '1' },
      { device_type: 'mobile', impressions: '1' },
      { device_type: 'unknown', impressions: '5' },
    ]);
  });

  test.each([
    ['a large and a tiny cost are both in the sum', [1_000_000_000, 1e-9], '1000000000.000000001'],
    ['each cost is rounded to a billionth before it is added', [4e-10, 4e-10, 4e-10], '0.000000000'],
    ['half a billionth is rounded up', [1.5e-9], '0.000000002'],
    ['the smallest number there is costs nothing', [5e-324], '0.000000000'],
    ['two hundred times the highest cost', Array.from({ length: 200 }, () => 1_000_000_000), '200000000000.000000000'],
  ])('%s', async (_, costs, spend) => {
    const campaign_id = campaign();
    await store.append(costs.map((cost) => adEvent({ campaign_id, metadata: { cost } })));
    expect(await rows('SELECT spend FROM minute_stats WHERE campaign_id = $1', campaign_id)).toEqual([{ spend }]);
  });

  test.each<[string, Partial<AdEvent>]>([
    ['a NUL character in a text', { source: 'a\0b' }],
    ['a NUL character in the metadata', { metadata: '{"a":"\\u0000"}' }],
    ['half a surrogate pair in the metadata', { metadata: '{"a":"\\ud800"}' }],
    ['metadata that is no JSON', { metadata: '{' }],
    ['a number that no column holds', { metadata: `{"cost":1e${'9'.repeat(6)}}` }],
    ['a cost that the sum cannot hold', { metadata: '{"cost":1e25}' }],
    ['a type that there is not', { type: 'view' as 'click' }],
    ['a campaign id too long for the index', { campaignId: Array.from({ length: 300 }, () => randomUUID()).join('') }],
  ])('%s that slipped through is refused, and nothing is stored of the whole append', async (_, poison) => {
    const neighbour = adEvent({ campaign_id: campaign() });
    const poisoned = { ...adEvent({ campaign_id: neighbour.campaignId }), ...poison };
    await expect(store.append([neighbour, poisoned])).rejects.toMatchObject({ name: 'DomainError', code: 'EVENT_REFUSED', kind: 'invalid' });
    expect(await rows('SELECT 1 FROM events_raw WHERE event_id IN ($1, $2)', neighbour.eventId, poisoned.eventId)).toEqual([]);
    expect(await rows('SELECT 1 FROM minute_stats WHERE campaign_id = $1', neighbour.campaignId)).toEqual([]);
    expect((await store.append([neighbour])).stored).toEqual([true]);
  });

  test('a server that cannot be reached is unavailable', async () => {
    const gate = await startGate(addressOf(database.url));
    const behindGate = createTestPool(throughGate(database.url, gate));
    const event = adEvent({ campaign_id: campaign() });
    try {
      await gate.shut();
      await expect(new PostgresEventStore(behindGate).append([event])).rejects.toMatchObject({ name: 'DomainError', code: 'EVENT_STORE_UNAVAILABLE', kind: 'unavailable' });
      await gate.open();
      expect((await new PostgresEventStore(behindGate).append([event])).stored).toEqual([true]);
    } finally {
      await behindGate.end();
      await gate.close();
    }
  });

  test('an append whose answer was lost is counted once when it is repeated', async () => {
    const gate = await startGate(addressOf(database.url));
    const behindGate = createTestPool(throughGate(database.url, gate));
    const gated = new PostgresEventStore(behindGate);
    const event = adEvent({ campaign_id: campaign() });
    try {
      await gated.append([adEvent()]);
      gate.loseNextAnswer();
      await expect(gated.append([event])).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
      await eventually(async () => expect(await rows('SELECT 1 FROM events_raw WHERE event_id = $1', event.eventId)).toHaveLength(1));
      expect((await gated.append([event])).stored).toEqual([false]);
      expect(await rows('SELECT impressions FROM minute_stats WHERE campaign_id = $1', event.campaignId)).toEqual([{ impressions: '1' }]);
    } finally {
      await behindGate.end();
      await gate.close();
    }
  });

  test('an append that the server picks to break a deadlock is repeated and counts once', async () => {
    const [first, second] = [`${campaign()}-1`, `${campaign()}-2`].sort() as [string, string];
    await store.append([first, second].map((campaign_id) => adEvent({ campaign_id })));
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      // The other side never looks for deadlocks itself, so that it is always the append that gives way.
      await other.query(`SET deadlock_timeout = '10min'`);
      await other.query('BEGIN');
      await other.query('UPDATE minute_stats SET clicks = clicks WHERE campaign_id = $1', [second]);
      const appended = store.append([first, second].map((campaign_id) => adEvent({ campaign_id })));
      await eventually(async () => expect(await rows(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).toHaveLength(1));
      await other.query('UPDATE minute_stats SET clicks = clicks WHERE campaign_id = $1', [first]);
      await other.query('COMMIT');
      expect((await appended).stored).toEqual([true, true]);
    } finally {
      await other.end();
    }
    expect(await rows('SELECT impressions FROM minute_stats WHERE campaign_id IN ($1, $2)', first, second)).toEqual([{ impressions: '2' }, { impressions: '2' }]);
    // The server reports its statistics late; without a deadlock in them this test would have shown nothing. On a busy machine the append is
    // back before the other side has taken the lock, and there are two.
    await eventually(async () => expect(await rows('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database() AND deadlocks > 0')).toHaveLength(1));
  });
});
