const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface Config {
  port: number;
  host: string;
  databaseUrl: string;
  redisUrl: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
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
  const config: Config = {
    port: read('PORT', 3000, 'a port number from 0 to 65535', (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined)),
    host: read('HOST', '127.0.0.1', 'a host name or IP address', (text) => (/^[\w.:-]+$/.test(text) ? text : undefined)),
    databaseUrl: read('DATABASE_URL', undefined, 'a PostgreSQL URL such as postgresql://user:password@host:5432/flightdeck', (text) =>
      isUrl(text, ['postgres:', 'postgresql:']) ? text : undefined,
    ),
    redisUrl: environment.REDIS_URL?.trim()
      ? read('REDIS_URL', undefined, 'a Redis URL such as redis://host:6379', (text) => (isUrl(text, ['redis:', 'rediss:']) ? text : undefined))
      : undefined,
    logLevel: read('LOG_LEVEL', 'info', `one of ${LOG_LEVELS.join(', ')}`, (text) => LOG_LEVELS.find((level) => level === text)),
  };
  if (environment.KAFKA_BROKERS?.trim()) {
    problems.push('KAFKA_BROKERS must not be set: this version stores events in PostgreSQL directly and has no streaming mode.');
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
