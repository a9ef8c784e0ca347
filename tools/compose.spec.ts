import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { STOP_PATIENCE_MS } from '../apps/pipeline/jobs.ts';
import { defaultMemory } from '../apps/pipeline/native/engines.ts';
import { brokerSettings } from '../apps/pipeline/native/kafka.ts';
import { tableStatements } from '../apps/pipeline/statements.ts';
import { TOPICS } from '../apps/pipeline/topics.ts';
import { readConfig } from '../apps/process/config.ts';
import { serverEntry } from './build.mjs';

interface Service {
  image?: string;
  build?: string | { context: string; dockerfile: string };
  environment: Record<string, string>;
  command?: string[];
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  profiles?: string[];
  depends_on?: Record<string, { condition: string }>;
  restart: string;
  stop_grace_period?: string;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

// The parser that knip reads YAML with: no package of our own for one file.
const { parse } = createRequire(createRequire(import.meta.url).resolve('knip'))('yaml') as { parse: (text: string, options: { merge: boolean }) => unknown };
const { services, volumes } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
const { app, worker, postgres, redis } = services as { app: Service; worker: Service; postgres: Service; redis: Service };
const instructionsOf = (path: string) => readFileSync(path, 'utf8').replaceAll('\\\n', ' ').split('\n');
const dockerfile = instructionsOf('Dockerfile');
const finalStage = dockerfile.slice(dockerfile.findLastIndex((line) => line.startsWith('FROM ')));

/** As docker compose does it where nothing is set. */
function withDefaults(text: string): string {
  // A default may have one inside: the innermost first.
  const filled = text.replaceAll(/\$\{\w+:-([^${}]*)\}/g, '$1');
  return filled === text ? text : withDefaults(filled);
}
const copied = (lines: string[]) => lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from=')).flatMap((line) => line.split(' ').slice(1, -1));

describe('Dockerfile', () => {
  test('everything it copies exists, and is let in by .dockerignore', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(copied(dockerfile).length).toBeGreaterThan(5);
    for (const path of copied(dockerfile)) {
      expect([path, existsSync(path)]).toEqual([path, true]);
      expect(allowed).toContain(path.split('/')[0]);
    }
  });

  test('it starts what the build makes, as a user who is not root, and without npm in between', () => {
    const command = finalStage.find((line) => line.startsWith('CMD '))!;
    const started = JSON.parse(command.slice('CMD '.length)) as string[];
    expect(started).toEqual(['node', relative(process.cwd(), serverEntry)]);
    expect(existsSync(serverEntry)).toBe(true);
    expect(finalStage).toContain('USER node');
    expect(copied(finalStage)).toContain('prisma/migrations');
  });

  test('it needs a Node that the packages run on, the one the tests run on', () => {
    const images = dockerfile.filter((line) => line.startsWith('FROM node:')).map((line) => /^FROM node:(\d+)/.exec(line)?.[1]);
    expect(new Set(images)).toEqual(new Set([process.versions.node.split('.')[0]]));
  });
});

