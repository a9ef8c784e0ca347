import type { Redis } from 'ioredis';
import type { Lease, PresenceRegistry } from '../../application/ports.ts';

/** Both keys go when nothing is renewed any more: the installation may never come back. */
const FORGET_MS = 60_000;

/** By Redis' clock, not by those of the processes, which differ. */
const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** KEYS: ends of leases by connection, users by connection. ARGV: length in ms, time to forget in ms, then connection and user in turn. */
const RENEW = `${NOW}
for place = 3, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[place])
  redis.call('HSET', KEYS[2], ARGV[place], ARGV[place + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])`;

const RELEASE = `redis.call('ZREM', KEYS[1], unpack(ARGV))
redis.call('HDEL', KEYS[2], unpack(ARGV))`;

const PRESENT = `${NOW}
for _, connection in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  redis.call('ZREM', KEYS[1], connection)
  redis.call('HDEL', KEYS[2], connection)
end
return redis.call('HGETALL', KEYS[2])`;

/** Lua passes no more values than this to a command at once with safety. */
const MAX_AT_ONCE = 1_000;

/** {@link PresenceRegistry} that all processes share. */
export class RedisPresenceRegistry implements PresenceRegistry {
  private readonly keys: [ends: string, users: string];

  /**
   * @param redis a connection whose commands fail rather than wait
   * @param namespace separates installations that share a Redis
   */
  constructor(
    private readonly redis: Redis,
    namespace: string,
  ) {
    this.keys = [`${namespace}:presence:ends`, `${namespace}:presence:users`];
  }

  async renew(leases: readonly Lease[], forMs: number): Promise<void> {
    for (const some of chunks(leases)) {
      const pairs = some.flatMap(({ connectionId, userId }) => [connectionId, userId]);
      await this.redis.eval(RENEW, 2, ...this.keys, forMs, Math.max(forMs, FORGET_MS), ...pairs);
    }
  }

  async release(connectionIds: readonly string[]): Promise<void> {
    for (const some of chunks(connectionIds)) await this.redis.eval(RELEASE, 2, ...this.keys, ...some);
  }

  async present(): Promise<Lease[]> {
    const inTurn = (await this.redis.eval(PRESENT, 2, ...this.keys)) as string[];
    return Array.from({ length: inTurn.length / 2 }, (_, index) => ({ connectionId: inTurn[2 * index]!, userId: inTurn[2 * index + 1]! }));
  }

  close(): Promise<void> {
    this.redis.disconnect();
    return Promise.resolve();
  }
}

function chunks<Item>(all: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(all.length / MAX_AT_ONCE) }, (_, index) => all.slice(index * MAX_AT_ONCE, (index + 1) * MAX_AT_ONCE));
}
