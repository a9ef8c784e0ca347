import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import { inCheckout } from '../../../tools/checkout.mjs';
import { isAlive, type ProcessIdentity } from '../../../tools/process-identity.mjs';
import { runProgram } from '../../../tools/run-program.mjs';
import { eventually } from '../../api/test/support/eventually.ts';
import { freePorts } from '../native/ports.ts';

const STEP_MS = 300_000;

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
