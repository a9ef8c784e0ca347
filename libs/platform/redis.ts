import { Redis } from 'ioredis';
import type { Logger } from 'pino';

/**
 * A connection that never makes anyone wait: while Redis is away commands fail at once instead of queueing, and one
 * that gets no answer fails after `commandTimeout` ms. It reconnects by itself for ever, at most every 2 s.
 */
export function connectRedis(url: string, logger: Logger, { commandTimeout }: { commandTimeout?: number } = {}): Redis {
  const redis = new Redis(url, {
    connectionName: 'flightdeck',
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    connectTimeout: 5_000,
    ...(commandTimeout === undefined ? {} : { commandTimeout }),
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  let down = false;
  redis.on('error', (error: Error) => {
    if (!down) logger.warn({ err: error }, 'Redis does not answer; working without it');
    down = true;
  });
  redis.on('ready', () => {
    if (down) logger.info('Redis is back');
    down = false;
  });
  return redis;
}
