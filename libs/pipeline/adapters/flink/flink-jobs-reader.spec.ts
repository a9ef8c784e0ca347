import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StreamingStatus } from '../../application/streaming-status.ts';
import { HttpFlinkJobsReader } from './flink-jobs-reader.ts';

const AT = Date.UTC(2026, 1, 10, 21, 10, 30);

/** A cluster that answers what it is told to, as Flink 2 writes it; 404 to all else. */
describe('the status of Flink', () => {
  let server: Server;
  let url: string;
  let answers: Record<string, unknown>;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    answers = {
      '/jobs/overview': {
        jobs: [
          { jid: 'old', name: 'anomalies', state: 'CANCELED', 'start-time': AT + 5 },
          { jid: 'a1', name: 'anomalies', state: 'RUNNING', 'start-time': AT },
          { jid: 'c1', name: 'count-once', state: 'RESTARTING', 'start-time': AT - 1 },
        ],
      },
      '/jobs/a1/checkpoints': { counts: { failed: 2 }, latest: { completed: { latest_ack_timestamp: AT, end_to_end_duration: 35, state_size: 12_345 } } },
      '/jobs/c1/checkpoints': { counts: { failed: 0 }, latest: { completed: null } },
      '/jobs/a1': { vertices: [{ id: 'v1', name: 'Source: counted[1]' }, { id: 'v2', name: 'Window' }] },
      '/jobs/a1/vertices/v1/subtasks/metrics?get=numRecordsOutPerSecond&agg=sum': [{ id: 'numRecordsOutPerSecond', sum: 120.5 }],
      '/jobs/a1/vertices/v1/watermarks': [],
      '/jobs/a1/vertices/v2/watermarks': [{ id: '0.currentInputWatermark', value: String(AT) }, { id: '1.currentInputWatermark', value: String(AT + 10) }],
    };
    server = createServer(({ url: path }, response) => {
      asked += 1;
      const body = answers[path!];
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const statusOf = (address = url) =>
    new StreamingStatus({ flink: new HttpFlinkJobsReader(address), lags: () => Promise.resolve(new Map([['count-once', 7]])), setAside: () => Promise.resolve(3) });

  test('is told of each job, with its last checkpoint, its rate and its watermark', async () => {
    expect(await statusOf().read()).toEqual({
      judgedUntil: Date.UTC(2026, 1, 10, 21, 10),
      streaming: {
        brokers: { reachable: true, reason: null },
        jobs: [
          { name: 'count-once', state: 'restarting', since: AT - 1, checkpoint: null },
          { name: 'aggregate', state: 'missing', since: null, checkpoint: null },
          { name: 'anomalies', state: 'running', since: AT, checkpoint: { completedAt: AT, durationMs: 35, stateBytes: 12_345, failed: 2 } },
        ],
        stages: [
          { name: 'count-once', lag: 7, recordsPerSecond: null },
          { name: 'aggregate', lag: null, recordsPerSecond: null },
          { name: 'anomalies', lag: null, recordsPerSecond: 120.5 },
          { name: 'projector', lag: null, recordsPerSecond: null },
        ],
        watermark: AT,
        setAside: 3,
      },
    });
  });

  test('before any event there is no watermark', async () => {
    answers['/jobs/a1/vertices/v2/watermarks'] = [{ id: '0.currentInputWatermark', value: '-9223372036854775808' }];
    expect(await statusOf().read()).toMatchObject({ judgedUntil: null, streaming: { watermark: null } });
  });

  test('is asked for once, however many look at it', async () => {
    const status = statusOf();
    await status.read();
    const before = asked;
    await Promise.all(Array.from({ length: 100 }, () => status.read()));
    expect(asked).toBe(before);
  });

  test.each([
    ['does not answer', () => void server.close()],
    ['answers nonsense', () => void (answers['/jobs/overview'] = '<html>')],
    ['answers something else', () => void (answers['/jobs/overview'] = {})],
  ])('is unknown when the cluster %s', async (_, breaks) => {
    breaks();
    const { streaming } = await statusOf().read();
    expect(streaming!.jobs.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(streaming).toMatchObject({ watermark: null, setAside: 3, brokers: { reachable: true } });
  });

  test('what cannot be told of a job is left out', async () => {
    delete answers['/jobs/a1/checkpoints'];
    delete answers['/jobs/a1/vertices/v2/watermarks'];
    expect((await statusOf().read()).streaming!.jobs.at(-1)).toEqual({ name: 'anomalies', state: 'running', since: AT, checkpoint: null });
  });

  test('brokers and a database that are away are no failure', async () => {
    const away = (): Promise<never> => Promise.reject(new Error('ECONNREFUSED 10.0.0.1'));
    const { streaming } = await new StreamingStatus({ flink: { read: away }, lags: () => new Promise(() => undefined), setAside: away }).read();
    expect(streaming).toMatchObject({ brokers: { reachable: false, reason: 'The brokers do not answer.' }, setAside: null });
  });
});
