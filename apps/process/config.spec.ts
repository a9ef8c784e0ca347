import { describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig } from './config.ts';

const DATABASE_URL = 'postgresql://user:secret@localhost:5432/flightdeck';

/** What is said about a wrong environment, line by line. */
function problems(environment: Record<string, string | undefined>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.split('\n');
  }
  return [];
}

const NO_OUTREACH = { publicUrl: 'http://localhost:3000', smtp: undefined, webhook: undefined, sendsPerMinute: null, dispatches: true };

describe('readConfig', () => {
  test('only the database must be named; the rest has a default', () => {
    expect(readConfig({ DATABASE_URL })).toEqual({ port: 3000, host: '127.0.0.1', databaseUrl: DATABASE_URL, redisUrl: undefined, kafkaBrokers: undefined, logLevel: 'info', outreach: NO_OUTREACH });
  });

  test('every variable is read', () => {
    const environment = {
      DATABASE_URL,
      PORT: '0',
      HOST: '0.0.0.0',
      REDIS_URL: 'rediss://host:6380/1',
      KAFKA_BROKERS: 'kafka-1:9092, 10.0.0.2:9093,[::1]:9092',
      FLINK_URL: 'http://flink:8081/',
      LOG_LEVEL: 'warn',
      PUBLIC_URL: 'https://flightdeck.example.com/ads/',
      SMTP_URL: 'smtps://user:secret@mail.example.com:465',
      SMTP_FROM: 'Flightdeck <feedback@example.com>',
      WEBHOOK_URL: 'https://example.com/messages',
      WEBHOOK_SECRET: 'sixteen characters',
      SENDS_PER_MINUTE: '600',
      DISPATCHER: 'off',
    };
    expect(readConfig(environment)).toEqual({
      port: 0,
      host: '0.0.0.0',
      databaseUrl: DATABASE_URL,
      redisUrl: 'rediss://host:6380/1',
      kafkaBrokers: ['kafka-1:9092', '10.0.0.2:9093', '[::1]:9092'],
      flinkUrl: 'http://flink:8081',
      logLevel: 'warn',
      outreach: {
        publicUrl: 'https://flightdeck.example.com/ads',
        smtp: { url: environment.SMTP_URL, from: environment.SMTP_FROM },
        webhook: { url: environment.WEBHOOK_URL, secret: environment.WEBHOOK_SECRET },
        sendsPerMinute: 600,
        dispatches: false,
      },
    });
  });

  test('empty is unset, and space around a value is none of it', () => {
    expect(readConfig({ DATABASE_URL: ` ${DATABASE_URL} `, PORT: '', HOST: ' ', REDIS_URL: '', LOG_LEVEL: ' debug ', KAFKA_BROKERS: ' ' })).toEqual({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: DATABASE_URL,
      redisUrl: undefined,
      kafkaBrokers: undefined,
      logLevel: 'debug',
      outreach: NO_OUTREACH,
    });
  });

  test.each(['65535', '1', '08080'])('PORT=%s is taken', (PORT) => {
    expect(readConfig({ DATABASE_URL, PORT }).port).toBe(Number(PORT));
  });

  test.each([
    ['PORT', ['65536', '-1', '80.5', 'http', '0x50', '1e3', '123456']],
    ['HOST', ['a b', 'http://host', 'host/path', '*']],
    ['DATABASE_URL', ['localhost', 'mysql://host/db', 'http://host', 'postgres']],
    ['REDIS_URL', ['localhost:6379', 'http://host', 'redis']],
    ['LOG_LEVEL', ['verbose', 'INFO', '3']],
    ['KAFKA_BROKERS', ['localhost', 'kafka://localhost:9092', 'localhost:0', 'localhost:65536', 'localhost:9092,', 'a b:9092', '::1:9092', 'localhost:9092;other:9092']],
    ['PUBLIC_URL', ['localhost', 'ftp://host', 'https://host/?a=1']],
    ['SENDS_PER_MINUTE', ['0', '-1', '1.5', '1000001', 'fast']],
    ['DISPATCHER', ['true', 'ON', 'constructor']],
  ])('a wrong %s is named with what it must be', (name, values) => {
    for (const value of values) {
      const said = problems({ DATABASE_URL, [name]: value });
      expect(said).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))]);
    }
  });

  test('a missing DATABASE_URL is named', () => {
    expect(problems({})).toEqual([expect.stringMatching(/^DATABASE_URL must be .*; it is not set\.$/)]);
    expect(problems({ DATABASE_URL: '  ' })).toHaveLength(1);
  });

  test('all that is wrong is said at once', () => {
    const said = problems({ PORT: 'x', HOST: 'a b', REDIS_URL: 'x', LOG_LEVEL: 'x', KAFKA_BROKERS: 'x' });
    expect(said.map((line) => line.split(' ')[0])).toEqual(['PORT', 'HOST', 'DATABASE_URL', 'REDIS_URL', 'KAFKA_BROKERS', 'LOG_LEVEL']);
  });

  test('a wrong value is not repeated: it may hold a password', () => {
    expect(problems({ DATABASE_URL: 'mysql://user:secret@host' }).join('\n')).not.toContain('secret');
  });
});