describe('docker-compose.yml', () => {
  test('the app is configured with variables it reads, to values it takes', () => {
    const config = readFileSync('apps/process/config.ts', 'utf8');
    for (const name of Object.keys(app.environment)) expect(config).toContain(`'${name}'`);
    const environment = Object.fromEntries(Object.entries(app.environment).map(([name, value]) => [name, withDefaults(value)]));
    expect(readConfig(environment)).toMatchObject({ databaseUrl: environment.DATABASE_URL, redisUrl: environment.REDIS_URL });
    expect(readConfig(environment).outreach).toEqual({ publicUrl: 'http://localhost:3000', smtp: undefined, webhook: undefined, sendsPerMinute: null, dispatches: true });
  });

  test('every variable of outreach is passed on', () => {
    const environment = Object.entries(app.environment).filter(([, text]) => /^\$\{\w+:-/.test(text));
    for (const [name, text] of environment) expect(text.startsWith(`\${${name}:-`)).toBe(true);
    const set = { PUBLIC_URL: 'https://a.example', SMTP_URL: 'smtp://mail', SMTP_FROM: 'a@b.example', WEBHOOK_URL: 'https://b.example', WEBHOOK_SECRET: 'x'.repeat(16), SENDS_PER_MINUTE: '60', DISPATCHER: 'off' };
    expect(environment.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(set)));
  });

  test('a worker is the same image with the same settings and another program, which nobody asks by HTTP', () => {
    const [node, program] = worker.command!;
    expect([node, existsSync(program!)]).toEqual(['node', true]);
    expect({ build: worker.build, environment: worker.environment, depends_on: worker.depends_on }).toEqual({ build: app.build, environment: app.environment, depends_on: app.depends_on });
    expect(worker.healthcheck).toEqual({ disable: true });
    expect([worker.profiles, app.profiles]).toEqual([['scale'], undefined]);
  });

  test('the app reaches PostgreSQL by the name, user, password and database that PostgreSQL has', () => {
    const url = new URL(withDefaults(app.environment.DATABASE_URL!));
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = postgres.environment;
    expect([url.hostname, url.username, url.password, url.pathname]).toEqual(['postgres', POSTGRES_USER, withDefaults(POSTGRES_PASSWORD!), `/${POSTGRES_DB}`]);
    expect(new URL(app.environment.REDIS_URL!).hostname).toBe('redis');
  });

  test('only the app, the page of Flink and Kafka are to be reached, and from this machine alone', () => {
    const reached = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, withDefaults(port)]));
    expect(reached).toEqual([['app', '127.0.0.1:3000:3000'], ['kafka', '127.0.0.1:9092:9094'], ['jobmanager', '127.0.0.1:8081:8081']]);
    expect(finalStage).toContain('EXPOSE 3000');
  });

  test('the app waits until what it needs answers, and everything comes back after a crash', () => {
    expect(app.depends_on).toEqual({ postgres: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } });
    for (const service of Object.values(services)) expect(service.restart).toBe('unless-stopped');
    for (const service of [postgres, redis]) expect(service.healthcheck!.test![0]).toBe('CMD');
    expect(finalStage.some((line) => line.startsWith('HEALTHCHECK ') && line.includes('/health/ready'))).toBe(true);
  });

  test('the data of PostgreSQL outlives its container, and Redis cannot outgrow its memory', () => {
    expect(postgres.volumes).toEqual(['postgres-data:/var/lib/postgresql']);
    expect(volumes).toHaveProperty('postgres-data');
    expect(redis.command!.join(' ')).toContain('--maxmemory 256mb --maxmemory-policy allkeys-lru');
  });
});

