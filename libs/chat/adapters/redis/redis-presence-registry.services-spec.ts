import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../../../apps/api/test/support/redis-server.ts';
import { connectRedis } from '../../../platform/redis.ts';
import { presenceRegistryContract, usersIn } from '../../application/presence-registry.contract.ts';
import { RedisPresenceRegistry } from './redis-presence-registry.ts';

const LONG_MS = 60_000;

describe('RedisPresenceRegistry', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  async function open(namespace: string = randomUUID()): Promise<RedisPresenceRegistry> {
    const redis = connectRedis(server.url, pino({ level: 'silent' }));
    await eventually(() => expect(redis.status).toBe('ready'));
    return new RedisPresenceRegistry(redis, namespace);
  }

  presenceRegistryContract(() => open());

  test('processes share one registry, and what one of them leaves behind ends by itself', async () => {
    const namespace = randomUUID();
    const [one, other] = [await open(namespace), await open(namespace)];
    await one.renew([{ connectionId: 'tab 1', userId: 'ann' }], 200);
    await other.renew([{ connectionId: 'tab 2', userId: 'bob' }], LONG_MS);
    expect(await usersIn(other)).toEqual(new Set(['ann', 'bob']));
    await one.close();
    await eventually(async () => expect(await usersIn(other)).toEqual(new Set(['bob'])));
    await other.close();
  });

  test('installations that share a Redis do not see each other', async () => {
    const [one, other] = [await open(), await open()];
    await one.renew([{ connectionId: 'tab 1', userId: 'ann' }], LONG_MS);
    expect(await usersIn(other)).toEqual(new Set());
    await Promise.all([one.close(), other.close()]);
  });

  test('keeps nothing for ever', async () => {
    const namespace = randomUUID();
    const registry = await open(namespace);
    await registry.renew([{ connectionId: 'tab 1', userId: 'ann' }], LONG_MS);
    for (const key of ['ends', 'users']) expect(await server.command('PTTL', `${namespace}:presence:${key}`)).toBeGreaterThan(0);
    await registry.close();
  });

  test('fails at once while Redis is away, and works again when it is back', async () => {
    const registry = await open();
    await server.kill();
    await expect(registry.renew([{ connectionId: 'tab 1', userId: 'ann' }], LONG_MS)).rejects.toThrow(/writeable|closed|ECONN/);
    await server.restart();
    await eventually(() => registry.renew([{ connectionId: 'tab 1', userId: 'ann' }], LONG_MS));
    expect(await usersIn(registry)).toEqual(new Set(['ann']));
    await registry.close();
  });
});
