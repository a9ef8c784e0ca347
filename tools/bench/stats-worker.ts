import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { BenchConnection, renderRequest } from './http-client.ts';
import { type Latencies, summarise } from './latencies.ts';
import { batchOfEvents, ID } from './sample-events.ts';

/** Reads a day of minutes again and again while events arrive at a steady rate. */
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
const READERS = 2;
/** Per reader: together what a team of 40 with the page open asks for. */
const READS_PER_SECOND = 20;
const EVENT_BATCH = 50;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const start = performance.now();
const end = start + order.seconds * 1000;
const samples: number[] = [];
let points = 0;
let events = 0;

async function read(number: number): Promise<void> {
  const connection = await BenchConnection.open(order.port, { keepBody: true });
  for (let count = number; performance.now() < end; count += 1) {
    const due = start + (count * 1000) / READS_PER_SECOND;
    if (due > performance.now()) await sleep(due - performance.now());
    const from = new Date(Date.now() - DAY_MS).toISOString();
    const to = new Date().toISOString();
    const { bytes } = renderRequest('GET', `/stats?campaign_id=camp_${count % order.campaigns}&from=${from}&to=${to}&granularity=minute`, {}, '');
    const sent = performance.now();
    const { status, body } = await connection.request(bytes);
    samples.push(performance.now() - sent);
    if (status !== 200) throw new Error(`GET /stats answered ${status}: ${body}`);
    points = Math.max(points, body.split('"ts"').length - 1);
  }
  connection.close();
}

async function write(): Promise<void> {
  const connection = await BenchConnection.open(order.port);
  for (let count = 0; performance.now() < end; count += 1) {
    const due = start + (count * EVENT_BATCH * 1000) / order.rate;
    if (due > performance.now()) await sleep(due - performance.now());
    const body = JSON.stringify(batchOfEvents(EVENT_BATCH, count % order.campaigns)).replaceAll(ID, () => randomUUID());
    const { status } = await connection.request(renderRequest('POST', '/events/batch', { 'content-type': 'application/json' }, body).bytes);
    if (status === 202) events += EVENT_BATCH;
  }
  connection.close();
}

await Promise.all([...Array.from({ length: READERS }, (_, number) => read(number)), write()]);
const report: StatsReport = { latencies: summarise(samples), requests: samples.length, points, eventsPerSecond: events / ((performance.now() - start) / 1000) };
process.stdout.write(JSON.stringify(report));