describe('docker-compose.yml, profile streaming', () => {
  const { kafka, jobmanager, taskmanager, 'sql-gateway': gateway, 'pipeline-jobs': jobs } = services as Record<string, Service> & Record<'kafka' | 'jobmanager' | 'taskmanager' | 'sql-gateway' | 'pipeline-jobs', Service>;
  const flinkDockerfile = instructionsOf('apps/pipeline/Dockerfile');
  const pom = readFileSync('apps/pipeline/native/pom.xml', 'utf8');
  const versionOf = (artifact: string) => new RegExp(`<artifactId>${artifact}</artifactId>\\s*<version>([^<]+)<`).exec(pom)?.[1];
  const properties = parse(jobmanager.environment.FLINK_PROPERTIES!, { merge: true }) as Record<string, string | number>;

  test('starts with that profile alone, and passes on where Kafka is', () => {
    for (const service of [kafka, jobmanager, taskmanager, gateway, jobs]) expect(service.profiles).toEqual(['streaming']);
    expect(app.environment.KAFKA_BROKERS).toBe('${KAFKA_BROKERS:-}');
    expect(jobs.environment.KAFKA_BROKERS).toBe('kafka:9092');
  });

  test('Kafka tells each side an address that it reaches: services its name, this machine the port that is published', () => {
    const listeners = (text: string) => Object.fromEntries(withDefaults(text).split(',').map((one) => one.split('://') as [string, string]));
    expect(listeners(kafka.environment.KAFKA_ADVERTISED_LISTENERS!)).toEqual({ PLAINTEXT: 'kafka:9092', HOST: '127.0.0.1:9092' });
    expect(listeners(kafka.environment.KAFKA_LISTENERS!)).toMatchObject({ PLAINTEXT: '0.0.0.0:9092', HOST: '0.0.0.0:9094' });
    for (const name of Object.keys(listeners(kafka.environment.KAFKA_LISTENERS!))) expect(kafka.environment.KAFKA_LISTENER_SECURITY_PROTOCOL_MAP).toContain(`${name}:PLAINTEXT`);
    // The variable that moves the one moves the other.
    expect([kafka.environment.KAFKA_ADVERTISED_LISTENERS, kafka.ports![0]]).toEqual([expect.stringContaining('127.0.0.1:${KAFKA_PORT:-9092}'), '127.0.0.1:${KAFKA_PORT:-9092}:9094']);
  });

  test('no transaction is given up while what it was made from is still kept, and the broker lets it live so long', () => {
    const tables = tableStatements({ brokers: 'b', prefix: '', bounded: 'unbounded' }, 'count-once');
    // Those that an earlier life has left open are found by their names, of which there are few.
    for (const sink of tables.filter((statement) => statement.includes("'exactly-once'"))) expect(sink).toContain("'sink.transaction-naming-strategy' = 'POOLING'");
    const lifetimes = tables.flatMap((statement) => /'properties.transaction.timeout.ms' = '(\d+)'/.exec(statement)?.[1] ?? []);
    expect(lifetimes.length).toBeGreaterThan(0);
    for (const lifetime of lifetimes) expect(Number(lifetime)).toBe(brokerSettings['transaction.max.timeout.ms']);
    const week = 7 * 86_400_000;
    expect(brokerSettings['transaction.max.timeout.ms']).toBeLessThan(week);
    for (const name of ['events', 'ad-impressions', 'ad-clicks', 'counted-events']) expect(TOPICS[name]).toMatchObject({ 'retention.ms': String(week), 'segment.ms': String(week / 7) });
  });

  test('Kafka and Flink are the versions that run without Docker', () => {
    expect(kafka.image).toBe(`apache/kafka:${versionOf('kafka_2.13')}`);
    const [image] = flinkDockerfile.filter((line) => line.startsWith('FROM flink:'));
    const wheel = /apache-flink-libraries==(\S+)/.exec(readFileSync('apps/pipeline/native/requirements.txt', 'utf8'))?.[1];
    expect(image).toBe(`FROM flink:${wheel}-scala_2.12-java17`);
    expect(versionOf('flink-sql-gateway')).toBe(wheel);
  });

  test('Kafka has the settings that it has without Docker', () => {
    const asVariables = Object.entries(brokerSettings).map(([name, value]) => [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, String(value)]);
    const given = Object.entries(kafka.environment as Record<string, string | number>).map(([name, value]) => [name, String(value)]);
    expect(Object.fromEntries(given)).toMatchObject(Object.fromEntries(asVariables));
  });

  test('the image of Flink has what it has without Docker: settings and the connector', () => {
    expect(flinkDockerfile).toContain('COPY --chown=flink:flink apps/pipeline/native/flink.yaml /opt/flink/conf/config.yaml');
    for (const path of copied(flinkDockerfile.filter((line) => !line.includes('--chown')))) expect([path, existsSync(path)]).toEqual([path, true]);
    for (const service of [jobmanager, taskmanager, gateway]) {
      expect(service).toMatchObject({ build: { context: '.', dockerfile: 'apps/pipeline/Dockerfile' }, environment: jobmanager.environment, volumes: ['flink-state:/state'] });
    }
    expect(properties['taskmanager.memory.managed.size']).toBe(`${defaultMemory.managedMb}m`);
    // The gateway would listen there instead of at its own port.
    expect(properties).not.toHaveProperty(['rest.bind-port']);
  });

  test('the jobs are seen to where Flink and its gateway listen, with the state that they write', () => {
    expect(jobs).toMatchObject({ build: app.build, command: ['node', 'dist/apps/pipeline/keep-jobs.js'] });
    const read = readFileSync('apps/pipeline/keep-jobs.ts', 'utf8');
    for (const name of Object.keys(jobs.environment)) expect(read).toContain(`'${name}'`);
    for (const name of ['PIPELINE_PARTITIONS', 'PIPELINE_REPLICAS', 'PIPELINE_PARALLELISM']) expect(jobs.environment[name]).toBe(`\${${name}:-}`);
    expect(jobs.environment.FLINK_URL).toBe(`http://${properties['rest.address']}:${properties['rest.port']}`);
    expect(jobs.environment.SQL_GATEWAY_URL).toBe(`http://${properties['sql-gateway.endpoint.rest.address']}:${properties['sql-gateway.endpoint.rest.port']}`);
    expect(properties['execution.checkpointing.dir']).toBe(`${jobs.environment.STATE_DIRECTORY}/checkpoints`);
    expect(Object.keys(services)).toEqual(expect.arrayContaining([properties['rest.address'], properties['sql-gateway.endpoint.rest.address']]));
  });

  test('what is stored outlives its container, and what answers is asked', () => {
    expect(kafka.volumes).toEqual([`kafka-data:${kafka.environment.KAFKA_LOG_DIRS}`]);
    expect(volumes).toMatchObject({ 'kafka-data': null, 'flink-state': null });
    for (const service of [kafka, jobmanager, gateway]) expect(service.healthcheck!.test![0]).toBe('CMD');
    // It is stopped before these, and has the time that savepoints may take.
    expect(jobs.depends_on).toMatchObject({ kafka: { condition: 'service_healthy' }, 'sql-gateway': { condition: 'service_healthy' }, taskmanager: { condition: 'service_started' } });
    expect(Number.parseInt(jobs.stop_grace_period!, 10)).toBeGreaterThan(STOP_PATIENCE_MS / 1_000);
  });
});
