import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import { inCheckout } from '../../../tools/checkout.mjs';
import { isAlive, type ProcessIdentity } from '../../../tools/process-identity.mjs';
import { runProgram } from '../../../tools/run-program.mjs';
import { eventually } from '../../api/test/support/eventually.ts';
import { Flink, type FlinkJob } from '../flink-rest.ts';
import { startJob } from '../jobs.ts';
import { freePorts } from '../native/ports.ts';
import { JOBS } from '../statements.ts';
import { produce, readResults } from './support/topic-records.ts';

const STEP_MS = 400_000;
/** Until results are there, on a machine that has much else to do. */
const COUNTED_MS = 120_000;
const PARTITIONS = [0, 1, 2, 3];

describe('npm run pipeline:up', () => {
  let dataFolder: string;
  let ports: number[];

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'flightdeck-test-pipeline-'));
    ports = await freePorts(3);
  });

  afterAll(async () => {
    await run('down');
    rmSync(dataFolder, { recursive: true, force: true });
  }, STEP_MS);

  /** As npm runs it. */
  function run(command: 'up' | 'down', environment: NodeJS.ProcessEnv = {}): Promise<{ ok: boolean; output: string }> {
    const [kafka, flink, gateway] = ports;
    const env = { ...process.env, DATA_DIR: dataFolder, KAFKA_PORT: String(kafka), FLINK_PORT: String(flink), SQL_GATEWAY_PORT: String(gateway), ...environment };
    return runProgram(process.execPath, ['--no-warnings', inCheckout('apps', 'pipeline', 'native', `${command}.ts`)], { env });
  }

  const lock = () => JSON.parse(readFileSync(join(dataFolder, 'pipeline', 'running.lock'), 'utf8')) as { owner: ProcessIdentity; companions: ProcessIdentity[] };
  const running = () => lock().companions.filter(isAlive);

  async function topics(): Promise<string[]> {
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [`127.0.0.1:${ports[0]}`] });
    try {
      return await admin.listTopics();
    } finally {
      await admin.close();
    }
  }

  const brokers = () => `127.0.0.1:${ports[0]}`;
  const cluster = () => ({ brokers: brokers(), flinkUrl: `http://127.0.0.1:${ports[1]}`, gatewayUrl: `http://127.0.0.1:${ports[2]}`, stateDirectory: pathToFileURL(inDataFolder('state')).href });
  const inDataFolder = (...parts: string[]) => join(dataFolder, 'pipeline', ...parts);
  const jobs = async (): Promise<FlinkJob[]> => (await new Flink(cluster().flinkUrl).jobs()).filter(({ isAlive: alive }) => alive);

  /** Impressions of an hour ago, so many in each partition. */
  async function send(campaign: string, many: number): Promise<void> {
    const occurredAt = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
    const event = { type: 'impression', campaign_id: campaign, creative_id: null, source: 'test', user_id: null, device_type: null, impression_id: null, cost: null, metadata: null, occurred_at: occurredAt };
    const ids = PARTITIONS.flatMap((partition) => Array.from({ length: many }, (_, index) => ({ partition, id: `${campaign}-${partition}-${index}` })));
    await produce(brokers(), ids.map(({ partition, id }) => ({ topic: 'events', partition, key: id, value: JSON.stringify({ ...event, event_id: id }) })));
  }

  /** What the results say of each campaign. */
  async function counted(): Promise<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const { campaign_id: campaign, impressions } of (await readResults<{ campaign_id: string; impressions: number }>(brokers(), 'minute-stats')).values()) sums[campaign] = (sums[campaign] ?? 0) + impressions;
    return sums;
  }

  test('starts everything in the background, and says what to do next', async () => {
    const { ok, output } = await run('up');
    expect([ok, output]).toEqual([true, expect.stringContaining(`Next: KAFKA_BROKERS=127.0.0.1:${ports[0]} npm start`)]);
    expect(running()).toHaveLength(4);
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [`127.0.0.1:${ports[0]}`] });
    await admin.createTopics({ topics: ['kept'], partitions: 1, replicas: 1 });
    await admin.close();
  }, STEP_MS);

  test('a second time, says that it runs', async () => {
    const before = running();
    const { ok, output } = await run('up');
    expect([ok, output]).toEqual([true, expect.stringContaining('run already')]);
    expect(running()).toEqual(before);
  }, STEP_MS);

  test('what is killed is started again', async () => {
    const killed = running();
    for (const { pid } of killed) process.kill(pid, 'SIGKILL');
    await eventually(async () => {
      expect(running()).toHaveLength(4);
      expect(await topics()).toContain('kept');
      expect(await (await fetch(`http://127.0.0.1:${ports[1]}/overview`)).json()).toMatchObject({ taskmanagers: 1 });
    }, 120_000);
    expect(running().filter(({ pid }) => killed.some((one) => one.pid === pid))).toEqual([]);
  }, STEP_MS);

  test('nothing outlives a keeper that is killed, and the next start works with what was there', async () => {
    const { owner, companions } = lock();
    process.kill(owner.pid, 'SIGKILL');
    await eventually(() => expect(companions.filter(isAlive)).toEqual([]));
    const { ok, output } = await run('up');
    expect([ok, output]).toEqual([true, expect.stringContaining('Next: ')]);
    expect(await topics()).toContain('kept');
  }, STEP_MS);

  test('a job that somebody has cancelled is submitted again, and the younger one of two is cancelled', async () => {
    const aggregate = (await jobs()).find(({ name }) => name === 'aggregate')!;
    const anomalies = (await jobs()).find(({ name }) => name === 'anomalies')!;
    // Again when the first one has replaced the checkpoint meanwhile that the second one was to begin with.
    const second = await eventually(() => startJob(cluster(), 'anomalies'));
    await new Flink(cluster().flinkUrl).cancel(aggregate.id);
    await eventually(async () => {
      const now = await jobs();
      expect(now.map(({ name }) => name).sort()).toEqual([...JOBS].sort());
      expect(now.map(({ id }) => id)).toContain(anomalies.id);
      for (const gone of [aggregate.id, second]) expect(now.map(({ id }) => id)).not.toContain(gone);
    }, 90_000);
  }, STEP_MS);

  test('what was counted before a stop is not counted again after it', async () => {
    await send('before', 50);
    await eventually(async () => expect(await counted()).toEqual({ before: 200 }), COUNTED_MS);
    expect((await run('down')).ok).toBe(true);
    expect(readdirSync(inDataFolder('state', 'count-once'))).toContainEqual(expect.stringMatching(/^savepoint-/));
    expect((await run('up')).ok).toBe(true);
    await send('before', 50);
    // Behind them in each partition: when these are counted, the others were read.
    await send('after', 1);
    await eventually(async () => expect((await counted()).after).toBe(4), COUNTED_MS);
    expect(await counted()).toEqual({ before: 200, after: 4 });
  }, STEP_MS);

  test('without its state, counting does not begin a second time; it does when what it has counted is removed as well', async () => {
    expect((await run('down')).ok).toBe(true);
    rmSync(inDataFolder('state'), { recursive: true });
    expect(await run('up')).toEqual({ ok: false, output: expect.stringMatching(/"count-once" has counted before, and its state is not in .*Counting again/) });
    for (const name of readdirSync(inDataFolder('kafka'))) if (/^counted-events-\d+$/.test(name)) rmSync(inDataFolder('kafka', name), { recursive: true });
    expect(await run('up')).toMatchObject({ ok: true });
    await send('afresh', 1);
    await eventually(async () => expect(await counted()).toEqual({ before: 200, after: 4, afresh: 4 }), COUNTED_MS);
  }, STEP_MS);

  test('down stops all of it and leaves the data; twice does no harm', async () => {
    const { owner, companions } = lock();
    expect(await run('down')).toEqual({ ok: true, output: expect.stringContaining('Stopped. The data stays in') });
    expect([owner, ...companions].filter(isAlive)).toEqual([]);
    expect(existsSync(join(dataFolder, 'pipeline', 'kafka', 'kept-0'))).toBe(true);
    expect(await run('down')).toEqual({ ok: true, output: expect.stringContaining('do not run') });
  }, STEP_MS);

  test('a wrong setting is named, and nothing is started', async () => {
    const { ok, output } = await run('up', { KAFKA_PORT: 'ninety' });
    expect([ok, output]).toEqual([false, expect.stringContaining('KAFKA_PORT must be a whole number from 1 to 65535')]);
    expect(existsSync(join(dataFolder, 'pipeline', 'running.lock'))).toBe(false);
  });
});
