import type { OutreachOptions } from '../../libs/outreach/outreach.module.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface Config {
  port: number;
  host: string;
  databaseUrl: string;
  redisUrl: string | undefined;
  /** Set in streaming mode: `host:port` of some brokers. */
  kafkaBrokers: string[] | undefined;
  /** Where Flink tells of its jobs, in streaming mode. */
  flinkUrl: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
  outreach: OutreachOptions;
}

/** Names every wrong variable and what it expects. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads all configuration there is, once. A variable that is set to the empty string counts as unset.
 *
 * @throws ConfigError naming each wrong variable
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: T | undefined, expected: string, parse: (text: string) => T | undefined): T => {
    const text = environment[name]?.trim();
    const value = text ? parse(text) : fallback;
    if (value === undefined) problems.push(`${name} must be ${expected}; it is ${text ? 'something else' : 'not set'}.`);
    return value as T;
  };
  const isSet = (name: string): boolean => Boolean(environment[name]?.trim());
  const port = read('PORT', 3000, 'a port number from 0 to 65535', (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined));
  const config: Config = {
    port,
    host: read('HOST', '127.0.0.1', 'a host name or IP address', (text) => (/^[\w.:-]+$/.test(text) ? text : undefined)),
    databaseUrl: read('DATABASE_URL', undefined, 'a PostgreSQL URL such as postgresql://user:password@host:5432/flightdeck', (text) =>
      isUrl(text, ['postgres:', 'postgresql:']) ? text : undefined,
    ),
    redisUrl: isSet('REDIS_URL')
      ? read('REDIS_URL', undefined, 'a Redis URL such as redis://host:6379', (text) => (isUrl(text, ['redis:', 'rediss:']) ? text : undefined))
      : undefined,
    kafkaBrokers: isSet('KAFKA_BROKERS')
      ? read('KAFKA_BROKERS', undefined, 'addresses of Kafka brokers such as kafka-1:9092,kafka-2:9092', asBrokers)
      : undefined,
    flinkUrl: isSet('KAFKA_BROKERS') ? read('FLINK_URL', 'http://127.0.0.1:8081', 'the address of a Flink JobManager such as http://flink:8081', asOrigin) : undefined,
    logLevel: read('LOG_LEVEL', 'info', `one of ${LOG_LEVELS.join(', ')}`, (text) => LOG_LEVELS.find((level) => level === text)),
    outreach: {
      publicUrl: read('PUBLIC_URL', `http://localhost:${port}`, 'the address at which recipients reach Flightdeck, such as https://flightdeck.example.com', asOrigin),
      smtp: isSet('SMTP_URL') || isSet('SMTP_FROM')
        ? {
            url: read('SMTP_URL', undefined, 'an SMTP URL such as smtp://user:password@host:587 or smtps://user:password@host:465', (text) => (isUrl(text, ['smtp:', 'smtps:']) ? text : undefined)),
            from: read('SMTP_FROM', undefined, 'a sender such as "Flightdeck <feedback@example.com>"', (text) => (/^[^\r\n<>]*<?[^\s@<>]+@[^\s@<>]+>?$/.test(text) ? text : undefined)),
          }
        : undefined,
      webhook: isSet('WEBHOOK_URL') || isSet('WEBHOOK_SECRET')
        ? {
            url: read('WEBHOOK_URL', undefined, 'an address that takes POST requests, such as https://example.com/messages', (text) => (isUrl(text, ['http:', 'https:']) ? text : undefined)),
            secret: read('WEBHOOK_SECRET', undefined, 'a secret of at least 16 characters', (text) => (text.length >= 16 ? text : undefined)),
          }
        : undefined,
      sendsPerMinute: isSet('SENDS_PER_MINUTE')
        ? read('SENDS_PER_MINUTE', undefined, 'a whole number from 1 to 1000000', (text) => (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000 ? Number(text) : undefined))
        : null,
      dispatches: read('DISPATCHER', true, 'on or off', (text) => new Map([['on', true], ['off', false]]).get(text)),
    },
  };
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function asBrokers(text: string): string[] | undefined {
  const brokers = text.split(',').map((broker) => broker.trim());
  const isBroker = (broker: string): boolean => /^(\[[\da-fA-F:]+\]|[\w.-]+):\d{1,5}$/.test(broker) && isPort(broker.slice(broker.lastIndexOf(':') + 1));
  return brokers.every(isBroker) ? brokers : undefined;
}

function isPort(text: string): boolean {
  return Number(text) >= 1 && Number(text) <= 65_535;
}

/** Without the slash at its end, so that paths can be put behind it. */
function asOrigin(text: string): string | undefined {
  if (!isUrl(text, ['http:', 'https:'])) return undefined;
  const { origin, pathname, search, hash } = new URL(text);
  return search === '' && hash === '' ? origin + pathname.replace(/\/+$/, '') : undefined;
}
