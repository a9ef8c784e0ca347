import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Admin, Consumer, FetchIsolationLevels, MessagesStreamModes, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { inCheckout } from '../../../tools/checkout.mjs';
import { identify, isAlive, type ProcessIdentity } from '../../../tools/process-identity.mjs';
import { eventually } from '../../api/test/support/eventually.ts';
import { type Engines, startEngines } from '../native/engines.ts';
import { SqlSession } from '../sql-gateway.ts';

/** The first run fetches 330 MB. */
const START_MS = 300_000;
const FAULT_MS = 180_000;

let engines: Engines;
let folder: string;
const toClose: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flightdeck-test-engines-'));
  engines = await startEngines({ folder });
}, START_MS);

afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

afterAll(async () => {
  await engines?.stop();
  rmSync(folder, { recursive: true, force: true });
}, START_MS);

const client = () => ({ clientId: 'test', bootstrapBrokers: [engines.brokers] });

async function createTopics(...topics: string[]): Promise<void> {
  const admin = new Admin(client());
  await admin.createTopics({ topics, partitions: 2, replicas: 1 });
  await admin.close();
}

/** As the product sends: a broker that lost its answer and gets the same again keeps it once. */
async function send(topic: string, values: string[]): Promise<void> {
  const producer = new Producer({ ...client(), idempotent: true, acks: -1, autocreateTopics: false, serializers: stringSerializers });
  try {
    await producer.send({ messages: values.map((value) => ({ topic, key: value, value })) });
  } finally {
    await producer.close();
  }
}

/** All that is and will be committed in a topic. */
async function read(topic: string): Promise<string[]> {
  const consumer = new Consumer({ ...client(), groupId: `test-${topic}`, deserializers: stringDeserializers });
  toClose.push(() => consumer.close(true));
  const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, isolationLevel: FetchIsolationLevels.READ_COMMITTED, maxWaitTime: 100 });
  const values: string[] = [];
  stream.on('data', ({ value }) => values.push(value));
  return values;
}

const sorted = (values: string[]) => [...values].sort();

describe('Kafka', () => {
  test('what a producer sends, a consumer reads', async () => {
    await createTopics('through');
    await send('through', ['a', 'b', 'c']);
    const values = await read('through');
    await eventually(() => expect(sorted(values)).toEqual(['a', 'b', 'c']));
  });

  test('a topic that nobody has created is an error, not a new topic', async () => {
    const producer = new Producer({ ...client(), retries: 0, autocreateTopics: true, serializers: stringSerializers });
    toClose.push(() => producer.close());
    await expect(producer.send({ messages: [{ topic: 'misspelt', key: 'a', value: 'a' }] })).rejects.toThrow('Unknown topic misspelt.');
  });
});

describe('Flink', () => {
  test('computes what the gateway is asked', async () => {
    const session = await SqlSession.open(engines.gatewayUrl);
    const { rows } = await session.execute('SELECT SUM(n) FROM (VALUES (1), (2), (39)) AS numbers (n)');
    expect(rows.at(-1)).toEqual([42]);
  });

  test('keeps its state in RocksDB, below the folder, after its job has ended too', async () => {
    const configuration = (await (await fetch(`${engines.flinkUrl}/jobmanager/config`)).json()) as { key: string; value: string }[];
    expect(Object.fromEntries(configuration.map(({ key, value }) => [key, value]))).toMatchObject({
      'state.backend.type': 'rocksdb',
      'execution.checkpointing.incremental': 'true',
      'execution.checkpointing.dir': `${engines.stateDirectory}/checkpoints`,
      'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
    });
  });
});

