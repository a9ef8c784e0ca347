import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DomainEventPublisher } from '../../../libs/kernel/domain-events.ts';
import type { InProcessDomainEvents } from '../../../libs/platform/domain-events/in-process-domain-events.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { type OverviewClient, WATCH_OVERVIEW, watchOverview } from './support/overview-client.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

describe('the live overview', () => {
  let application: TestApplication;
  const clients: OverviewClient[] = [];

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  afterAll(() => application.stop());

  async function watch(): Promise<OverviewClient> {
    const client = await watchOverview(application.url);
    clients.push(client);
    await eventually(() => expect(client.messages.length).toBeGreaterThan(0));
    return client;
  }

  const report = (...events: unknown[]): Promise<unknown> => post(`${application.url}/events/batch`, events);
  const campaign = (): string => `camp_${randomUUID()}`;

  test('a browser is given everything first, the same that GET /api/overview answers', async () => {
    const campaign_id = campaign();
    await report(eventBody({ campaign_id, metadata: { cost: 0.1 } }), eventBody({ campaign_id, metadata: { cost: 0.2 } }), eventBody({ campaign_id, type: 'click' }));
    const row = { campaign_id, name: null, impressions: 2, clicks: 1, spend: 0.3 };
    await eventually(async () => expect((await send(`${application.url}/api/overview`)).body).toMatchObject({ campaigns: expect.arrayContaining([row]) }));
    const { messages } = await watch();
    expect(messages[0]).toMatchObject({ kind: 'snapshot', body: { campaigns: expect.arrayContaining([row]) } });
    const { body } = (await send(`${application.url}/api/overview`)) as { body: Record<string, unknown> };
    expect({ ...messages[0]!.body, as_of: 0 }).toEqual({ ...body, as_of: 0 });
  });

  test('what is committed is told without being asked, as whole rows with their present values', async () => {
    const campaign_id = campaign();
    const client = await watch();
    for (const impressions of [1, 2, 3]) {
      await report(eventBody({ campaign_id }));
      await eventually(() => expect(client.campaigns.get(campaign_id)).toEqual({ campaign_id, name: null, impressions, clicks: 0, spend: 0 }));
    }
    const { body } = (await send(`${application.url}/api/overview`)) as { body: { totals: unknown } };
    expect(client.totals()).toEqual(body.totals);
    expect(client.messages.map(({ kind }) => kind)).toEqual(['snapshot', ...client.messages.slice(1).map(() => 'update')]);
  });

  test('versions grow, and rows that did not change are not told again', async () => {
    const [quiet, busy] = [campaign(), campaign()];
    await report(eventBody({ campaign_id: quiet }), eventBody({ campaign_id: busy }));
    const client = await watch();
    await eventually(() => expect(client.campaigns.has(quiet) && client.campaigns.has(busy)).toBe(true));
    const told = client.messages.length;
    await report(eventBody({ campaign_id: busy }));
    await eventually(() => expect(client.campaigns.get(busy)?.impressions).toBe(2));
    for (const { body } of client.messages.slice(told)) expect(body.campaigns.map((row) => row.campaign_id)).not.toContain(quiet);
    const versions = client.messages.map(({ body }) => body.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  test('a campaign has its name from when it is registered until it is deleted', async () => {
    const campaign_id = campaign();
    const client = await watch();
    await report(eventBody({ campaign_id }));
    const named = (name: string | null): Promise<void> => eventually(() => expect(client.campaigns.get(campaign_id)).toMatchObject({ name, impressions: 1 }));
    const json = { headers: { 'content-type': 'application/json' } };
    const at = `${application.url}/api/campaigns/${campaign_id}`;
    await named(null);
    await post(`${application.url}/api/campaigns`, { id: campaign_id, name: 'Spring sale', daily_budget: 1 });
    await named('Spring sale');
    await send(at, { method: 'PATCH', ...json, body: JSON.stringify({ name: 'Summer sale' }) });
    await named('Summer sale');
    const told = client.messages.filter(({ kind }) => kind === 'snapshot').length;
    await send(at, { method: 'PATCH', ...json, body: JSON.stringify({ status: 'paused' }) });
    await report(eventBody({ campaign_id }));
    await eventually(() => expect(client.campaigns.get(campaign_id)?.impressions).toBe(2));
    // Everything is told again for another name only.
    expect(client.messages.filter(({ kind }) => kind === 'snapshot')).toHaveLength(told);
    await send(at, { method: 'DELETE' });
    await eventually(() => expect(client.campaigns.get(campaign_id)).toMatchObject({ name: null, impressions: 2 }));
  });

  test('under load the updates are merged: no more than four a second, and in the end everything', async () => {
    const campaign_id = campaign();
    const client = await watch();
    const began = Date.now();
    let sent = 0;
    while (Date.now() - began < 2_000) {
      await report(eventBody({ campaign_id }));
      sent += 1;
    }
    await eventually(() => expect(client.campaigns.get(campaign_id)?.impressions).toBe(sent));
    const updates = client.messages.slice(1);
    const seconds = (updates.at(-1)!.at - began) / 1_000;
    // A slow machine sends fewer. One more stands at either end of the time.
    expect(updates.length).toBeLessThanOrEqual(seconds * 4 + 2);
    expect(updates.length).toBeLessThan(sent);
  });

  test('a browser that does not acknowledge is told nothing more, while others are', async () => {
    const campaign_id = campaign();
    const [stuck, well] = [await watch(), await watch()];
    stuck.acknowledges = false;
    await report(eventBody({ campaign_id }));
    await eventually(() => expect(stuck.campaigns.get(campaign_id)?.impressions).toBe(1));
    const told = stuck.messages.length;
    for (let impressions = 2; impressions <= 8; impressions += 1) {
      await report(eventBody({ campaign_id }));
      await eventually(() => expect(well.campaigns.get(campaign_id)?.impressions).toBe(impressions));
    }
    expect(stuck.messages).toHaveLength(told);
    expect(stuck.campaigns.get(campaign_id)?.impressions).toBe(1);
    // After its time-out the server tries again, with everything that came since.
    stuck.acknowledges = true;
    await eventually(() => expect(stuck.campaigns.get(campaign_id)?.impressions).toBe(8));
  });

  test('news that were missed are read from the database', async () => {
    const client = await watch();
    const before = client.totals()!.impressions;
    // Stored by a process that this one does not hear of.
    const silent = await startTestApplication({ database: application.database });
    try {
      await post(`${silent.url}/events`, eventBody());
      application.app.get<InProcessDomainEvents>(DomainEventPublisher).deliverMissed();
      await eventually(() => expect(client.totals()!.impressions).toBe(before + 1));
    } finally {
      await silent.stop();
    }
  });

  test('a page that was left and is opened again is given everything at once, whatever it had not acknowledged', async () => {
    const client = await watch();
    client.acknowledges = false;
    await report(eventBody());
    await eventually(() => expect(client.messages.at(-1)!.kind).toBe('update'));
    client.socket.emit('unwatch', { key: WATCH_OVERVIEW.key });
    const told = client.messages.length;
    client.acknowledges = true;
    client.socket.emit('watch', WATCH_OVERVIEW);
    await eventually(() => expect(client.messages.length).toBeGreaterThan(told), 8_000);
    expect(client.messages[told]!.kind).toBe('snapshot');
  });

  test('a page of another site gets no connection, one of this site does', async () => {
    const { host } = new URL(application.url);
    await expect(watchOverview(application.url, { origin: 'https://elsewhere.example' })).rejects.toThrow('websocket error');
    await expect(watchOverview(application.url, { origin: 'null' })).rejects.toThrow('websocket error');
    clients.push(await watchOverview(application.url, { origin: `http://${host}` }));
    clients.push(await watchOverview(application.url, { origin: 'https://flightdeck.example', 'x-forwarded-host': 'flightdeck.example' }));
  });

  test('messages that make no sense harm nobody', async () => {
    const client = await watch();
    for (const message of [[], [null], [7], [{ key: 7 }], [{ key: 'x', topic: 'nonsense' }], [{ key: 'x', topic: 'report', params: { campaign_id: 7 } }], [{ key: 'x', topic: 'figures', params: null }], ['x'.repeat(100_000)], [{ __proto__: null }]]) {
      client.socket.emit('watch', ...message);
      client.socket.emit('unwatch', ...message);
      client.socket.emit('nonsense', ...message);
    }
    const campaign_id = campaign();
    await report(eventBody({ campaign_id }));
    await eventually(() => expect(client.campaigns.get(campaign_id)?.impressions).toBe(1));
  });

  test('a browser that leaves is forgotten', async () => {
    const client = await watch();
    client.close();
    await sleep(50);
    await report(eventBody());
    const { messages } = await watch();
    expect(messages[0]!.kind).toBe('snapshot');
  });
});
