import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { eventBody } from '../../api/test/support/events.ts';
import { type Product, startProduct } from '../../api/test/support/product.ts';
import { expectedMinutes, hasRealLog, measuredMinutes, type MinutePoint, REAL_LOG, unlessRealLog } from '../../api/test/support/real-log.ts';
import { type RunningTool, startTool } from '../../api/test/support/tool.ts';
import { jobsRunning, submitJobs } from '../jobs.ts';
import { type Engines, startEngines } from '../native/engines.ts';
import { createTopics } from '../topics.ts';
import { produce, readTopic } from './support/topic-records.ts';

const START_MS = 300_000;
const TEST_MS = 400_000;
/** From a delivery to the rows that pages are read from, on a machine that has much else to do. */
const COUNTED_MS = 120_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * DAY_MS;

let engines: Engines;
let product: Product;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flightdeck-test-streaming-'));
  engines = await startEngines({ folder });
  await createTopics({ brokers: engines.brokers, partitions: 4, replicas: 1 });
  await submitJobs(engines);
  await jobsRunning(engines);
  product = await startProduct({ env: { KAFKA_BROKERS: engines.brokers, FLINK_URL: engines.flinkUrl } });
}, START_MS);

afterAll(async () => {
  await product?.stop();
  await engines?.stop();
  rmSync(folder, { recursive: true, force: true });
}, START_MS);

const described = hasRealLog ? describe : describe.skip;

described(`a real log${unlessRealLog}`, () => {
  test('in the topics of ad servers: GET /stats has its minutes', async () => {
    const replay = startTool('tools/replay.ts', ['--to', 'kafka', '--brokers', engines.brokers, REAL_LOG.adImpressions, REAL_LOG.adClicks]);
    expect((await replay.done).code).toBe(0);
    const expected = expectedMinutes();
    await eventually(async () => expect(await sumsOf(expected)).toEqual(await sumsOf(expected, product.url)), COUNTED_MS);
    expect(await measuredMinutes(product.url, expected)).toEqual(expected);
  }, TEST_MS);

  test('by POST /events, while everything is killed in turn: the same answers as in direct mode', async () => {
    // Of this week: what is older when it is posted is counted by PostgreSQL alone. It goes on into the next, which is no matter.
    const shift = Math.floor((Date.now() - 6 * DAY_MS - Date.parse(Object.values(expectedMinutes())[0]![0]!.ts)) / MINUTE_MS) * MINUTE_MS;
    const log = await postedLog(shift);
    const expected = Object.fromEntries(
      Object.entries(expectedMinutes()).map(([campaign, points]) => [renamed(campaign), points.map((point) => ({ ...point, ts: shifted(point.ts, shift).replace('.000Z', 'Z') }))]),
    );
    const direct = await startProduct();
    try {
      expect((await startTool('tools/replay.ts', [log, '--url', direct.url]).done).code).toBe(0);
      // A week in two and a half minutes: longer than all that is killed takes.
      const replay = startTool('tools/replay.ts', [log, '--url', product.url, '--batch', '100', '--speed', '4000', '--give-up-after', '120']);
      await inTheMiddle(replay, [
        async () => {
          await engines.taskManager.kill();
          await engines.taskManager.start();
        },
        async () => {
          await product.kill();
          await product.restart();
        },
        async () => {
          await engines.broker.kill();
          await engines.broker.start();
        },
        async () => {
          await engines.jobManager.kill();
          await engines.jobManager.start();
          await eventually(() => submitJobs(engines), COUNTED_MS);
        },
      ]);
      expect((await replay.done).code).toBe(0);
      await jobsRunning(engines);
      await eventually(async () => expect(await sumsOf(expected, product.url)).toEqual(await sumsOf(expected)), COUNTED_MS);
      const streamed = await measuredMinutes(product.url, expected);
      expect(streamed).toEqual(expected);
      expect(streamed).toEqual(await measuredMinutes(direct.url, expected));
    } finally {
      await direct.stop();
    }
  }, TEST_MS);
});

