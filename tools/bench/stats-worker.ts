import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { BenchConnection, renderRequest } from './http-client.ts';
import { type Latencies, summarise } from './latencies.ts';
import { batchOfEvents, ID } from './sample-events.ts';

/** A team with the page open reads days of minutes while events arrive at a steady rate. */
interface Order {
  port: number;
  campaigns: number;
  seconds: number;
  /** Events per second that arrive meanwhile. */
  rate: number;
}

export interface StatsReport {
  latencies: Latencies;
  requests: number;
  points: number;
  eventsPerSecond: number;
}

const DAY_MS = 86_400_000;
/** People, each on a connection of their own, who ask once a second. */
const READERS = 40;
const EVENT_BATCH = 50;
/** Until then connections are opened and both sides warm up; nothing is measured. */
const WARM_UP_SECONDS = 1;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const start = performance.now();
const end = start + (WARM_UP_SECONDS + order.seconds) * 1000;
const samples: number[] = [];
let points = 0;
let events = 0;

async function read(number: number): Promise<void> {
  const connection = await BenchConnection.open(order.port, { keepBody: true });
  for (let second = 0; second < WARM_UP_SECONDS + order.seconds; second += 1) {
    // At any moment of the second: in step they would wait for each other, and measure that.
    await sleepUntil(start + (second + Math.random()) * 1000);
    const from = new Date(Date.now() - DAY_MS).toISOString();
    const to = new Date().toISOString();
    const { bytes } = renderRequest('GET', `/stats?campaign_id=camp_${(number + second) % order.campaigns}&from=${from}&to=${to}&granularity=minute`, {}, '');
    const sent = performance.now();
    const { status, body } = await connection.request(bytes);
    if (second >= WARM_UP_SECONDS) samples.push(performance.now() - sent);
    if (status !== 200) throw new Error(`GET /stats answered ${status}: ${body}`);
    if (points === 0) points = body.split('"ts"').length - 1;
  }
  connection.close();
}

async function write(): Promise<void> {
  const connection = await BenchConnection.open(order.port);
  for (let count = 0; performance.now() < end; count += 1) {
    await sleepUntil(start + (count * EVENT_BATCH * 1000) / order.rate);
    const body = JSON.stringify(batchOfEvents(EVENT_BATCH, count % order.campaigns)).replaceAll(ID, () => randomUUID());
    const { status } = await connection.request(renderRequest('POST', '/events/batch', { 'content-type': 'application/json' }, body).bytes);
    if (status === 202) events += EVENT_BATCH;
  }
  connection.close();
}

async function sleepUntil(due: number): Promise<void> {
  const left = due - performance.now();
  if (left > 0) await sleep(left);
}

await Promise.all([...Array.from({ length: READERS }, (_, number) => read(number)), write()]);
const report: StatsReport = { latencies: summarise(samples), requests: samples.length, points, eventsPerSecond: events / ((performance.now() - start) / 1000) };
process.stdout.write(JSON.stringify(report));
