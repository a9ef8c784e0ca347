import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../../../apps/api/test/support/redis-server.ts';
import { connectRedis } from '../../../platform/redis.ts';
import { dedupeCacheContract } from '../../application/dedupe-cache.contract.ts';
import { RedisDedupeCache } from './redis-dedupe-cache.ts';

const PERIOD_MS = 5 * 60_000;
const EPOCH = 7;

describe('RedisDedupeCache', () => {
  let server: RedisServer;
  const caches: RedisDedupeCache[] = [];

  beforeAll(async () => {
    server = await startRedisServer();
  });

  afterEach(async () => {
    for (const cache of caches.splice(0)) await cache.close();
  });

  afterAll(() => server.stop());

  /** Connected as the product does, by default with more patience, so that a busy machine is no failure. */
  async function connect({ commandTimeout = 5_000 } = {}): Promise<Redis> {
    const redis = connectRedis(server.url, pino({ level: 'silent' }), { commandTimeout });
    await eventually(() => expect(redis.status).toBe('ready'));
    return redis;
  }

  async function open({ namespace = 'test', now = Date.now, commandTimeout }: { namespace?: string; now?: () => number; commandTimeout?: number } = {}): Promise<RedisDedupeCache> {
    const cache = new RedisDedupeCache(await connect({ commandTimeout }), namespace, now);
    caches.push(cache);
    return cache;
  }

  /** Remembering again until it is known: what was told while Redis was away, or resting, is rightly forgotten. */
  function worksAgain(cache: RedisDedupeCache): Promise<void> {
    const id = randomUUID();
    return eventually(async () => {
      cache.remember([id], EPOCH);
      expect(await cache.known([id], EPOCH)).toEqual(new Set([id]));
    });
  }

  describe('while Redis is well', () => {
    dedupeCacheContract(async () => new RedisDedupeCache(await connect(), 'contract'));
  });

  test('processes share what they know', async () => {
    const [one, other] = [await open(), await open()];
    const id = randomUUID();
    one.remember([id], EPOCH);
    await eventually(async () => expect(await other.known([id], EPOCH)).toEqual(new Set([id])));
  });

  test('the ids of one database are not known of another', async () => {
    const [one, other] = [await open({ namespace: 'one' }), await open({ namespace: 'other' })];
    const id = randomUUID();
    one.remember([id], EPOCH);
    await eventually(async () => expect(await one.known([id], EPOCH)).toEqual(new Set([id])));
    expect(await other.known([id], EPOCH)).toEqual(new Set());
  });

  test('everything it keeps expires within two periods', async () => {
    const cache = await open({ namespace: 'expiry' });
    const id = randomUUID();
    cache.remember([id], EPOCH);
    await eventually(async () => expect(await cache.known([id], EPOCH)).toEqual(new Set([id])));
    const keys = (await server.command('KEYS', 'expiry:*')) as string[];
    expect(keys).toHaveLength(1);
    const milliseconds = await server.command('PTTL', keys[0]!);
    expect(milliseconds).toBeGreaterThan(PERIOD_MS);
    expect(milliseconds).toBeLessThanOrEqual(2 * PERIOD_MS);
  });

  test('an id is known into the next period, and not for ever', async () => {
    let now = PERIOD_MS * 1_000 - 1;
    const cache = await open({ namespace: 'periods', now: () => now });
    const id = randomUUID();
    cache.remember([id], EPOCH);
    await eventually(async () => expect(await cache.known([id], EPOCH)).toEqual(new Set([id])));
    now += 1;
    expect(await cache.known([id], EPOCH)).toEqual(new Set([id]));
    now += PERIOD_MS - 1;
    expect(await cache.known([id], EPOCH)).toEqual(new Set([id]));
    now += 1;
    expect(await cache.known([id], EPOCH)).toEqual(new Set());
  });

  test('a Redis that was flushed knows nothing', async () => {
    const cache = await open();
    const id = randomUUID();
    cache.remember([id], EPOCH);
    await eventually(async () => expect(await cache.known([id], EPOCH)).toEqual(new Set([id])));
    await server.command('FLUSHALL');
    expect(await cache.known([id], EPOCH)).toEqual(new Set());
    await worksAgain(cache);
  });

  test('a key of another kind in its place makes it forget, not fail', async () => {
    const now = PERIOD_MS * 2_000;
    const cache = await open({ namespace: 'taken', now: () => now });
    await server.command('SET', `taken:stored-events:${EPOCH}:${now / PERIOD_MS}`, 'something else');
    cache.remember(['a'], EPOCH);
    expect(await cache.known(['a'], EPOCH)).toEqual(new Set());
  });

  test('questions that Redis dies under are answered with nothing', async () => {
    const cache = await open();
    const ids = [randomUUID()];
    server.pause();
    try {
      const asked = Array.from({ length: 50 }, () => cache.known(ids, EPOCH));
      cache.remember(ids, EPOCH);
      await server.kill();
      expect(await Promise.all(asked)).toEqual(asked.map(() => new Set()));
      cache.remember(ids, EPOCH);
      expect(await cache.known(ids, EPOCH)).toEqual(new Set());
    } finally {
      await server.restart();
    }
    await worksAgain(cache);
  });

  test('a Redis that hangs is waited for no longer than the time-out, and then left alone for a while', async () => {
    let now = Date.now();
    const cache = await open({ namespace: 'hanging', commandTimeout: 50, now: () => now });
    server.pause();
    try {
      // Without the time-out this would never resolve: Redis stays stopped until it has.
      expect(await cache.known(['a'], EPOCH)).toEqual(new Set());
      cache.remember(['a'], EPOCH);
      now += 999;
      expect(await cache.known(['a'], EPOCH)).toEqual(new Set());
      now += 1;
      cache.remember(['a'], EPOCH);
      expect(await cache.known(['a'], EPOCH)).toEqual(new Set());
    } finally {
      server.resume();
    }
    await eventually(async () => {
      now += 1_000;
      cache.remember(['b'], EPOCH);
      expect(await cache.known(['b'], EPOCH)).toEqual(new Set(['b']));
    });
  });

  test('a Redis that takes no writes is left alone for a while', async () => {
    let now = PERIOD_MS * 4_000;
    const cache = await open({ namespace: 'full', now: () => now });
    const id = randomUUID();
    cache.remember([id], EPOCH);
    await eventually(async () => expect(await cache.known([id], EPOCH)).toEqual(new Set([id])));
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      cache.remember([randomUUID()], EPOCH);
      // While it rests it does not even ask for what it knows.
      await eventually(async () => expect((await cache.known([id], EPOCH)).size).toBe(0));
    } finally {
      await server.command('CONFIG', 'SET', 'maxmemory', '0');
    }
    now += 1_000;
    expect(await cache.known([id], EPOCH)).toEqual(new Set([id]));
  });

  test('a Redis that was never there is no obstacle', async () => {
    const cache = new RedisDedupeCache(connectRedis('redis://127.0.0.1:1', pino({ level: 'silent' })), 'nowhere');
    caches.push(cache);
    cache.remember(['a'], EPOCH);
    expect(await cache.known(['a'], EPOCH)).toEqual(new Set());
  });
});
