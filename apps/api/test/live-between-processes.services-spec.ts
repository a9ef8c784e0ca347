import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type EventBody, eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { addressOf, startGate, throughGate } from './support/gate.ts';
import { post, send } from './support/http.ts';
import { type Onlooker, watchCampaign } from './support/onlooker.ts';
import { type Product, startProduct } from './support/product.ts';
import { type RedisServer, startRedisServer } from './support/redis-server.ts';
import { crash, expectExact, put, query, read, sends, stop } from './support/simulations.ts';

const present = (campaign_id: string, changes: Partial<EventBody> = {}): EventBody => eventBody({ campaign_id, occurred_at: new Date().toISOString(), ...changes });

/** Holds on to the minutes of a campaign, as a slow transaction would. Resolves to what lets them go. */
async function lockMinutes(databaseUrl: string, campaignId: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM minute_stats WHERE campaign_id = $1 FOR UPDATE', [campaignId]);
  return () => client.end();
}

describe('live views of one process', () => {
  let redis: RedisServer;
  let here: Product;
  let there: Product;
  const onlookers: Onlooker[] = [];

  beforeAll(async () => {
    redis = await startRedisServer();
    here = await startProduct({ env: { REDIS_URL: redis.url } });
    there = await startProduct({ database: here.database, env: { REDIS_URL: redis.url } });
  });

  afterEach(() => {
    for (const onlooker of onlookers.splice(0)) onlooker.close();
  });

  afterAll(async () => {
    await there.stop();
    await here.stop();
    await redis.stop();
  });

  async function watch(campaignId: string): Promise<Onlooker> {
    const onlooker = await watchCampaign(here.url, campaignId);
    onlookers.push(onlooker);
    return onlooker;
  }

  async function create(url: string): Promise<string> {
    const answer = await post(`${url}/api/campaigns`, { name: 'Between processes', daily_budget: 100 });
    expect(answer.status).toBe(201);
    return (answer.body as { id: string }).id;
  }

  const report = async (url: string, events: EventBody[]) => expect((await post(`${url}/events/batch`, events)).status).toBe(202);

  test('show what is registered, reported, changed, simulated and deleted through the other', async () => {
    const id = `camp_${randomUUID()}`;
    const onlooker = await watch(id);
    expect(onlooker.figures).toMatchObject({ settings_version: null, impressions: 0 });
    const listVersion = onlooker.listVersion;

    await post(`${there.url}/api/campaigns`, { id, name: 'Between processes', daily_budget: 100 });
    await eventually(() => expect(onlooker.figures).toMatchObject({ settings_version: 1, pacing: { budget: 100, spent: 0 } }));
    expect(onlooker.listVersion).toBeGreaterThan(listVersion);

    const events = [present(id, { metadata: { device_type: 'mobile', cost: 2.5 } }), present(id), present(id, { type: 'click' })];
    await report(there.url, [...events, ...events]);
    await eventually(() => {
      expect(onlooker.figures).toMatchObject({ impressions: 2, clicks: 1, spend: 2.5, pacing: { spent: 2.5 } });
      expect(onlooker.report).toEqual({ impressions: 2, clicks: 1, devices: 3 });
      expect(onlooker.feed).toEqual(new Set(events.map(({ event_id }) => event_id)));
    });

    const changed = await send(`${there.url}/api/campaigns/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"daily_budget": 250}' });
    expect(changed.status).toBe(200);
    await eventually(() => expect(onlooker.figures).toMatchObject({ settings_version: 2, pacing: { budget: 250 } }));

    expect(onlooker.simulation).toMatchObject({ status: 'off' });
    await put(there.url, id, { rate: 200, duplicate_share: 0.1 });
    await eventually(() => {
      expect(onlooker.simulation).toMatchObject({ status: 'running', settings: { rate: 200 } });
      expect(onlooker.simulation?.sent.impressions).toBeGreaterThan(50);
    });
    await crash(there.url, id);
    await eventually(() => expect(onlooker.simulation).toMatchObject({ status: 'running', restarts: 1 }));
    const last = await stop(there.url, id);
    await eventually(() => {
      expect(onlooker.simulation).toEqual(last);
      expect(onlooker.figures).toMatchObject({ impressions: last.sent.impressions + 2, clicks: last.sent.clicks + 1 });
    });

    expect((await send(`${there.url}/api/campaigns/${id}?events=delete`, { method: 'DELETE' })).status).toBe(202);
    const stored = last.sent.impressions + last.sent.clicks + 3;
    await eventually(() => {
      expect(onlooker.deletion).toMatchObject({ total: stored, deleted: stored, finished_at: expect.any(String) });
      expect(onlooker.figures).toMatchObject({ settings_version: null, impressions: 0, clicks: 0, spend: 0 });
      expect(onlooker.report).toEqual({ impressions: 0, clicks: 0, devices: 0 });
      expect(onlooker.simulation).toBeNull();
    });
  });

  test('catch up with what the other took while Redis was away', async () => {
    const [id, deleted] = [await create(there.url), await create(there.url)];
    await report(there.url, [present(deleted)]);
    const [onlooker, onlookerOfDeleted] = [await watch(id), await watch(deleted)];
    await eventually(() => expect(onlookerOfDeleted.figures.impressions).toBe(1));
    await redis.kill();
    const events = [present(id), present(id, { type: 'click' })];
    try {
      await report(there.url, events);
      await put(there.url, id, { rate: 10, ctr: 0, duplicate_share: 0 });
      await stop(there.url, id);
      expect((await send(`${there.url}/api/campaigns/${deleted}?events=delete`, { method: 'DELETE' })).status).toBe(202);
      await send(`${there.url}/api/campaigns/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"daily_budget": 75}' });
      for (const { url } of [here, there]) expect((await send(`${url}/health/ready`)).status).toBe(200);
    } finally {
      await redis.restart();
    }
    const { sent } = await read(here.url, id);
    await eventually(() => {
      expect(onlooker.figures).toMatchObject({ impressions: sent.impressions + 1, clicks: 1, settings_version: 2, pacing: { budget: 75 } });
      expect(onlooker.report).toMatchObject({ impressions: sent.impressions + 1, clicks: 1 });
      for (const { event_id } of events) expect(onlooker.feed.has(event_id)).toBe(true);
      expect(onlooker.simulation).toMatchObject({ status: 'stopped', sent });
      expect(onlookerOfDeleted.deletion).toMatchObject({ deleted: 1, finished_at: expect.any(String) });
      expect(onlookerOfDeleted.figures).toMatchObject({ settings_version: null, impressions: 0 });
    });
  });

  test('show what the other had stored and could not tell any more when it was killed', async () => {
    const id = await create(here.url);
    const onlooker = await watch(id);
    const gate = await startGate(addressOf(here.database.url));
    const dying = await startProduct({ database: { ...here.database, url: throughGate(here.database.url, gate) }, env: { REDIS_URL: redis.url } });
    const event = present(id);
    try {
      await report(dying.url, [present(id)]);
      await eventually(() => expect(onlooker.figures.impressions).toBe(1));
      gate.hang();
      const unanswered = post(`${dying.url}/events`, event).catch(() => undefined);
      await eventually(async () => expect(await query(here.database.url, 'SELECT 1 FROM events_raw WHERE event_id = $1', [event.event_id])).toHaveLength(1));
      await dying.kill();
      await unanswered;
    } finally {
      await dying.stop();
      await gate.close();
    }
    expect(await post(`${here.url}/events`, event)).toMatchObject({ status: 202, body: { status: 'duplicate' } });
    await eventually(() => {
      expect(onlooker.figures.impressions).toBe(2);
      expect(onlooker.report).toEqual({ impressions: 2, clicks: 0, devices: 2 });
      expect(onlooker.feed.has(event.event_id)).toBe(true);
    });
  });

  test('stay exact when the other is killed in the middle of a simulation, and this one takes it over', async () => {
    const id = await create(there.url);
    // While there is one process only, it is that one which runs the simulation.
    await here.kill();
    await put(there.url, id, { rate: 1_000, ctr: 0.1, duplicate_share: 0.2 });
    await sends(there.url, id, 1_000);
    await here.restart();
    const onlooker = await watch(id);
    await eventually(() => expect(onlooker.figures.impressions).toBeGreaterThan(1_000));
    await there.kill();
    try {
      const { sent } = await read(here.url, id);
      await sends(here.url, id, sent.impressions + sent.clicks + 2_000);
      const last = await stop(here.url, id);
      expect(last).toMatchObject({ status: 'stopped', restarts: 0 });
      await expectExact(here.url, here.database.url, last);
      const { impressions, clicks } = last.sent;
      await eventually(() => {
        expect(onlooker.simulation).toEqual(last);
        expect(onlooker.figures).toMatchObject({ impressions, clicks });
        expect(onlooker.report).toEqual({ impressions, clicks, devices: impressions + clicks });
      });
    } finally {
      await there.restart();
    }
  });

  test('show a deletion through to its end when the process that works on it is killed', async () => {
    const id = await create(there.url);
    await report(there.url, Array.from({ length: 5_000 }, () => present(id)));
    const onlooker = await watch(id);
    await eventually(() => expect(onlooker.figures.impressions).toBe(5_000));
    const unlock = await lockMinutes(here.database.url, id);
    try {
      expect((await send(`${there.url}/api/campaigns/${id}?events=delete`, { method: 'DELETE' })).status).toBe(202);
      await eventually(() => expect(onlooker.deletion).toMatchObject({ total: 5_000, deleted: 0, finished_at: null }));
      await there.kill();
      await unlock();
      await eventually(() => {
        expect(onlooker.deletion).toMatchObject({ total: 5_000, deleted: 5_000, finished_at: expect.any(String) });
        expect(onlooker.figures.impressions).toBe(0);
      });
    } finally {
      await unlock();
      await there.restart();
    }
  });
});
