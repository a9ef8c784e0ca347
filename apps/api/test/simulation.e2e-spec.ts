import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SimulationBody } from '../src/traffic/simulation.schema.ts';
import { eventually } from './support/eventually.ts';
import { expectProblem, send } from './support/http.ts';
import { connectLive } from './support/live-client.ts';
import { crash, expectExact, insertCampaign, put, query, reaches, read, sends, stop } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

describe('a simulation of traffic', () => {
  let application: TestApplication;
  let url: string;
  let databaseUrl: string;

  beforeAll(async () => {
    application = await startTestApplication();
    url = application.url;
    databaseUrl = application.database.url;
  });

  afterAll(() => application.stop());

  const campaign = (): Promise<string> => insertCampaign(databaseUrl);

  test('is off before it was ever started', async () => {
    const id = await campaign();
    expect(await read(url, id)).toEqual({
      campaign_id: id,
      status: 'off',
      settings: { scenario: 'steady', rate: 20, ctr: 0.02, device_mix: { mobile: 0.58, desktop: 0.34, tablet: 0.08 }, duplicate_share: 0.05, duration_seconds: null },
      started_at: null,
      ends_at: null,
      restarts: 0,
      restart_at: null,
      reason: null,
      sent: { impressions: 0, clicks: 0, repeats: 0 },
      counted: { impressions: 0, clicks: 0, duplicates: 0 },
      counted_later: false,
      agrees: true,
      resent: 0,
      held_back: 0,
    });
    expect((await stop(url, id)).status).toBe('off');
    expectProblem(await crash(url, id), 409, 'SIMULATION_NOT_RUNNING');
  });

  test('sends impressions, clicks and repeats that are counted exactly', async () => {
    const id = await campaign();
    const answer = await put(url, id, { rate: 1_000, ctr: 0.5, duplicate_share: 0.3, device_mix: { mobile: 1, desktop: 1, tablet: 0 } });
    expect(answer).toMatchObject({ status: 200, body: { status: 'running', settings: { rate: 1_000, device_mix: { mobile: 0.5, desktop: 0.5, tablet: 0 } }, ends_at: null } });
    const running = await sends(url, id, 1_500);
    expect(running).toMatchObject({ status: 'running', agrees: true });
    const last = await stop(url, id);
    expect(last.status).toBe('stopped');
    expect(Math.min(last.sent.impressions, last.sent.clicks, last.sent.repeats)).toBeGreaterThan(100);
    await expectExact(url, databaseUrl, last);
    const devices = await query<{ device: string }>(databaseUrl, `SELECT DISTINCT metadata ->> 'device_type' AS device FROM events_raw WHERE campaign_id = $1 ORDER BY 1`, [id]);
    expect(devices).toEqual([{ device: 'desktop' }, { device: 'mobile' }]);
    expect(await stop(url, id)).toEqual(last);
  });

  test('takes changes while it runs, and goes on with the same ledger', async () => {
    const id = await campaign();
    await put(url, id, { rate: 500, ctr: 0, duplicate_share: 0 });
    const before = await sends(url, id, 200);
    expect(before.sent).toMatchObject({ clicks: 0, repeats: 0 });
    const changed = await put(url, id, { ctr: 1, duplicate_share: 0.5 });
    expect(changed.body).toMatchObject({ status: 'running', settings: { rate: 500, ctr: 1, duplicate_share: 0.5 } });
    await eventually(async () => expect((await read(url, id)).sent.clicks).toBeGreaterThan(100));
    const last = await stop(url, id);
    expect(last.started_at).toBe(before.started_at);
    expect(last.sent.repeats).toBeGreaterThan(0);
    await expectExact(url, databaseUrl, last);
  });

  test('ends by itself after its duration; another start is a new run', async () => {
    const id = await campaign();
    await put(url, id, { rate: 200, duration_seconds: 1 });
    const first = await reaches(url, id, { status: 'finished' });
    expect(first.sent.impressions).toBeGreaterThan(50);
    expect(first.sent.impressions + first.sent.clicks + first.sent.repeats).toBeLessThanOrEqual(200);
    await expectExact(url, databaseUrl, first);
    await put(url, id, { rate: 200, duration_seconds: null });
    const second = await sends(url, id, 20);
    expect(second.ends_at).toBeNull();
    expect(second.started_at).not.toBe(first.started_at);
    const last = await stop(url, id);
    expect(last.agrees).toBe(true);
    const [stored] = await query<{ count: number }>(databaseUrl, 'SELECT count(*)::int AS count FROM events_raw WHERE campaign_id = $1', [id]);
    expect(stored!.count).toBe([first, last].reduce((sum, { sent }) => sum + sent.impressions + sent.clicks, 0));
  });

  test('is started again after a crash, and every event still counts once', async () => {
    const id = await campaign();
    await put(url, id, { rate: 1_000, duplicate_share: 0.2 });
    await sends(url, id, 300);
    expect((await crash(url, id)).status).toBe(202);
    const restarting = await reaches(url, id, { status: 'restarting' });
    expect(restarting).toMatchObject({ restarts: 1, reason: 'Somebody asked it to crash.', restart_at: expect.any(String), agrees: true });
    await reaches(url, id, { status: 'running', restarts: 1 });
    await sends(url, id, restarting.sent.impressions + restarting.sent.clicks + 300);
    const last = await stop(url, id);
    await expectExact(url, databaseUrl, last);
  });

  test('is stopped and changed while it waits to be started again', async () => {
    const id = await campaign();
    await put(url, id, { rate: 500 });
    await sends(url, id, 50);
    await crash(url, id);
    await reaches(url, id, { status: 'restarting' });
    expect((await put(url, id, { rate: 5 })).body).toMatchObject({ settings: { rate: 5 } });
    expectProblem(await crash(url, id), 409, 'SIMULATION_NOT_RUNNING');
    const last = await stop(url, id);
    expect(last).toMatchObject({ status: 'stopped', settings: { rate: 5 } });
    await expectExact(url, databaseUrl, last);
  });

  test('that crashes again and again is given up with the reason, and neither the API nor another one is harmed', async () => {
    const [bad, good] = [await campaign(), await campaign()];
    await put(url, good, { rate: 100, duplicate_share: 0.1 });
    await put(url, bad, { rate: 100 });
    for (let crashes = 1; crashes <= 2; crashes += 1) {
      await reaches(url, bad, { status: 'running' });
      await crash(url, bad);
      await reaches(url, bad, { restarts: crashes });
    }
    // Three more would take half a minute of waiting: they are put into what is remembered, for the next owner to read.
    const now = Date.now();
    await query(
      databaseUrl,
      `UPDATE simulations SET owner = 'a process that is gone', lease_until = now(), crashes = $2, restart_at = now() WHERE campaign_id = $1`,
      [bad, JSON.stringify({ streak: 5, times: [now, now, now, now, now] })],
    );
    await reaches(url, bad, { status: 'running' });
    await eventually(async () => {
      await crash(url, bad);
      expect(await read(url, bad)).toMatchObject({ status: 'crashed', reason: 'Somebody asked it to crash.', restart_at: null });
    });
    const { sent } = await read(url, good);
    const others = await sends(url, good, sent.impressions + sent.clicks + 50);
    expect(others).toMatchObject({ status: 'running', restarts: 0, agrees: true });
    expect((await send(`${url}/health/ready`)).status).toBe(200);
    await expectExact(url, databaseUrl, await stop(url, good));
    expect((await stop(url, bad)).status).toBe('crashed');
    expect((await put(url, bad, { rate: 1 })).body).toMatchObject({ status: 'running', restarts: 0, reason: null });
    await stop(url, bad);
  });

  test('ends when its campaign is deleted', async () => {
    const id = await campaign();
    await put(url, id, { rate: 100 });
    await sends(url, id, 10);
    await query(databaseUrl, 'DELETE FROM campaigns WHERE id = $1', [id]);
    expectProblem(await send(`${url}/api/campaigns/${id}/simulation`), 404, 'CAMPAIGN_NOT_FOUND');
    const count = async (): Promise<number> => (await query<{ count: number }>(databaseUrl, 'SELECT count(*)::int AS count FROM events_raw WHERE campaign_id = $1', [id]))[0]!.count;
    await eventually(async () => {
      const before = await count();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await count()).toBe(before);
    });
  });

  test('is refused what the others leave no room for', async () => {
    const ids = await Promise.all(Array.from({ length: 3 }, campaign));
    await put(url, ids[0]!, { scenario: 'burst', rate: 2_000 });
    await put(url, ids[1]!, { scenario: 'burst', rate: 2_000 });
    expectProblem(await put(url, ids[2]!, { rate: 1_000.5 }), 422, 'SIMULATION_LIMIT_REACHED', { rate: 'must be at most 1,000 now: all simulations together may send 5,000 events/s' });
    expect((await read(url, ids[2]!)).status).toBe('off');
    await Promise.all([stop(url, ids[0]!), stop(url, ids[1]!)]);
    expect((await put(url, ids[2]!, { rate: 1_001 })).status).toBe(200);
    await stop(url, ids[2]!);
  });

  test.each([
    ['a rate that is too low', { rate: 0.05 }, { rate: 'must be a number from 0.1 to 2,000' }],
    ['a rate that is no number', { rate: '5' }, { rate: 'must be a number from 0.1 to 2,000' }],
    ['null for a rate', { rate: null }, { rate: 'must be a number from 0.1 to 2,000' }],
    ['a CTR above 1', { ctr: 1.1 }, { ctr: 'must be a number from 0 to 1' }],
    ['too many duplicates', { duplicate_share: 0.96 }, { duplicate_share: 'must be a number from 0 to 0.95' }],
    ['an unknown scenario', { scenario: 'storm' }, { scenario: 'must be one of steady, day_curve, burst, click_fraud, duplicate_storm, late_events' }],
    ['a duration of a fraction', { duration_seconds: 1.5 }, { duration_seconds: 'must be a whole number of seconds from 1 to 604,800, or null' }],
    ['a mix without any share', { device_mix: { mobile: 0, desktop: 0, tablet: 0 } }, { device_mix: 'must have a share above 0' }],
    ['a negative share', { device_mix: { mobile: -1, desktop: 1, tablet: 1 } }, { 'device_mix.mobile': 'must be a number of 0 or more' }],
    ['a share that is text', { device_mix: { mobile: '1', desktop: 1, tablet: 1 } }, { 'device_mix.mobile': 'must be a number of 0 or more' }],
    ['a null share', { device_mix: { mobile: null, desktop: 1, tablet: 1 } }, { 'device_mix.mobile': 'must be a number of 0 or more' }],
    ['a share beyond all reason', { device_mix: { mobile: 1e9, desktop: 1, tablet: 1 } }, { 'device_mix.mobile': 'must be at most 1,000,000' }],
    ['a device that every object has', '{"device_mix": {"mobile": 1, "desktop": 1, "tablet": 1, "__proto__": 1}}', { 'device_mix.__proto__': 'is not a field of this request' }],
    ['a device left out', { device_mix: { mobile: 1, desktop: 1 } }, { 'device_mix.tablet': 'is required' }],
    ['an unknown device', { device_mix: { mobile: 1, desktop: 1, tablet: 1, watch: 1 } }, { 'device_mix.watch': 'is not a field of this request' }],
    ['a mix that is a number', { device_mix: 5 }, { device_mix: 'must be an object with mobile, desktop and tablet' }],
    ['a mix that is none', { device_mix: [1, 1, 1] }, { device_mix: 'must be an object with mobile, desktop and tablet' }],
    ['a null mix', { device_mix: null }, { device_mix: 'must be an object with mobile, desktop and tablet' }],
    ['an unknown field', { rates: 5 }, { rates: 'is not a field of this request' }],
    ['several at once', { rate: 0, ctr: 2 }, { rate: 'must be a number from 0.1 to 2,000', ctr: 'must be a number from 0 to 1' }],
    ['no object', [1], { '': 'must be a JSON object' }],
  ])('%s is refused with the field and what it expects', async (_, body, errors) => {
    const id = await campaign();
    expectProblem(await put(url, id, body), 422, 'VALIDATION_FAILED', errors);
    expect((await read(url, id)).status).toBe('off');
  });

  test('what is no JSON is a 400, and an unknown campaign a 404', async () => {
    expectProblem(await put(url, await campaign(), '{'), 400, 'MALFORMED_JSON');
    for (const id of ['camp_unknown', '%00', 'x'.repeat(99)]) {
      expectProblem(await send(`${url}/api/campaigns/${id}/simulation`), 404, 'CAMPAIGN_NOT_FOUND');
      expectProblem(await send(`${url}/api/campaigns/${id}/simulation`, { method: 'DELETE' }), 404, 'CAMPAIGN_NOT_FOUND');
      expectProblem(await put(url, id, {}), 404, 'CAMPAIGN_NOT_FOUND');
      expectProblem(await crash(url, id), 404, 'CAMPAIGN_NOT_FOUND');
    }
  });

  test('every scenario can be started as it is listed', async () => {
    const { body } = await send(`${url}/api/simulation-scenarios`);
    const scenarios = body as { scenario: string; title: string; description: string; settings: SimulationBody['settings'] }[];
    expect(scenarios.map(({ scenario }) => scenario)).toEqual(['steady', 'day_curve', 'burst', 'click_fraud', 'duplicate_storm', 'late_events']);
    for (const { scenario, settings } of scenarios) {
      const id = await campaign();
      expect((await put(url, id, { scenario })).body).toMatchObject({ settings });
      expect((await put(url, id, settings)).body).toMatchObject({ settings });
      await stop(url, id);
    }
  });

  test('is told live, with every change, to everybody who watches', async () => {
    const id = await campaign();
    const client = await connectLive(url);
    const last = (): SimulationBody | null | undefined => client.bodies<{ simulation: SimulationBody | null }>('s').at(-1)?.simulation;
    client.watch('s', 'simulation', { campaign_id: id });
    await eventually(() => expect(last()).toMatchObject({ status: 'off' }));
    await put(url, id, { rate: 500 });
    await eventually(() => expect(last()?.sent.impressions).toBeGreaterThan(100));
    await crash(url, id);
    await eventually(() => expect(last()).toMatchObject({ status: 'running', restarts: 1, reason: expect.any(String) }));
    expect(client.bodies<{ simulation: SimulationBody }>('s').map(({ simulation }) => simulation.status)).toContain('restarting');
    const stopped = await stop(url, id);
    await eventually(() => expect(last()).toEqual(stopped));
    client.watch('u', 'simulation', { campaign_id: 'camp_unknown' });
    await eventually(() => expect(client.bodies('u').at(-1)).toMatchObject({ simulation: null }));
    client.close();
  });

  test('stops when the events are deleted, so that its ledger still says what it has sent and what was counted', async () => {
    const id = await campaign();
    await put(url, id, { rate: 1_000, duplicate_share: 0.2 });
    await sends(url, id, 500);
    expect((await send(`${url}/api/campaigns/${id}/events`, { method: 'DELETE' })).status).toBe(202);
    await eventually(async () => expect((await send(`${url}/api/campaigns/${id}/event-deletion`)).body).toMatchObject({ finished_at: expect.any(String) }));
    expect(await read(url, id)).toMatchObject({ status: 'stopped', agrees: true });
    expect(await query(databaseUrl, 'SELECT id FROM events_raw WHERE campaign_id = $1', [id])).toEqual([]);
    await put(url, id, { rate: 1_000, duplicate_share: 0.2 });
    await sends(url, id, 500);
    await expectExact(url, databaseUrl, await stop(url, id));
  });

  test('that cannot be stopped now is in the way of deleting its events; nothing is deleted', async () => {
    const id = await campaign();
    await put(url, id, { rate: 100 });
    await sends(url, id, 10);
    await stop(url, id);
    // As a process has it that hangs.
    await query(databaseUrl, `UPDATE simulations SET status = 'running', owner = 'another', lease_until = now() + interval '1 hour' WHERE campaign_id = $1`, [id]);
    for (const path of ['/events', '?events=delete']) {
      const answer = await send(`${url}/api/campaigns/${id}${path}`, { method: 'DELETE' });
      expectProblem(answer, 503, 'SIMULATION_NOT_STOPPED');
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    expectProblem(await send(`${url}/api/campaigns/${id}/event-deletion`), 404, 'DELETION_NOT_FOUND');
    await query(databaseUrl, 'UPDATE simulations SET lease_until = now() WHERE campaign_id = $1', [id]);
    await eventually(async () => expect((await send(`${url}/api/campaigns/${id}?events=delete`, { method: 'DELETE' })).status).toBe(202));
  });

  test('ends with its campaign; not one event of it arrives after the others were deleted', async () => {
    const id = await campaign();
    await put(url, id, { rate: 1_000 });
    await sends(url, id, 500);
    expect((await send(`${url}/api/campaigns/${id}?events=delete`, { method: 'DELETE' })).status).toBe(202);
    await eventually(async () => expect((await send(`${url}/api/campaigns/${id}/event-deletion`)).body).toMatchObject({ finished_at: expect.any(String) }));
    expect(await query(databaseUrl, 'SELECT id FROM events_raw WHERE campaign_id = $1', [id])).toEqual([]);
    expect(await query(databaseUrl, 'SELECT status FROM simulations WHERE campaign_id = $1', [id])).toEqual([]);
    expectProblem(await send(`${url}/api/campaigns/${id}/simulation`), 404, 'CAMPAIGN_NOT_FOUND');
  });
});
