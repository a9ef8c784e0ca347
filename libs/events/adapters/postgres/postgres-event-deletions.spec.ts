import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { adEvent } from '../../../../apps/api/test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import type { DeletionView } from '../../application/ports.ts';
import type { AdEvent } from '../../domain/ad-event.ts';
import { FOLDING } from './fold-breakdowns.sql.ts';
import { PostgresBreakdownInbox } from './postgres-breakdown-inbox.ts';
import { PostgresEventDeletions } from './postgres-event-deletions.ts';
import { PostgresEventStore } from './postgres-event-store.ts';

const HOUR = 3_600_000;

describe('PostgresEventDeletions', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let store: PostgresEventStore;
  let deletions: PostgresEventDeletions;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 8 });
    store = new PostgresEventStore(pool);
    deletions = new PostgresEventDeletions(pool);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const campaign = (): string => `camp_${randomUUID()}`;
  const request = (id: string): Promise<DeletionView> => deletions.request(id, Date.now());
  const step = (id: string): Promise<DeletionView | undefined> => deletions.step(id, Date.now());
  const rows = async (sql: string, ...values: unknown[]): Promise<unknown[]> => (await pool.query<pg.QueryResultRow>(sql, values)).rows;
  const count = async (table: string, id: string): Promise<number> => (await rows(`SELECT 1 FROM ${table} WHERE campaign_id = $1`, id)).length;
  const waiting = (): Promise<unknown[]> => rows(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);

  function eventsOf(id: string, amount: number): AdEvent[] {
    return Array.from({ length: amount }, (_, n) => adEvent({ campaign_id: id, occurred_at: `2026-02-10T21:${10 + (n % 40)}:00Z`, creative_id: `cr_${n % 3}`, metadata: { device_type: `d${n % 4}`, cost: 0.5 } }));
  }

  async function stored(id: string, amount: number): Promise<AdEvent[]> {
    const events = eventsOf(id, amount);
    await store.append(events);
    return events;
  }

  /** As a process whose clock is wrong. */
  async function storedAt(clockOff: number, id: string, amount: number): Promise<AdEvent[]> {
    const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + clockOff);
    const storing = stored(id, amount);
    now.mockRestore();
    return storing;
  }

  async function finish(id: string): Promise<DeletionView> {
    for (;;) {
      const deletion = await step(id);
      if (deletion?.finishedAt) return deletion;
    }
  }

  /** Takes locks as another process would; call what is returned to release them. */
  async function hold(sql: string, ...values: unknown[]): Promise<() => Promise<void>> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('BEGIN');
    await client.query(sql, values);
    return () => client.end();
  }

  test('what is stored goes step by step, and at every step the sums are those of what is left', async () => {
    const [id, other] = [campaign(), campaign()];
    await stored(id, 4_500);
    await stored(other, 10);
    await new PostgresBreakdownInbox(pool).fold();
    expect(await request(id)).toMatchObject({ campaignId: id, total: 4_500, deleted: 0, finishedAt: null });
    for (const deleted of [2_000, 4_000, 4_500]) {
      expect(await step(id)).toMatchObject({ total: 4_500, deleted, finishedAt: null });
      expect(await count('events_raw', id)).toBe(4_500 - deleted);
      const sums = `sum(impressions)::int AS impressions, sum(spend)::float8 AS spend`;
      const left = deleted === 4_500 ? { impressions: null, spend: null } : { impressions: 4_500 - deleted, spend: (4_500 - deleted) / 2 };
      expect(await rows(`SELECT ${sums} FROM minute_stats WHERE campaign_id = $1`, id)).toEqual([left]);
      expect(await rows('SELECT 1 FROM minute_stats WHERE impressions <= 0 AND clicks <= 0')).toEqual([]);
    }
    expect(await step(id)).toMatchObject({ total: 4_500, deleted: 4_500, finishedAt: expect.any(Number) });
    expect(await step(id)).toBeUndefined();
    for (const table of ['events_raw', 'minute_stats', 'minute_breakdowns', 'breakdown_inbox']) expect([table, await count(table, id)]).toEqual([table, 0]);
    expect(await count('events_raw', other)).toBe(10);
  });

  test('it ends after what it was counted for is cleared away: an end that fails is done again', async () => {
    const id = campaign();
    await stored(id, 100);
    await new PostgresBreakdownInbox(pool).fold();
    await request(id);
    await step(id);
    await pool.query(`ALTER TABLE minute_breakdowns ADD CONSTRAINT broken CHECK (campaign_id <> '${id}') NOT VALID`);
    await expect(step(id)).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
    expect(await deletions.find(id)).toMatchObject({ deleted: 100, finishedAt: null });
    expect(await deletions.unfinished()).toContain(id);
    await pool.query('ALTER TABLE minute_breakdowns DROP CONSTRAINT broken');
    expect(await step(id)).toMatchObject({ deleted: 100, finishedAt: expect.any(Number) });
    expect(await count('minute_breakdowns', id)).toBe(0);
  });

  test('its end waits for the folding that is under way, and leaves nothing to the next', async () => {
    const id = campaign();
    await stored(id, 100);
    await new PostgresBreakdownInbox(pool).fold();
    await request(id);
    await step(id);
    const release = await hold('SELECT pg_advisory_xact_lock($1)', FOLDING);
    const ending = step(id);
    const folding = new PostgresBreakdownInbox(pool).fold();
    await eventually(async () => expect(await waiting()).toHaveLength(2));
    await release();
    expect(await ending).toMatchObject({ finishedAt: expect.any(Number) });
    expect(await folding).toBe(false);
    expect([await count('breakdown_inbox', id), await count('minute_breakdowns', id)]).toEqual([0, 0]);
  });

  test.each([
    ['an hour ahead', HOUR],
    ['an hour behind', -HOUR],
  ])('what arrives after the request stays, what was there goes, also through a process whose clock is %s', async (_, clockOff) => {
    const id = campaign();
    await storedAt(clockOff, id, 10);
    await stored(id, 10);
    expect(await request(id)).toMatchObject({ total: 20 });
    const late = [...(await storedAt(clockOff, id, 5)), ...(await stored(id, 5))].map(({ eventId }) => eventId).sort();
    expect(await finish(id)).toMatchObject({ total: 20, deleted: 20 });
    expect(await rows('SELECT event_id FROM events_raw WHERE campaign_id = $1 ORDER BY 1', id)).toEqual(late.map((event_id) => ({ event_id })));
    expect(await rows('SELECT sum(impressions)::int AS impressions FROM minute_stats WHERE campaign_id = $1', id)).toEqual([{ impressions: 10 }]);
  });

  test('what was on its way at the request may go, and then is part of the total', async () => {
    const id = campaign();
    await stored(id, 10);
    const release = await hold('SELECT FROM minute_stats WHERE campaign_id = $1 FOR UPDATE', id);
    const underWay = stored(id, 7);
    await eventually(async () => expect(await waiting()).toHaveLength(1));
    // The id that the request sees must be the higher one.
    await store.append([adEvent({ campaign_id: id, occurred_at: '2026-02-11T00:00:00Z' })]);
    expect(await request(id)).toMatchObject({ total: 11 });
    await release();
    await underWay;
    expect(await finish(id)).toMatchObject({ total: 18, deleted: 18 });
  });

  test('asked for again while it runs, it takes in what has come since; asked for again later, it begins anew', async () => {
    const id = campaign();
    await stored(id, 2_500);
    const { startedAt } = await request(id);
    await step(id);
    await stored(id, 100);
    expect(await request(id)).toMatchObject({ total: 2_600, deleted: 2_000, startedAt });
    expect(await finish(id)).toMatchObject({ total: 2_600, deleted: 2_600 });
    await stored(id, 3);
    expect(await request(id)).toMatchObject({ total: 3, deleted: 0, finishedAt: null });
    expect(await finish(id)).toMatchObject({ total: 3, deleted: 3 });
  });

  test('one step at a time is done, and what another process has done meanwhile is not taken for all', async () => {
    const id = campaign();
    await stored(id, 6_500);
    await request(id);
    const release = await hold('SELECT FROM deletion_epoch FOR UPDATE');
    expect(await step(id)).toBeUndefined();
    await release();
    let finished: DeletionView | undefined;
    while (finished === undefined) finished = (await Promise.all([step(id), step(id), step(id)])).find((deletion) => deletion?.finishedAt);
    expect(finished).toMatchObject({ total: 6_500, deleted: 6_500 });
    expect(await count('events_raw', id)).toBe(0);
  });

  test('the epoch of the store grows with every step that deletes something, in the same moment', async () => {
    const id = campaign();
    const [event] = await stored(id, 1);
    const { epoch } = await store.append([event!]);
    expect(await store.epoch()).toBe(epoch);
    await request(id);
    expect(await store.epoch()).toBe(epoch);
    await step(id);
    expect(await store.epoch()).toBe(epoch + 1);
    expect(await store.append([event!])).toMatchObject({ stored: [true], epoch: epoch + 1 });
  });

  test('an event that is sent again while it is being deleted waits for that, and is stored', async () => {
    const id = campaign();
    const events = await stored(id, 10);
    await request(id);
    const release = await hold('SELECT FROM minute_stats WHERE campaign_id = $1 FOR UPDATE', id);
    const deleting = step(id);
    await eventually(async () => expect(await waiting()).toHaveLength(1));
    const again = store.append(events);
    await eventually(async () => expect(await waiting()).toHaveLength(2));
    await release();
    expect((await again).stored).toEqual(events.map(() => true));
    await deleting;
    await finish(id);
    expect(await count('events_raw', id)).toBe(10);
  });

  test('minutes are locked in the order of ingest: whoever waits for the first one holds none of the others', async () => {
    const id = campaign();
    for (let n = 59; n > 9; n -= 1) await store.append([adEvent({ campaign_id: id, occurred_at: `2026-02-10T21:${n}:00Z` })]);
    await pool.query('ANALYZE minute_stats');
    await request(id);
    const ofMinute = 'SELECT FROM minute_stats WHERE campaign_id = $1 AND minute';
    const release = await hold(`${ofMinute} = '2026-02-10T21:10:00Z' FOR UPDATE`, id);
    const deleting = step(id);
    await eventually(async () => expect(await waiting()).toHaveLength(1));
    await (await hold(`${ofMinute} > '2026-02-10T21:10:00Z' FOR UPDATE NOWAIT`, id))();
    await release();
    await deleting;
    await finish(id);
  });

  test('a step reads the events that it deletes, however many there are, and however many older ones of others', async () => {
    const id = campaign();
    await pool.query(
      `INSERT INTO events_raw (id, event_id, type, campaign_id, source, occurred_at)
       SELECT (lpad(to_hex(1500000000000 + n), 12, '0') || '7000a' || lpad(to_hex(n), 15, '0'))::uuid, 'old_' || n, 'impression',
              CASE WHEN n > 80000 AND n % 3 = 0 THEN $1 ELSE 'camp_old' END, 'web', '2026-02-10T21:10:00Z'
       FROM generate_series(1, 160000) AS n`,
      [id],
    );
    await pool.query(`INSERT INTO minute_stats (campaign_id, minute, device_type, impressions) VALUES ($1, '2026-02-10T21:10:00Z', 'unknown', 26667)`, [id]);
    await pool.query('ANALYZE events_raw');
    await request(id);
    // Statistics of what was read come some time after it was.
    const read = async (): Promise<number> => ((await rows(`SELECT sum(idx_tup_read)::int AS entries FROM pg_stat_user_indexes WHERE relname = 'events_raw'`)) as [{ entries: number }])[0].entries;
    const before = await read();
    expect(await step(id)).toMatchObject({ deleted: 2_000 });
    const after = await eventually(async () => {
      const entries = await read();
      expect(entries - before).toBeGreaterThan(1_000);
      return entries;
    });
    expect(after - before).toBeLessThan(10_000);
  });
});