describe('what is late', () => {
  const post = async (...events: object[]): Promise<void> => {
    const response = await fetch(`${product.url}/events/batch`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) });
    expect(response.status).toBe(202);
  };
  const impressionsOf = async (campaignId: string): Promise<number> => {
    const query = new URLSearchParams({ campaign_id: campaignId, from: new Date(Date.now() - 400 * DAY_MS).toISOString(), to: new Date(Date.now() + DAY_MS).toISOString(), granularity: 'day' });
    const { series } = (await (await fetch(`${product.url}/stats?${query.toString()}`)).json()) as { series: MinutePoint[] };
    return series.reduce((sum, { impressions }) => sum + impressions, 0);
  };
  const setAside = async (): Promise<number> => ((await (await fetch(`${product.url}/api/pipeline`)).json()) as { streaming: { set_aside: number } }).streaming.set_aside;
  const impression = (event_id: string, occurredAt: number, { campaign_id = 'late', device_type = 'mobile' } = {}): object =>
    eventBody({ event_id, campaign_id, type: 'impression', occurred_at: new Date(occurredAt).toISOString(), metadata: { device_type } });
  /** As {@link post} hands them on, but for what it knows to be a repetition. */
  const deliver = async (...events: object[]): Promise<void> => {
    const records = events.map((event) => {
      const { metadata, occurred_at: time, ...fields } = event as { event_id: string; occurred_at: string; metadata: { device_type: string } };
      return { topic: 'events', key: fields.event_id, value: JSON.stringify({ ...fields, ...metadata, metadata: JSON.stringify(metadata), occurred_at: Date.parse(time) }) };
    });
    await produce(engines.brokers, records);
  };

  test('is counted in its minute; what is older than a week is counted where nobody counted before, and put aside where somebody did', async () => {
    const now = Date.now();
    await post(...Array.from({ length: 40 }, (_, index) => impression(`now-${index}`, now)));
    await eventually(async () => expect(await impressionsOf('late')).toBe(40), COUNTED_MS);
    // The watermark is of today now, in every partition.
    await post(impression('an-hour', now - 3_600_000), impression('six-days', now - 6 * DAY_MS));
    await eventually(async () => expect(await impressionsOf('late')).toBe(42), COUNTED_MS);

    const old = now - 30 * DAY_MS;
    await post(impression('month', old), impression('month', old));
    await eventually(async () => expect(await impressionsOf('late')).toBe(43), COUNTED_MS);
    await deliver(impression('month', old));
    await sleep(10_000);
    expect(await impressionsOf('late')).toBe(43);
  }, TEST_MS);

  test('a repetition of what Flink has counted is put aside, and shown, once it is a week old, and counts nowhere, though the jobs begin anew with it', async () => {
    const campaign_id = 'old';
    const before = await setAside();
    // Nearly a week old: Flink counts it. In the same minute PostgreSQL counts what is more than a week old, of another device.
    const nearly = Date.now() - WEEK_MS + 20_000;
    const [counted, elsewhere, never] = [impression('nearly', nearly, { campaign_id }), impression('tv', nearly, { campaign_id, device_type: 'tv' }), impression('never', nearly - 30 * DAY_MS, { campaign_id })];
    await post(counted, never);
    await eventually(async () => expect(await impressionsOf(campaign_id)).toBe(2), COUNTED_MS);
    await sleep(Math.max(0, nearly + WEEK_MS + 2_000 - Date.now()));

    await engines.taskManager.kill();
    // The first that is read after the restart, when no watermark is known.
    await deliver(counted, never, elsewhere, elsewhere);
    await engines.taskManager.start();
    await jobsRunning(engines);
    await eventually(async () => expect(await setAside()).toBe(before + 1), COUNTED_MS);
    await eventually(async () => expect(await impressionsOf(campaign_id)).toBe(3), COUNTED_MS);
    await deliver(counted, never, elsewhere);
    await sleep(20_000);
    expect([await impressionsOf(campaign_id), await setAside()]).toEqual([3, before + 1]);
  }, TEST_MS);
});

