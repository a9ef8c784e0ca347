import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { type OverviewClient, watchOverview } from './support/overview-client.ts';
import { type RedisServer, startRedisServer } from './support/redis-server.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

describe('the live overview of several processes with Redis between them', () => {
  let redis: RedisServer;
  let one: TestApplication;
  let other: TestApplication;
  const clients: OverviewClient[] = [];

  beforeAll(async () => {
    redis = await startRedisServer();
    one = await startTestApplication({ redisUrl: redis.url });
    other = await startTestApplication({ redisUrl: redis.url, database: one.database });
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  afterAll(async () => {
    await other.stop();
    await one.stop();
    await redis.stop();
  });

  async function watch({ url }: TestApplication): Promise<OverviewClient> {
    const client = await watchOverview(url);
    clients.push(client);
    return client;
  }

  test('a browser at one sees what comes in at the other', async () => {
    const campaign_id = `camp_${randomUUID()}`;
    const [here, there] = [await watch(one), await watch(other)];
    await post(`${one.url}/events/batch`, [eventBody({ campaign_id }), eventBody({ campaign_id, type: 'click' })]);
    await post(`${other.url}/events/batch`, [eventBody({ campaign_id, metadata: { cost: 0.5 } })]);
    const row = { campaign_id, name: null, impressions: 2, clicks: 1, spend: 0.5 };
    await eventually(() => expect([here.campaigns.get(campaign_id), there.campaigns.get(campaign_id)]).toEqual([row, row]));
  });

  test('events that come in at both, some twice, are shown once at both', async () => {
    const campaign_id = `camp_${randomUUID()}`;
    const [here, there] = [await watch(one), await watch(other)];
    const events = Array.from({ length: 100 }, () => eventBody({ campaign_id }));
    await Promise.all(events.flatMap((event) => [post(`${one.url}/events`, event), post(`${other.url}/events`, event)]));
    await eventually(() => {
      expect(here.campaigns.get(campaign_id)?.impressions).toBe(100);
      expect(there.campaigns.get(campaign_id)?.impressions).toBe(100);
    });
  });

  test('after Redis was gone, both show all that came in meanwhile', async () => {
    const campaign_id = `camp_${randomUUID()}`;
    const [here, there] = [await watch(one), await watch(other)];
    await redis.kill();
    try {
      for (const { url } of [one, other]) expect((await post(`${url}/events`, eventBody({ campaign_id }))).status).toBe(202);
      for (const { url } of [one, other]) expect((await send(`${url}/health/ready`)).status).toBe(200);
    } finally {
      await redis.restart();
    }
    await eventually(() => {
      expect(here.campaigns.get(campaign_id)?.impressions).toBe(2);
      expect(there.campaigns.get(campaign_id)?.impressions).toBe(2);
    });
  });
});
