import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Admin } from '@platformatic/kafka';
import pg from 'pg';
import { eventually } from '../../api/test/support/eventually.ts';
import { send } from '../../api/test/support/http.ts';
import { type Product, startProduct } from '../../api/test/support/product.ts';
import { createTestDatabase, type TestDatabase } from '../../api/test/support/test-database.ts';
import { createTopics } from '../topics.ts';
import { type LoneKafka, startKafka } from './support/lone-kafka.ts';
import { produce, type TopicRecord } from './support/topic-records.ts';

const START_MS = 300_000;
const FAULT_MS = 180_000;
const MINUTE = Date.parse('2026-02-10T21:10:00Z');

let kafka: LoneKafka;
let database: TestDatabase;
let products: [Product, Product];
let client: pg.Client;

beforeAll(async () => {
  [kafka, database] = await Promise.all([startKafka(), createTestDatabase()]);
  await createTopics({ brokers: kafka.brokers, partitions: 3, replicas: 1 });
  const env = { KAFKA_BROKERS: kafka.brokers };
  products = [await startProduct({ database, env }), await startProduct({ database, env })];
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
}, START_MS);

afterAll(async () => {
  await client?.end();
  await Promise.all((products ?? []).map((product) => product.stop()));
  await kafka?.stop();
  await database?.drop();
}, START_MS);

const rows = async (sql: string, ...values: unknown[]): Promise<unknown[]> => (await client.query(sql, values)).rows;
const campaign = (): string => `camp_${randomUUID()}`;

function minute(campaignId: string, impressions: number, { at = 0, device = 'mobile', clicks = 0 } = {}): TopicRecord {
  const key = { campaign_id: campaignId, minute: MINUTE + at * 60_000, device_type: device };
  return { topic: 'minute-stats', key: JSON.stringify(key), value: JSON.stringify({ ...key, impressions, clicks, spend: impressions / 1000 }) };
}

/** As Flink would write down that it has counted whatever there is. */
async function countedByFlink(): Promise<void> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [kafka.brokers] });
  try {
    const partitionOffsets = [0, 1, 2].map((partition) => ({ partition, offset: 1_000_000n }));
    await admin.alterConsumerGroupOffsets({ groupId: 'aggregate', topics: [{ name: 'counted-events', partitionOffsets }] });
  } finally {
    await admin.close();
  }
}

/** As every process answers it. */
async function impressionsOf(campaignId: string, url: string): Promise<{ ts: string; impressions: number; clicks: number }[]> {
  const { body } = await send(`${url}/stats?campaign_id=${campaignId}&from=2026-02-10T21:00:00Z&to=2026-02-10T23:00:00Z`);
  return (body as { series: { ts: string; impressions: number; clicks: number }[] }).series;
}

