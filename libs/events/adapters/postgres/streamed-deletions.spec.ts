import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { adEvent } from '../../../../apps/api/test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import type { DeletionView } from '../../application/ports.ts';
import { PostgresBreakdownInbox } from './postgres-breakdown-inbox.ts';
import { PostgresEventDeletions } from './postgres-event-deletions.ts';
import { PostgresEventStore } from './postgres-event-store.ts';
import { PostgresLateEvents } from './postgres-late-events.ts';
import { PostgresRecentEvents } from './postgres-recent-events.ts';
import { PostgresStreamedCounts } from './postgres-streamed-counts.ts';

const MINUTE = Date.parse('2026-02-10T21:10:00Z');

describe('Deleting what was counted elsewhere', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let counts: PostgresStreamedCounts;
  let deletions: PostgresEventDeletions;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
    counts = new PostgresStreamedCounts(pool);
    deletions = new PostgresEventDeletions(pool);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const campaign = (): string => `camp_${randomUUID()}`;
  const rows = async (sql: string, ...values: unknown[]): Promise<unknown[]> => (await pool.query(sql, values)).rows;

  async function counted(id: string, impressions: number, { minutes = 1, clicks = 1, from = 0 } = {}): Promise<void> {
    const each = Array.from({ length: minutes }, (_, n) => ({ campaign_id: id, minute: MINUTE + (from + n) * 60_000, impressions, clicks, spend: impressions / 4 }));
    await counts.minutes(each.map((minute) => JSON.stringify({ ...minute, device_type: 'mobile' })));
    await counts.breakdowns(each.map((minute) => JSON.stringify({ ...minute, source: 'web', creative_id: '' })));
  }

  const event = (id: string): Record<string, unknown> => ({ event_id: randomUUID(), door: 'events', type: 'click', campaign_id: id, source: 'web', occurred_at: MINUTE });

  async function finish(id: string): Promise<DeletionView> {
    for (;;) {
      const deletion = await deletions.step(id, Date.now());
      if (deletion?.finishedAt) return deletion;
    }
  }

  async function remove(id: string): Promise<DeletionView> {
    await deletions.request(id, Date.now());
    return finish(id);
  }

  const minutesOf = (id: string): Promise<unknown[]> => rows('SELECT minute, impressions::int, clicks::int, spend::float8 FROM minute_stats WHERE campaign_id = $1 ORDER BY minute', id);
  const sourcesOf = (id: string): Promise<unknown[]> =>
    rows(`SELECT sum(impressions)::int AS impressions, sum(spend)::float8 AS spend FROM minute_breakdowns WHERE campaign_id = $1 AND dimension = 'source' HAVING count(*) > 0`, id);

  test('it goes with what was counted directly, and is counted in the progress', async () => {
    const [id, other] = [campaign(), campaign()];
    await new PostgresEventStore(pool).append([adEvent({ campaign_id: id, occurred_at: new Date(MINUTE).toISOString(), metadata: { device_type: 'mobile' } })]);
    for (const each of [id, other]) {
      await counted(each, 8, { minutes: 3 });
      await new PostgresRecentEvents(pool).add([JSON.stringify(event(each))], [each]);
      await new PostgresLateEvents(pool).putAside([JSON.stringify(event(each))]);
    }
    await new PostgresBreakdownInbox(pool).fold();
    expect(await deletions.request(id, Date.now())).toMatchObject({ total: 28 });
    expect(await finish(id)).toMatchObject({ total: 28, deleted: 28 });
    for (const table of ['events_raw', 'minute_stats', 'minute_breakdowns', 'breakdown_inbox', 'recent_events', 'late_events']) {
      expect([table, await rows(`SELECT 1 FROM ${table} WHERE campaign_id = $1`, id)]).toEqual([table, []]);
    }
    expect(await minutesOf(other)).toHaveLength(3);
    for (const table of ['recent_events', 'late_events']) expect(await rows(`SELECT 1 FROM ${table} WHERE campaign_id = $1`, other)).toHaveLength(1);
  });

  test('told again, it stays gone; what comes to it afterwards counts', async () => {
    const id = campaign();
    await counted(id, 8);
    await remove(id);
    await counted(id, 8);
    expect(await minutesOf(id)).toEqual([]);
    await counted(id, 10, { clicks: 2 });
    await new PostgresBreakdownInbox(pool).fold();
    expect(await minutesOf(id)).toEqual([{ minute: new Date(MINUTE), impressions: 2, clicks: 1, spend: 0.5 }]);
    expect(await sourcesOf(id)).toEqual([{ impressions: 2, spend: 0.5 }]);
  });

  test('deleted a second time, what has come since goes, and nothing twice', async () => {
    const id = campaign();
    await counted(id, 8);
    await remove(id);
    await counted(id, 10);
    await counted(id, 5, { from: 1 });
    expect(await remove(id)).toMatchObject({ total: 8, deleted: 8 });
    expect(await minutesOf(id)).toEqual([]);
    await counted(id, 11);
    expect(await minutesOf(id)).toEqual([{ minute: new Date(MINUTE), impressions: 1, clicks: 0, spend: 0.25 }]);
  });

  test('many minutes go in steps, and a step that fails is done again whole', async () => {
    const id = campaign();
    await counted(id, 1, { minutes: 2_500, clicks: 0 });
    await deletions.request(id, Date.now());
    expect(await deletions.step(id, Date.now())).toMatchObject({ total: 2_500, deleted: 2_000, finishedAt: null });
    await pool.query(`ALTER TABLE breakdown_inbox ADD CONSTRAINT broken CHECK (campaign_id <> '${id}') NOT VALID`);
    await expect(deletions.step(id, Date.now())).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
    expect(await minutesOf(id)).toHaveLength(500);
    await pool.query('ALTER TABLE breakdown_inbox DROP CONSTRAINT broken');
    expect(await finish(id)).toMatchObject({ deleted: 2_500 });
    expect([await minutesOf(id), await sourcesOf(id)]).toEqual([[], []]);
  });

  test('steps go on where the last one ended, and the last of them looks at all once more', async () => {
    const id = campaign();
    const step = async (): Promise<unknown> => deletions.step(id, Date.now());
    await counted(id, 1, { minutes: 2_500, clicks: 0 });
    await deletions.request(id, Date.now());
    expect(await step()).toMatchObject({ deleted: 2_000, finishedAt: null });
    await counted(id, 3, { minutes: 2, clicks: 0 });
    expect(await step()).toMatchObject({ deleted: 2_500, finishedAt: null });
    await counted(id, 4, { minutes: 1, clicks: 0, from: 2_000 });
    expect(await step()).toMatchObject({ deleted: 2_500, finishedAt: null });
    expect(await step()).toMatchObject({ deleted: 2_507, finishedAt: expect.any(Number) });
    expect([await minutesOf(id), await sourcesOf(id)]).toEqual([[], []]);
  });

  test('asked for again while it runs, it begins with the first minute', async () => {
    const id = campaign();
    await counted(id, 1, { minutes: 2_500, clicks: 0 });
    await deletions.request(id, Date.now());
    await deletions.step(id, Date.now());
    await counted(id, 3, { minutes: 2_000, clicks: 0 });
    expect(await deletions.request(id, Date.now())).toMatchObject({ total: 6_500, deleted: 2_000 });
    expect(await deletions.step(id, Date.now())).toMatchObject({ deleted: 6_000, finishedAt: null });
    expect(await finish(id)).toMatchObject({ deleted: 6_500 });
    expect([await minutesOf(id), await sourcesOf(id)]).toEqual([[], []]);
  });

  test('sources and creatives that are told after their minute went stay behind, and go the next time', async () => {
    const id = campaign();
    await counted(id, 8);
    await counts.minutes([JSON.stringify({ campaign_id: id, minute: MINUTE, device_type: 'mobile', impressions: 10, clicks: 1, spend: 2.5 })]);
    await remove(id);
    await counts.breakdowns([JSON.stringify({ campaign_id: id, minute: MINUTE, source: 'web', creative_id: '', impressions: 10, clicks: 1, spend: 2.5 })]);
    await new PostgresBreakdownInbox(pool).fold();
    expect([await minutesOf(id), await sourcesOf(id)]).toEqual([[], [{ impressions: 2, spend: 0.5 }]]);
    await remove(id);
    expect([await minutesOf(id), await sourcesOf(id)]).toEqual([[], []]);
  });

  test('while counts grow all the time it ends, and every sum is what came after what went', async () => {
    const id = campaign();
    let told = 0;
    let isTelling = true;
    const tell = async (): Promise<void> => {
      while (isTelling) await counted(id, (told += 3), { clicks: 0 });
    };
    const telling = tell();
    while (told < 9) await new Promise((resolve) => setTimeout(resolve, 5));
    const { deleted } = await remove(id);
    isTelling = false;
    await telling;
    await new PostgresBreakdownInbox(pool).fold();
    const left = told - deleted;
    expect(await rows('SELECT coalesce(sum(impressions), 0)::int AS left FROM minute_stats WHERE campaign_id = $1', id)).toEqual([{ left }]);
    expect(await remove(id)).toMatchObject({ deleted: left });
    expect([await minutesOf(id), await sourcesOf(id)]).toEqual([[], []]);
  });
});
