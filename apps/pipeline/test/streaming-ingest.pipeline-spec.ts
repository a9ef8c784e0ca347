import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventBody } from '../../api/test/support/events.ts';
import { eventually } from '../../api/test/support/eventually.ts';
import { expectProblem, post, send } from '../../api/test/support/http.ts';
import { type Product, startProduct } from '../../api/test/support/product.ts';
import { startTraffic, type Traffic } from '../../api/test/support/retrying-traffic.ts';
import { createTopics } from '../topics.ts';
import { type LoneKafka, startKafka } from './support/lone-kafka.ts';
import { readTopic } from './support/topic-records.ts';

const START_MS = 300_000;
const FAULT_MS = 180_000;

let kafka: LoneKafka;
let product: Product;

beforeAll(async () => {
  kafka = await startKafka();
  await createTopics({ brokers: kafka.brokers, partitions: 3, replicas: 1 });
  product = await startProduct({ env: { KAFKA_BROKERS: kafka.brokers } });
}, START_MS);

afterAll(async () => {
  await product?.stop();
  await kafka?.stop();
}, START_MS);

const sent = async (): Promise<Record<string, unknown>[]> => (await readTopic(kafka.brokers, 'events')).map(({ value }) => JSON.parse(value!) as Record<string, unknown>);

/** What was acknowledged is in the topic. */
async function expectDurable({ client }: Traffic): Promise<void> {
  const present = new Set((await sent()).map(({ event_id }) => event_id as string));
  expect([...client.acknowledged].filter((id) => !present.has(id))).toEqual([]);
  expect(client.acknowledged.size).toBeGreaterThan(100);
}

describe('POST /events in streaming mode', () => {
  test('an acknowledged event is a record of the topic, under its id', async () => {
    const event = eventBody({ type: 'click', metadata: { device_type: 'mobile', impression_id: 'imp' } });
    expect(await post(`${product.url}/events`, event)).toMatchObject({ status: 202, body: { event_id: event.event_id, status: 'accepted' } });
    const records = (await readTopic(kafka.brokers, 'events')).filter(({ key }) => key === event.event_id);
    expect(records.map(({ value }) => JSON.parse(value!))).toEqual([expect.objectContaining({ event_id: event.event_id, type: 'click', device_type: 'mobile', impression_id: 'imp' })]);
  });

  test('every event of a batch has its own outcome, in order', async () => {
    const [a, b, c] = [eventBody(), eventBody(), eventBody()];
    await post(`${product.url}/events`, a);
    const answer = await post(`${product.url}/events/batch`, [b, a, { ...c, type: 'view' }, b, c]);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2, duplicates: 2, rejected: 1 } });
    expect((answer.body as { results: { status: string }[] }).results.map(({ status }) => status)).toEqual(['accepted', 'duplicate', 'rejected', 'duplicate', 'accepted']);
  });

  test.each([
    ['numbers that are longer in a record', { list: Array.from({ length: 51_000 }, () => 1e20) }, '100000000000000000000', '1e20'],
    ['quotation marks', { text: '"'.repeat(128_000) }, '', ''],
  ])('the largest event there may be is taken: %s', async (_, metadata, long, short) => {
    const event = eventBody({ metadata });
    const body = long === '' ? JSON.stringify(event) : JSON.stringify(event).replaceAll(long, short);
    expect(body.length).toBeGreaterThan(250_000);
    expect(await post(`${product.url}/events`, body)).toMatchObject({ status: 202, body: { status: 'accepted' } });
    expect((await sent()).filter(({ event_id }) => event_id === event.event_id)).toEqual([expect.objectContaining({ metadata: JSON.stringify(metadata) })]);
  });

  test('nothing of it is counted here', async () => {
    const { status, body } = await send(`${product.url}/stats?campaign_id=camp_123&from=2026-02-10T21:00:00Z&to=2026-02-10T22:00:00Z`);
    expect({ status, body }).toMatchObject({ status: 200 });
    expect(JSON.stringify(body)).not.toContain('"impressions":1');
    expect((await send(`${product.url}/metrics`)).text).toMatch(/^flightdeck_pipeline_produced_total [1-9]/m);
  });
});

describe('a broker that is away', () => {
  test('hanging makes 503 within seconds, and again at once; afterwards it goes on by itself', async () => {
    kafka.signal('SIGSTOP');
    try {
      expectProblem(await post(`${product.url}/events`, eventBody()), 503, 'EVENT_STORE_UNAVAILABLE');
      const answers = await Promise.all(Array.from({ length: 40 }, () => post(`${product.url}/events`, eventBody())));
      for (const answer of answers) expectProblem(answer, 503, 'EVENT_STORE_UNAVAILABLE');
      expect(Number(answers[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
      expectProblem(await send(`${product.url}/health/ready`), 503, 'BROKERS_UNAVAILABLE');
      expect((await send(`${product.url}/health/live`)).status).toBe(200);
    } finally {
      kafka.signal('SIGCONT');
    }
    await eventually(async () => expect((await post(`${product.url}/events`, eventBody())).status).toBe(202));
    await eventually(async () => expect((await send(`${product.url}/health/ready`)).status).toBe(200));
  }, FAULT_MS);

  test('killed in mid-ingest, nothing acknowledged is missing, and it comes back', async () => {
    const traffic = startTraffic([product.url]);
    for (let round = 0; round < 2; round += 1) {
      const before = traffic.client.acknowledged.size;
      await eventually(() => expect(traffic.client.acknowledged.size).toBeGreaterThan(before + 300));
      await kafka.broker.kill();
      await eventually(() => expect(traffic.client.failures).toBeGreaterThan(round * 10));
      await kafka.broker.start();
    }
    const back = traffic.client.acknowledged.size;
    await eventually(() => expect(traffic.client.acknowledged.size).toBeGreaterThan(back + 100), 60_000);
    await traffic.finish();
    await expectDurable(traffic);
  }, FAULT_MS);
});

describe('an API process that is killed', () => {
  test('in mid-ingest has acknowledged only what the topic holds', async () => {
    const traffic = startTraffic([product.url]);
    for (let round = 0; round < 3; round += 1) {
      const before = traffic.client.acknowledged.size;
      await eventually(() => expect(traffic.client.acknowledged.size).toBeGreaterThan(before + 200));
      await product.restart();
    }
    await traffic.finish();
    await expectDurable(traffic);
  }, FAULT_MS);

  test('told to stop answers what it has accepted, though the broker is away, and ends', async () => {
    kafka.signal('SIGSTOP');
    try {
      const answer = post(`${product.url}/events`, eventBody());
      await new Promise((resolve) => setTimeout(resolve, 200));
      await product.kill('SIGTERM');
      expectProblem(await answer, 503, 'EVENT_STORE_UNAVAILABLE');
      expect(product.exitCode()).toBe(0);
    } finally {
      kafka.signal('SIGCONT');
    }
    await product.restart();
  }, FAULT_MS);
});