describe('What was counted in the stream', () => {
  test('is what GET /stats answers, in every process, once, however often it is told', async () => {
    const id = campaign();
    await produce(kafka.brokers, [minute(id, 2), minute(id, 5, { clicks: 1 }), minute(id, 1, { at: 1, device: 'tv' })]);
    const expected = [
      { ts: '2026-02-10T21:10:00Z', impressions: 5, clicks: 1 },
      { ts: '2026-02-10T21:11:00Z', impressions: 1, clicks: 0 },
    ];
    for (const { url } of products) await eventually(async () => expect(await impressionsOf(id, url)).toEqual(expected));
    const end = campaign();
    await produce(kafka.brokers, [minute(id, 5, { clicks: 1 }), minute(id, 4), ...Array.from({ length: 9 }, (_, at) => minute(end, 1, { at }))]);
    await eventually(async () => expect(await impressionsOf(end, products[0].url)).toHaveLength(9));
    expect(await impressionsOf(id, products[1].url)).toEqual(expected);
  });

  test('is taken over though other records cannot be read', async () => {
    const id = campaign();
    const bad = ['{', '{"campaign_id":"a"}', '"', JSON.stringify({ ...(JSON.parse(minute(id, 1).value) as object), campaign_id: 'a\0' })];
    await produce(kafka.brokers, [...bad.map((value) => ({ topic: 'minute-stats', key: minute(id, 1).key, value })), minute(id, 3)]);
    await eventually(async () => expect(await impressionsOf(id, products[0].url)).toEqual([{ ts: '2026-02-10T21:10:00Z', impressions: 3, clicks: 0 }]));
  });

  test('by source and by run, the newest events, and what came late, each goes where it belongs', async () => {
    const id = campaign();
    const breakdown = { campaign_id: id, minute: MINUTE, source: 'web', creative_id: 'cr', impressions: 4, clicks: 1, spend: 0.004 };
    const event = { event_id: `e-${id}`, door: 'events', type: 'click', campaign_id: id, creative_id: 'cr', source: 'web', user_id: null, device_type: 'mobile', impression_id: null, cost: null, metadata: null, occurred_at: MINUTE + 5 };
    await produce(kafka.brokers, [
      minute(id, 4, { clicks: 1 }),
      { topic: 'minute-breakdowns', key: id, value: JSON.stringify(breakdown) },
      { topic: 'simulation-counts', key: id, value: JSON.stringify({ run_id: id, impressions: 4, clicks: 1 }) },
      { topic: 'counted-events', key: event.event_id, value: JSON.stringify({ ...event, time_to_click: null, is_late: false }) },
      { topic: 'counted-events', key: event.event_id, value: JSON.stringify({ ...event, type: 'attribution', time_to_click: 3, is_late: false }) },
      { topic: 'late-events', key: 'late', value: JSON.stringify({ ...event, event_id: `late-${id}`, occurred_at: MINUTE - 60_000 * 1440 }) },
    ]);
    await eventually(async () => expect(await rows('SELECT sum(impressions)::int AS impressions FROM minute_breakdowns WHERE campaign_id = $1 AND dimension = $2 AND value = $3', id, 'creative', 'cr')).toEqual([{ impressions: 4 }]));
    await eventually(async () => expect(await rows('SELECT impressions::int, clicks::int FROM streamed_runs WHERE run_id = $1', id)).toEqual([{ impressions: 4, clicks: 1 }]));
    await eventually(async () => expect(await rows('SELECT event_id, type FROM recent_events WHERE campaign_id = $1', id)).toEqual([{ event_id: event.event_id, type: 'click' }]));
    // Flink has not said yet that it has counted what came before.
    expect(await rows('SELECT event_id FROM events_raw WHERE campaign_id = $1', id)).toEqual([]);
    await countedByFlink();
    await eventually(async () => expect(await rows('SELECT event_id FROM events_raw WHERE campaign_id = $1', id)).toEqual([{ event_id: `late-${id}` }]), 30_000);
    await eventually(async () => {
      const metrics = (await Promise.all(products.map(({ url }) => send(`${url}/metrics`)))).map(({ text }) => text).join('');
      for (const topic of ['minute-stats', 'minute-breakdowns', 'simulation-counts', 'counted-events', 'late-events']) {
        expect(metrics).toContain(`flightdeck_pipeline_lag{topic="${topic}"} 0`);
        expect(metrics).toContain(`flightdeck_pipeline_last_projected_timestamp_seconds{topic="${topic}"}`);
      }
    });
  });

  test('is complete, and nothing in it twice, though a process is killed, and the broker is, while it is told', async () => {
    const ids = Array.from({ length: 4 }, campaign);
    const last = new Map<string, number>();
    const tell = async (from: number, to: number): Promise<void> => {
      for (let impressions = from; impressions < to; impressions += 1) {
        const records = ids.flatMap((id) => [0, 1, 2].map((at) => minute(id, impressions, { at })));
        await eventually(() => produce(kafka.brokers, records), 60_000);
        for (const id of ids) last.set(id, impressions);
      }
    };
    await tell(1, 10);
    const [victim] = products;
    const telling = tell(10, 40);
    await victim.kill();
    await telling;
    await kafka.broker.kill();
    await kafka.broker.start();
    await victim.restart();
    await tell(40, 50);
    const expected = [0, 1, 2].map((at) => ({ ts: `2026-02-10T21:1${at}:00Z`, impressions: 49, clicks: 0 }));
    for (const id of ids) for (const { url } of products) await eventually(async () => expect(await impressionsOf(id, url)).toEqual(expected), 60_000);
    expect([...last.values()]).toEqual(ids.map(() => 49));
    expect(await rows('SELECT sum(impressions)::int AS impressions, sum(spend)::text AS spend FROM minute_stats WHERE campaign_id = ANY ($1)', ids)).toEqual([{ impressions: 49 * 12, spend: '0.588000000' }]);
  }, FAULT_MS);

  test('of devices and anomalies is measured as it is taken over', async () => {
    await produce(kafka.brokers, [{ topic: 'device-engagement-minute', key: '{}', value: JSON.stringify({ minute: MINUTE, device_type: 'tv', impressions: 1, clicks: 0, ctr: 0, users: 1, mean_time_to_click_ms: null }) }]);
    await eventually(async () => {
      const all = (await Promise.all(products.map(async ({ url }) => (await send(`${url}/metrics`)).text))).join('\n');
      expect(all).toMatch(/flightdeck_pipeline_lag\{topic="device-engagement-minute"\} 0/);
      expect(all).toMatch(/flightdeck_pipeline_last_projected_timestamp_seconds\{topic="device-engagement-minute"\} 1/);
    });
  });
});
