import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { DeletionBody } from '../src/campaigns/deletion.schema.ts';
import type { ReportBody } from '../src/campaigns/report.schema.ts';
import { type EventBody, eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { expectProblem, post, send } from './support/http.ts';
import { connectLive } from './support/live-client.ts';
import { startProduct } from './support/product.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

const MINUTE = 60_000;

/** Of whoever folds breakdowns. */
const FOLDING = 7_301_001;

type Served = Pick<TestApplication, 'url'>;

const TABLES = ['events_raw', 'minute_stats', 'minute_breakdowns', 'breakdown_inbox'];

describe('deleting', () => {
  let application: TestApplication;
  let database: pg.Pool;

  beforeAll(async () => {
    application = await startTestApplication();
    database = new pg.Pool({ connectionString: application.database.url, max: 4 });
  });

  afterAll(async () => {
    await database.end();
    await application.stop();
  });

  const campaign = (): string => `camp_${randomUUID()}`;
  const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
  const at = (id: string, path = '', { url }: Served = application): string => `${url}/api/campaigns/${id}${path}`;
  const register = (id: string): Promise<unknown> => post(`${application.url}/api/campaigns`, { id, name: 'Gone', daily_budget: 1 });
  const remove = (url: string): ReturnType<typeof send> => send(url, { method: 'DELETE' });
  const count = async (table: string, id: string): Promise<number | null> => (await database.query(`SELECT 1 FROM ${table} WHERE campaign_id = $1`, [id])).rowCount;

  async function deliver(events: EventBody[], { url }: Served = application): Promise<{ accepted: number; duplicates: number }> {
    const { status, body } = await post(`${url}/events/batch`, events);
    expect(status).toBe(202);
    return body as { accepted: number; duplicates: number };
  }

  async function read<Body>(url: string): Promise<Body> {
    const { status, body } = await send(url);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body as Body;
  }

  function ended(id: string): Promise<DeletionBody> {
    return eventually(async () => {
      const deletion = await read<DeletionBody>(at(id, '/event-deletion'));
      expect(deletion.finished_at).not.toBeNull();
      return deletion;
    });
  }

  test('a campaign keeps its events unless they are to go too', async () => {
    const id = campaign();
    await register(id);
    await deliver([eventBody({ campaign_id: id })]);
    expect((await remove(at(id))).status).toBe(204);
    expect(await read(at(id, '/metrics'))).toMatchObject({ impressions: 1 });
    expectProblem(await remove(at(id)), 404, 'CAMPAIGN_NOT_FOUND');
    expectProblem(await remove(at(id, '?events=burn')), 422, 'VALIDATION_FAILED', { events: 'must be keep or delete' });
  });

  test('a campaign with its events takes them out of everything, in the background, and tells how far it is', async () => {
    const [id, other] = [campaign(), campaign()];
    await register(id);
    for (let batch = 0; batch < 3; batch += 1) {
      await deliver(Array.from({ length: 2_000 }, (_, n) => eventBody({ campaign_id: n % 20 === 0 ? other : id, occurred_at: ago(n * 1_000), creative_id: `cr_${n % 3}`, type: n % 9 === 0 ? 'click' : 'impression', metadata: { cost: 0.001 } })));
    }
    const before = await read(at(other, '/metrics'));
    const client = await connectLive(application.url);
    client.watch('d', 'deletions', {});
    client.watch('r', 'report', { campaign_id: id, window: '1h' });
    await eventually(() => expect(new Set(client.messages.map(({ key }) => key)).size).toBe(2));
    expect(await remove(at(id, '?events=delete'))).toMatchObject({ status: 202, body: { campaign_id: id, total: 5_700, deleted: 0, finished_at: null } });

    expect(await ended(id)).toMatchObject({ total: 5_700, deleted: 5_700 });
    await eventually(() => {
      const told = client.bodies<{ deletions: DeletionBody[] }>('d').map(({ deletions }) => deletions.find((deletion) => deletion.campaign_id === id));
      expect(told[0]).toBeUndefined();
      // A short one may be over before anybody could be told that it began.
      expect(told.at(-1)).toMatchObject({ total: 5_700, deleted: 5_700, finished_at: expect.any(String) });
      expect(client.bodies<ReportBody>('r').at(-1)).toMatchObject({ points: [], breakdowns: { device: [], source: [], creative: [] } });
    });
    client.close();
    for (const table of TABLES) expect([table, await count(table, id)]).toEqual([table, 0]);
    await eventually(async () => expect((await send(at(id, '/figures'))).status).toBe(404));
    expect(await read(at(other, '/metrics'))).toEqual(before);
  });

  test('events while others come in: what is sent after the answer stays, and what is shown is what is left, at every moment', async () => {
    const id = campaign();
    const events = (amount: number): EventBody[] =>
      Array.from({ length: amount }, (_, n) => eventBody({ campaign_id: id, occurred_at: ago((n % 5) * MINUTE), type: n % 4 === 0 ? 'click' : 'impression', source: `s${n % 3}`, metadata: { device_type: `d${n % 3}`, cost: 0.01 } }));
    // Minutes of their own, that are empty on the way.
    await deliver(Array.from({ length: 5_000 }, (_, n) => eventBody({ campaign_id: id, occurred_at: ago((10 + (n % 100)) * MINUTE) })));
    for (let n = 0; n < 5; n += 1) await deliver(events(4_000));
    expect(await remove(at(id, '/events'))).toMatchObject({ status: 202, body: { total: 25_000 } });
    const kept: string[] = [];
    let isDone = false;
    const sending = [1, 2].map(async () => {
      while (!isDone) {
        const batch = events(200);
        await deliver(batch);
        kept.push(...batch.map(({ event_id: eventId }) => eventId));
      }
    });
    const range = new URLSearchParams({ campaign_id: id, from: ago(200 * MINUTE), to: ago(-MINUTE) });
    const looking = (async () => {
      let looks = 0;
      for (; !isDone; looks += 1) {
        const { series } = await read<{ series: { impressions: number; clicks: number }[] }>(`${application.url}/stats?${range.toString()}`);
        expect(series.filter((point) => point.impressions <= 0 && point.clicks <= 0)).toEqual([]);
        const { deleted, total } = await read<DeletionBody>(at(id, '/event-deletion'));
        expect(deleted).toBeLessThanOrEqual(total);
      }
      return looks;
    })();
    const deletion = await ended(id).finally(() => (isDone = true));
    await Promise.all(sending);
    expect(await looking).toBeGreaterThan(3);
    expect(deletion).toMatchObject({ total: 25_000, deleted: 25_000 });
    expect(kept.length).toBeGreaterThan(1_000);
    const { rows } = await database.query<{ event_id: string }>('SELECT event_id FROM events_raw WHERE campaign_id = $1', [id]);
    expect(rows.map(({ event_id: eventId }) => eventId).sort()).toEqual(kept.sort());
    const metrics = await read<{ impressions: number; clicks: number; breakdowns: Record<string, { impressions: number; clicks: number }[]> }>(at(id, '/metrics'));
    const sums = { impressions: (kept.length * 3) / 4, clicks: kept.length / 4 };
    expect(metrics).toMatchObject({ ...sums, spend: sums.impressions / 100 });
    for (const dimension of ['device', 'source', 'creative']) {
      const sum = (what: 'impressions' | 'clicks'): number => metrics.breakdowns[dimension]!.reduce((total, item) => total + item[what], 0);
      expect([dimension, sum('impressions'), sum('clicks')]).toEqual([dimension, sums.impressions, sums.clicks]);
    }
  });

  test('events forgets their ids in every process: sent again, they are stored and counted again', async () => {
    const id = campaign();
    const events = Array.from({ length: 500 }, () => eventBody({ campaign_id: id }));
    const other = await startTestApplication({ database: application.database });
    try {
      await deliver(events);
      for (const each of [application, other]) expect(await deliver(events, each)).toMatchObject({ accepted: 0, duplicates: 500 });
      for (const each of [application, other]) expect(await deliver(events, each)).toMatchObject({ accepted: 0, duplicates: 500 });
      await remove(at(id, '/events'));
      await ended(id);
      expect(await deliver(events.slice(0, 300), other)).toMatchObject({ accepted: 300, duplicates: 0 });
      expect(await deliver(events)).toMatchObject({ accepted: 200, duplicates: 300 });
    } finally {
      await other.stop();
    }
    expect(await read(at(id, '/metrics'))).toMatchObject({ impressions: 500 });
    expect(await count('events_raw', id)).toBe(500);
  });

  test('events that are sent again all the time: whatever a 202 has named last is stored, or was deleted after it', async () => {
    const id = campaign();
    const events = Array.from({ length: 4_500 }, () => eventBody({ campaign_id: id }));
    await deliver(events);
    await remove(at(id, '/events'));
    let isDone = false;
    const sending = [0, 1_500, 3_000].map(async (from) => {
      while (!isDone) await deliver(events.slice(from, from + 1_500));
    });
    await ended(id).finally(() => (isDone = true));
    await Promise.all(sending);
    // Those of the last round may have been duplicates of what was still to be deleted; this is the first one after.
    await deliver(events);
    expect(await count('events_raw', id)).toBe(4_500);
    expect(await read(at(id, '/metrics'))).toMatchObject({ impressions: 4_500 });
  });

  describe('can be asked for again by who', () => {
    test('got no answer, though all of it was done', async () => {
      const id = campaign();
      await register(id);
      await deliver(Array.from({ length: 10 }, () => eventBody({ campaign_id: id })));
      await remove(at(id, '?events=delete'));
      const done = await ended(id);
      expect(await remove(at(id, '?events=delete'))).toMatchObject({ status: 202, body: done });
      expect(await remove(at(id, '/events'))).toMatchObject({ status: 202, body: done });
      expectProblem(await remove(at(campaign(), '?events=delete')), 404, 'CAMPAIGN_NOT_FOUND');
      expectProblem(await remove(at(campaign(), '/events')), 404, 'CAMPAIGN_NOT_FOUND');
    });

    test('asked twice at once', async () => {
      const id = campaign();
      await register(id);
      await deliver(Array.from({ length: 10 }, () => eventBody({ campaign_id: id })));
      const answers = await Promise.all([1, 2, 3].map(() => remove(at(id, '?events=delete'))));
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
      await ended(id);
      expect(await count('events_raw', id)).toBe(0);
      expectProblem(await send(at(id)), 404, 'CAMPAIGN_NOT_FOUND');
    });

    test.each(['campaigns', 'event_deletions'])('got a 503 because %s could not be written', async (table) => {
      const id = campaign();
      await register(id);
      await deliver(Array.from({ length: 10 }, () => eventBody({ campaign_id: id })));
      await database.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full' USING ERRCODE = '53100'; END $$`);
      await database.query(`CREATE TRIGGER refuse BEFORE INSERT OR UPDATE OR DELETE ON ${table} EXECUTE FUNCTION refuse()`);
      const { status } = await remove(at(id, '?events=delete'));
      await database.query('DROP FUNCTION refuse CASCADE');
      expect(status).toBe(503);
      expect((await remove(at(id, '?events=delete'))).status).toBe(202);
      await ended(id);
      expect(await count('events_raw', id)).toBe(0);
      expectProblem(await send(at(id)), 404, 'CAMPAIGN_NOT_FOUND');
    });
  });

  describe('goes on after the process was', () => {
    test('stopped on its way', async () => {
      const id = campaign();
      for (let n = 0; n < 3; n += 1) await deliver(Array.from({ length: 3_000 }, () => eventBody({ campaign_id: id })));
      const other = await startTestApplication({ database: application.database });
      await remove(at(id, '/events', other));
      await other.stop();
      await ended(id);
      expect(await count('events_raw', id)).toBe(0);
    });

    test('killed at its end, when all events are gone', async () => {
      const product = await startProduct();
      const pool = new pg.Pool({ connectionString: product.database.url, max: 2 });
      const id = campaign();
      try {
        await deliver(Array.from({ length: 3_000 }, (_, n) => eventBody({ campaign_id: id, occurred_at: ago(n * 1_000) })), product);
        await eventually(async () => expect((await pool.query('SELECT 1 FROM breakdown_inbox')).rowCount).toBe(0));
        const folding = await pool.connect();
        await folding.query('SELECT pg_advisory_lock($1)', [FOLDING]);
        await remove(at(id, '/events', product));
        await eventually(async () => expect((await pool.query('SELECT 1 FROM events_raw')).rowCount).toBe(0));
        await product.kill();
        folding.release(true);
        expect((await pool.query('SELECT 1 FROM event_deletions WHERE finished_at IS NULL')).rowCount).toBe(1);
        await product.restart();
        await eventually(async () => expect(await read(at(id, '/event-deletion', product))).toMatchObject({ total: 3_000, deleted: 3_000, finished_at: expect.any(String) }));
        for (const table of TABLES) expect([table, (await pool.query(`SELECT 1 FROM ${table}`)).rowCount]).toEqual([table, 0]);
        await eventually(async () => expect((await send(at(id, '/figures', product))).status).toBe(404));
      } finally {
        await pool.end();
        await product.stop();
      }
    });
  });
});