describe('what Flink found', () => {
  test('is on the page: engagement by device, and an anomaly, which the room is told of', async () => {
    const { devices } = (await (await fetch(`${product.url}/api/pipeline/devices?minutes=60`)).json()) as { devices: { impressions: number }[] };
    expect(devices.reduce((sum, { impressions }) => sum + impressions, 0)).toBeGreaterThanOrEqual(40);

    const minute = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
    const key = { campaign_id: 'late', kind: 'drop', since: minute - 120_000 };
    const record = { ...key, minute, phase: 'begins', is_outside: true, impressions: 200, clicks: 1, expected_ctr: 0.04, low: 0.0002, high: 0.03, expected_impressions: 190 };
    await produce(engines.brokers, [{ topic: 'ctr-anomalies', key: JSON.stringify(key), value: JSON.stringify(record) }]);
    await eventually(async () => {
      const { items } = (await (await fetch(`${product.url}/api/pipeline/anomalies?campaign_id=late`)).json()) as { items: object[] };
      expect(items).toEqual([expect.objectContaining({ kind: 'drop', since: new Date(key.since).toISOString().replace('.000Z', 'Z'), is_over: false, clicks: 1, expected_ctr: 0.04 })]);
    }, COUNTED_MS);
    await eventually(async () => {
      const { items } = (await (await fetch(`${product.url}/api/chat/messages`)).json()) as { items: { text: string }[] };
      expect(items.map(({ text }) => text).join('\n')).toMatch(/late/);
    }, COUNTED_MS);
  }, TEST_MS);

  test('and how it is doing: jobs, checkpoints, lags and how far time has come', async () => {
    await eventually(async () => {
      const { mode, streaming } = (await (await fetch(`${product.url}/api/pipeline`)).json()) as { mode: string; streaming: { brokers: object; watermark: string; jobs: object[]; stages: object[] } };
      expect(mode).toBe('streaming');
      expect(streaming.brokers).toEqual({ reachable: true, reason: null });
      expect(streaming.jobs).toEqual(['count-once', 'aggregate', 'anomalies'].map((name) => expect.objectContaining({ name, state: 'running', checkpoint: expect.objectContaining({ state_bytes: expect.any(Number) as unknown }) as unknown })));
      expect(streaming.stages).toEqual(['count-once', 'aggregate', 'anomalies', 'projector'].map((name) => expect.objectContaining({ name, lag: expect.any(Number) as unknown })));
      expect(Date.now() - Date.parse(streaming.watermark)).toBeLessThan(10 * 60_000);
    }, COUNTED_MS);
  }, TEST_MS);
});

describe('ticks', () => {
  test('say how far everything has been counted: nothing that came in before comes after them', async () => {
    let posting = true;
    const posted = (async () => {
      for (let index = 0; posting; index += 1) {
        const body = JSON.stringify(eventBody({ event_id: `tick-${index}`, campaign_id: 'ticks', occurred_at: new Date().toISOString() }));
        await fetch(`${product.url}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        await sleep(20);
      }
    })();
    await sleep(30_000);
    posting = false;
    await posted;
    await sleep(10_000);
    const ticks = new Map<number, number[]>();
    for (const { partition, value } of await readTopic(engines.brokers, 'counted-events')) {
      const { type, event_id: id, occurred_at: at } = JSON.parse(value!) as { type: string; event_id?: string; occurred_at: number };
      const told = ticks.get(partition) ?? [];
      if (type === 'tick') ticks.set(partition, [...told, at]);
      else if (id?.startsWith('tick-')) expect(at).toBeGreaterThan(told.at(-1) ?? 0);
    }
    expect(new Set(ticks.keys())).toEqual(new Set([0, 1, 2, 3]));
    for (const told of ticks.values()) expect(told.length).toBeGreaterThan(3);
  }, TEST_MS);
});

function renamed(campaign: string): string {
  return `posted_${campaign}`;
}

function shifted(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}

/** The log at another time, and under other campaigns, so that it is not added to what came through the topics. */
async function postedLog(shift: number): Promise<string> {
  const target = join(folder, 'posted.ndjson.gz');
  const lines = createInterface({ input: createReadStream(REAL_LOG.events).pipe(createGunzip()) });
  await pipeline(
    async function* () {
      for await (const line of lines) {
        const event = JSON.parse(line) as { campaign_id: string; occurred_at: string };
        yield `${JSON.stringify({ ...event, campaign_id: renamed(event.campaign_id), occurred_at: shifted(event.occurred_at, shift) })}\n`;
      }
    },
    createGzip(),
    createWriteStream(target),
  );
  return target;
}

/** Impressions and clicks of each campaign: expected, or as a product says. */
async function sumsOf(expected: Record<string, MinutePoint[]>, url?: string): Promise<Record<string, { impressions: number; clicks: number }>> {
  const minutes = url === undefined ? expected : await measuredMinutes(url, expected, 'day');
  return Object.fromEntries(
    Object.entries(minutes).map(([campaign, points]) => [campaign, { impressions: points.reduce((sum, point) => sum + point.impressions, 0), clicks: points.reduce((sum, point) => sum + point.clicks, 0) }]),
  );
}

/** Does something to the engines again and again while a replay goes on, spread over its time. */
async function inTheMiddle(replay: RunningTool, faults: (() => Promise<void>)[]): Promise<void> {
  let ended = false;
  replay.done.catch(() => undefined).finally(() => (ended = true));
  for (const fault of faults) {
    await sleep(8_000);
    expect(ended).toBe(false);
    await fault();
  }
}