describe('a job that copies one topic to another exactly once', () => {
  let job: string;
  let copies: string[];
  const sent: string[] = [];

  /** Sends some more, and waits until exactly what was ever sent has come through. */
  async function comesThrough(...values: string[]): Promise<void> {
    await eventually(() => send('source', values), 60_000);
    sent.push(...values);
    copies = await read('copy');
    await eventually(() => expect(sorted(copies)).toEqual(sorted(sent)), 90_000);
  }

  beforeAll(async () => {
    await createTopics('source', 'copy');
    const session = await SqlSession.open(engines.gatewayUrl, { 'execution.checkpointing.interval': '1 s' });
    const table = (name: string, options: string) => `CREATE TABLE \`${name}\` (v STRING) WITH ('connector' = 'kafka', 'topic' = '${name}', 'properties.bootstrap.servers' = '${engines.brokers}', 'format' = 'raw', ${options})`;
    await session.execute(table('source', "'scan.startup.mode' = 'earliest-offset', 'properties.group.id' = 'copy'"));
    // Flink's own default for the transaction's time, which a broker with default settings refuses.
    await session.execute(table('copy', "'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'copy', 'properties.transaction.timeout.ms' = '3600000'"));
    const { jobId } = await session.execute('INSERT INTO `copy` SELECT v FROM `source`');
    job = jobId!;
  }, FAULT_MS);

  const state = async () => ((await (await fetch(`${engines.flinkUrl}/jobs/${job}`)).json()) as { state?: string }).state;

  test('runs', async () => {
    await comesThrough('a', 'b', 'c');
    expect(await state()).toBe('RUNNING');
  }, FAULT_MS);

  test('goes on when the TaskManager is killed and started again', async () => {
    await engines.taskManager.kill();
    expect(engines.taskManager.isRunning).toBe(false);
    await engines.taskManager.start();
    await comesThrough('d', 'e');
  }, FAULT_MS);

  test('goes on when Kafka is killed and started again, at the same address with all it had', async () => {
    const { brokers } = engines;
    await engines.broker.kill();
    await engines.broker.start();
    expect(engines.brokers).toBe(brokers);
    await comesThrough('f', 'g');
  }, FAULT_MS);

  test('is forgotten when the JobManager is killed, which works again when it is started', async () => {
    await engines.jobManager.kill();
    await engines.jobManager.start();
    await eventually(async () => expect(await (await fetch(`${engines.flinkUrl}/overview`)).json()).toMatchObject({ taskmanagers: 1, 'jobs-running': 0 }), 60_000);
    expect(await state()).toBeUndefined();
  }, FAULT_MS);

  test('can be asked for again when the gateway was killed', async () => {
    await engines.gateway.kill();
    await engines.gateway.start();
    const session = await SqlSession.open(engines.gatewayUrl);
    expect((await session.execute('SELECT COUNT(*) FROM (VALUES (1)) AS numbers (n)')).rows.at(-1)).toEqual([1]);
  }, FAULT_MS);
});

describe('processes', () => {
  test('are not started where another program answers', async () => {
    const taken = Number(new URL(engines.flinkUrl).port);
    await expect(startEngines({ folder: join(folder, 'other'), ports: { flink: taken } })).rejects.toThrow(`Port ${taken} of 127.0.0.1 is taken by another program.`);
  });

  test('say why they did not start, and leave nothing running', async () => {
    const own = mkdtempSync(join(tmpdir(), 'flightdeck-test-engines-'));
    const started: ProcessIdentity[] = [];
    try {
      const failing = startEngines({ folder: own, memory: { gatewayHeapMb: 1 }, onStart: (pid) => started.push(identify(pid)!) });
      await expect(failing).rejects.toThrow(/Too small (initial|maximum) heap[^]*SQL gateway ended as it started/);
      expect(started.length).toBeGreaterThan(0);
      expect(started.filter(isAlive)).toEqual([]);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  }, FAULT_MS);

  test('end with their owner, even when it is killed', async () => {
    const own = mkdtempSync(join(tmpdir(), 'flightdeck-test-engines-'));
    try {
      const owner = spawn(process.execPath, ['--no-warnings', inCheckout('apps', 'pipeline', 'test', 'support', 'engines-owner.ts'), own], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [said] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
      const running = (JSON.parse(said) as number[]).map((pid) => identify(pid)!);
      expect(running.filter(isAlive)).toHaveLength(4);
      owner.kill('SIGKILL');
      await eventually(() => expect(running.filter(isAlive)).toEqual([]));
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  }, FAULT_MS);
});
