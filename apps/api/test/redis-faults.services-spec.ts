import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';
import { type RedisServer, startRedisServer } from './support/redis-server.ts';
import { expectExact, startTraffic, type Traffic } from './support/retrying-traffic.ts';

const ROUNDS = 4;

describe('two API processes that share a Redis', () => {
  let redis: RedisServer;
  let first: Product;
  let second: Product;

  beforeAll(async () => {
    redis = await startRedisServer();
    first = await startProduct({ env: { REDIS_URL: redis.url } });
    second = await startProduct({ database: first.database, env: { REDIS_URL: redis.url } });
  });

  afterAll(async () => {
    await second.stop();
    await first.stop();
    await redis.stop();
  });

  /** Redis may only change speed: no request may fail for its sake. */
  async function undisturbed(disturb: () => Promise<void>): Promise<Traffic> {
    const traffic = startTraffic([first.url, second.url]);
    await disturb();
    await traffic.finish();
    expect(traffic.client.failures).toBe(0);
    return traffic;
  }

  const all: Traffic[] = [];
  async function expectAllExact(traffic: Traffic): Promise<void> {
    all.push(traffic);
    await expectExact(first.database.url, {
      ...traffic,
      sent: new Set(all.flatMap((each) => [...each.sent])),
    });
  }

  test('kill -9 of Redis, several times: nothing fails, and every event is counted exactly once', async () => {
    const traffic = await undisturbed(async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await sleep(400 + Math.random() * 400);
        await redis.kill();
        await sleep(300);
        await redis.restart();
      }
    });
    await expectAllExact(traffic);
  });

  test('a Redis that is flushed again and again: nothing fails, and every event is counted exactly once', async () => {
    const traffic = await undisturbed(async () => {
      for (let round = 0; round < 20; round += 1) {
        await sleep(60);
        await redis.command('FLUSHALL');
      }
    });
    await expectAllExact(traffic);
  });

  test('a Redis that hangs: nothing fails, and every event is counted exactly once', async () => {
    const traffic = await undisturbed(async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await sleep(300);
        redis.pause();
        await sleep(700);
        redis.resume();
      }
    });
    await expectAllExact(traffic);
  });

  test('kill -9 of an API process: what it acknowledged is a duplicate at the other one', async () => {
    const event = eventBody();
    const post = async (url: string) =>
      (await fetch(`${url}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) })).json();
    expect(await post(first.url)).toEqual({ event_id: event.event_id, status: 'accepted' });
    await first.kill();
    expect(await post(second.url)).toEqual({ event_id: event.event_id, status: 'duplicate' });
    await first.restart();
  });

  test('what one process takes, the overview of the other shows', async () => {
    const campaign = 'seen_elsewhere';
    const overviewOf = async (url: string) => {
      const { campaigns } = (await (await fetch(`${url}/api/overview`)).json()) as { campaigns: { campaign_id: string; impressions: number }[] };
      return campaigns.find((each) => each.campaign_id === campaign)?.impressions;
    };
    for (let count = 1; count <= 5; count += 1) {
      await fetch(`${first.url}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(eventBody({ campaign_id: campaign })) });
      await eventually(async () => expect(await overviewOf(second.url)).toBe(count));
      await eventually(async () => expect(await overviewOf(first.url)).toBe(count));
    }
  });
});
