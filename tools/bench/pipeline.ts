import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, Producer, stringSerializers } from '@platformatic/kafka';
import { Flink } from '../../apps/pipeline/flink-rest.ts';
import { jobsRunning, startJob, submitJobs } from '../../apps/pipeline/jobs.ts';
import { type Engines, startEngines } from '../../apps/pipeline/native/engines.ts';
import { SqlSession } from '../../apps/pipeline/sql-gateway.ts';
import { type Job, tableStatements } from '../../apps/pipeline/statements.ts';
import { createTopics } from '../../apps/pipeline/topics.ts';
import { type Bench, format } from './bench.ts';
import { median } from './measure.ts';
import type { Program } from './programs.ts';
import { watchShownTotal } from './shown-total.ts';

/** So many that the quickest job takes eight checkpoints for them: a rate is measured from one of the first to one of the last. */
const IMPRESSIONS = 1_200_000;
const CTR = 0.02;
const REPEATED = 0.05;
const PARTITIONS = 4;
const PREFIX = 'bench-';
const LATENCY_EVENTS = 100;

interface Run {
  recordsPerSecond: number;
  stateBytes: number;
}

/** The jobs beside those that only pass the same topics through, and the way of an event from a client to a page's figures. */
export async function measurePipeline(bench: Bench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flightdeck-bench-pipeline-'));
  bench.say('Kafka and Flink…');
  const engines = await startEngines({ folder });
  try {
    await measureJobs(bench, engines);
    await measureLatency(bench, engines);
  } finally {
    await engines.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureJobs(bench: Bench, engines: Engines): Promise<void> {
  // One more, which is not looked at: until its code is compiled, which takes whole minutes, a job is half as quick as from then on.
  const rounds = Math.ceil(bench.options.rounds / 3) + 1;
  await createTopics({ brokers: engines.brokers, prefix: PREFIX, partitions: PARTITIONS, replicas: 1 });
  bench.say(`${format(IMPRESSIONS)} impressions and what belongs to them into the topics…`);
  const distinct = await fill(engines.brokers);

  const passed: Run[] = [];
  const counted: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    passed.push(await timed(engines, 'count-once', () => passThrough(engines, 'count-once', AD_RECORDS)));
    counted.push(await timed(engines, 'count-once', () => bounded(engines, 'count-once', `round-${round}`)));
  }
  // Each round of it has written all of it again: the jobs behind it read as much as all rounds have counted.
  const passedOn: Run[] = [];
  const aggregated: Run[] = [];
  const judged: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    passedOn.push(await timed(engines, 'aggregate', () => passThrough(engines, 'aggregate', COUNTED_RECORDS)));
    aggregated.push(await timed(engines, 'aggregate', () => bounded(engines, 'aggregate', `round-${round}`)));
    judged.push(await timed(engines, 'anomalies', () => bounded(engines, 'anomalies', `round-${round}`)));
  }
  for (const runs of [passed, counted, passedOn, aggregated, judged]) runs.shift();

  const rate = (runs: Run[]): number => median(runs.map(({ recordsPerSecond }) => recordsPerSecond));
  const ratio = (runs: Run[], beside: Run[]): number => median(runs.map(({ recordsPerSecond }, round) => recordsPerSecond / beside[round]!.recordsPerSecond));
  const against = (runs: Run[], beside: Run[]): string => `${format(rate(runs))} against ${format(rate(beside))} records/s`;
  const through = 1 / [counted, aggregated, judged].reduce((seconds, runs) => seconds + 1 / rate(runs), 0);
  bench.add('job "count-once" ÷ passing the same topics through', ratio(counted, passed), '×', '≥ 0.40', (value) => value >= 0.4, against(counted, passed));
  bench.add('job "aggregate" ÷ passing "counted-events" through', ratio(aggregated, passedOn), '×', '≥ 0.40', (value) => value >= 0.4, against(aggregated, passedOn));
  bench.add('job "anomalies" ÷ passing "counted-events" through', ratio(judged, passedOn), '×', '≥ 0.40', (value) => value >= 0.4, against(judged, passedOn));
  bench.add('all three jobs, one after the other on this machine', through, 'events/s', '≥ 10000', (value) => value >= 10_000, `with repetitions of ${REPEATED * 100} %, a click for each ${1 / CTR} impressions`);
  const bytes = median(counted.map(({ stateBytes }) => stateBytes)) / distinct;
  bench.add('state of "count-once" per event', bytes, 'bytes', '≤ 300', (value) => value <= 300, `a checkpoint of ${Math.round(median(counted.map(({ stateBytes }) => stateBytes)) / 1e6)} MB after ${format(distinct)} events`);
  bench.raw.pipeline = { distinct, passed, counted, passedOn, aggregated, judged };
}

/** @returns how many different records were sent */
async function fill(brokers: string): Promise<number> {
  const producer = new Producer({ clientId: 'bench', bootstrapBrokers: [brokers], serializers: stringSerializers, idempotent: true });
  const started = Date.now() - 2 * 3_600_000;
  let distinct = 0;
  let messages: { topic: string; key: string; value: string }[] = [];
  const send = async (topic: string, key: string, record: object, place: number): Promise<void> => {
    const message = { topic: PREFIX + topic, key, value: JSON.stringify(record) };
    distinct += 1;
    const times = (place * 7_919) % 100 < REPEATED * 100 ? 2 : 1;
    for (let time = 0; time < times; time += 1) messages.push(message);
    if (messages.length < 5_000) return;
    await producer.send({ messages });
    messages = [];
  };
  for (let index = 0; index < IMPRESSIONS; index += 1) {
    const id = idOf('impression', index);
    const at = started + index * 2;
    await send('ad-impressions', id, { impression_id: id, user_id: `user-${index % 50_000}`, campaign_id: `camp-${index % 200}`, ad_id: `ad-${index % 600}`, device_type: ['mobile', 'desktop', 'tablet'][index % 3], browser: 'chrome', event_timestamp: at, cost: 0.01 }, index);
    if (index % (1 / CTR) === 0) await send('ad-clicks', id, { click_id: idOf('click', index), impression_id: id, user_id: `user-${index % 50_000}`, event_timestamp: at + 5_000 }, index / (1 / CTR));
  }
  if (messages.length > 0) await producer.send({ messages });
  await producer.close();
  return distinct;
}

/** As random as a UUID, which nothing compresses, and the same in each run: of ids in a row the state would be smaller than it is in life. */
function idOf(what: string, index: number): string {
  return createHash('md5').update(`${what} ${index}`).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const AD_RECORDS = `
  SELECT impression_id, 'ad-impressions', 'impression', campaign_id, ad_id, 'ad-stream', user_id, device_type, CAST(NULL AS STRING), CAST(cost AS DECIMAL(20, 9)), browser, event_timestamp FROM ad_impressions
  UNION ALL
  SELECT click_id, 'ad-clicks', 'click', CAST(NULL AS STRING), CAST(NULL AS STRING), 'ad-stream', user_id, CAST(NULL AS STRING), impression_id, CAST(NULL AS DECIMAL(20, 9)), CAST(NULL AS STRING), event_timestamp FROM ad_clicks`;
const COUNTED_RECORDS = `
  SELECT event_id, 'events', type, campaign_id, creative_id, source, user_id, device_type, CAST(NULL AS STRING), cost, CAST(NULL AS STRING), occurred_at FROM counted`;

/** What a job reads, into a table of the same columns that nobody reads. */
async function passThrough({ brokers, gatewayUrl }: Engines, job: Job, records: string): Promise<string> {
  const session = await SqlSession.open(gatewayUrl, { 'parallelism.default': '2', 'execution.checkpointing.interval': '3 s' });
  for (const statement of tableStatements({ brokers, prefix: PREFIX, bounded: 'latest-offset' }, job)) await session.execute(statement);
  await session.execute("SET 'pipeline.name' = 'pass-through'");
  const { jobId } = await session.execute(`INSERT INTO late_events ${records}`);
  await session.close();
  return jobId!;
}

/** Each round begins with nothing: its state is in a folder of its own. */
function bounded(engines: Engines, job: Job, round: string): Promise<string> {
  return startJob({ ...engines, stateDirectory: `${engines.stateDirectory}/${round}` }, job, { prefix: PREFIX, bounded: 'latest-offset' });
}

/**
 * How fast a job reads, from one of its checkpoints to another: what it takes to start, and the last checkpoint of one that ends, which
 * no job has that goes on, weigh nothing.
 */
async function timed({ flinkUrl, brokers }: Engines, reader: Job, start: () => Promise<string>): Promise<Run> {
  const flink = new Flink(flinkUrl);
  const admin = new Admin({ clientId: 'bench', bootstrapBrokers: [brokers] });
  const groups = [PREFIX + reader];
  const read = async (): Promise<number> => (await admin.listConsumerGroupOffsets({ groups })).flatMap(({ topics }) => topics.flatMap(({ partitions }) => partitions)).reduce((sum, { committedOffset }) => sum + Math.max(0, Number(committedOffset)), 0);
  try {
    // A job tells its group how far a checkpoint has come. What an earlier one has told is in the way, also of a job that begins with nothing.
    if ((await read()) > 0) await admin.deleteGroups({ groups });
    const id = await start();
    const looks: { at: number; records: number }[] = [];
    for (;;) {
      const { state, stateBytes } = await flink.runOf(id);
      const records = await read();
      if (records > (looks.at(-1)?.records ?? 0)) looks.push({ at: performance.now(), records });
      if (state === 'FAILED') throw new Error(await flink.failureOf(id));
      if (state === 'FINISHED') {
        // The last of these is told when everything has been read, however long ago that was.
        const [first, last] = [looks[0], looks.at(-2)];
        if (first === undefined || last === undefined || looks.length < 5) throw new Error(`${reader} was done after ${looks.length} checkpoints: too few to measure by`);
        return { recordsPerSecond: ((last.records - first.records) / (last.at - first.at)) * 1_000, stateBytes };
      }
      await sleep(50);
    }
  } finally {
    await admin.close();
  }
}

/** An event each 250 ms, from its POST until `GET /stats` has it: what a page is told comes from the same rows within a quarter of a second. */
async function measureLatency(bench: Bench, engines: Engines): Promise<void> {
  bench.say('The product in streaming mode…');
  const cluster = { ...engines, stateDirectory: `${engines.stateDirectory}/live` };
  await createTopics({ brokers: engines.brokers, partitions: PARTITIONS, replicas: 1 });
  await submitJobs(cluster);
  await jobsRunning(cluster);
  const url = await bench.createDatabase('bench_pipeline', false);
  const server = await bench.start('dist/apps/api/src/main.js', { DATABASE_URL: url, KAFKA_BROKERS: engines.brokers, FLINK_URL: engines.flinkUrl });
  const campaign = 'bench_latency';
  await post(server, campaign, 'warm-up');
  await until(() => counted(server, campaign), 1);

  const waits: number[] = [];
  const posted: number[] = [];
  const reading = (async () => {
    while (waits.length < LATENCY_EVENTS) {
      const seen = (await counted(server, campaign)) - 1;
      while (waits.length < seen) waits.push(performance.now() - posted[waits.length]!);
      await sleep(20);
    }
  })();
  for (let index = 0; index < LATENCY_EVENTS; index += 1) {
    posted.push(performance.now());
    await post(server, campaign, `event-${index}`);
    await sleep(250);
  }
  await reading;
  waits.sort((a, b) => a - b);
  bench.add('POST /events → counted in GET /stats, streaming mode', median(waits) / 1_000, 's', '≤ 10', (value) => value <= 10, `the longest of ${LATENCY_EVENTS} took ${(waits.at(-1)! / 1_000).toFixed(1)} s; a minute must be there 15 s after its end`);
  const shown = await producedAndShown(server, engines.brokers);
  bench.add('record in ad-impressions → shown on the page in a browser', median(shown) / 1_000, 's', '≤ 10', (value) => value <= 10, `the longest of ${LATENCY_EVENTS} took ${(shown.at(-1)! / 1_000).toFixed(1)} s`);
  bench.raw.pipelineLatency = { waits, shown };
}

/** A record each 250 ms, from before it is produced until the frame of the overview whose total has it. @returns ms, the shortest first */
async function producedAndShown(server: Program, brokers: string): Promise<number[]> {
  const page = await watchShownTotal(`http://127.0.0.1:${server.port}/`);
  const producer = new Producer({ clientId: 'bench', bootstrapBrokers: [brokers], serializers: stringSerializers });
  try {
    const before = (await page.shown()).at(-1)!.total;
    const produced: number[] = [];
    for (let index = 0; index < LATENCY_EVENTS; index += 1) {
      const id = `shown-${index}`;
      const record = { impression_id: id, user_id: 'u', campaign_id: 'bench_shown', ad_id: 'a', device_type: 'mobile', browser: 'chrome', event_timestamp: Date.now(), cost: 0.01 };
      produced.push(Date.now());
      await producer.send({ messages: [{ topic: 'ad-impressions', key: id, value: JSON.stringify(record) }] });
      await sleep(250);
    }
    await until(async () => (await page.shown()).at(-1)!.total - before, LATENCY_EVENTS);
    const shown = await page.shown();
    return produced.map((at, index) => shown.find(({ total }) => total > before + index)!.at - at).sort((a, b) => a - b);
  } finally {
    await producer.close();
    await page.close();
  }
}

async function post({ port }: Program, campaign: string, id: string): Promise<void> {
  const event = { event_id: id, type: 'impression', campaign_id: campaign, source: 'bench', occurred_at: new Date().toISOString() };
  const response = await fetch(`http://127.0.0.1:${port}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) });
  if (response.status !== 202) throw new Error(`POST /events answered ${response.status}`);
}

async function counted({ port }: Program, campaign: string): Promise<number> {
  const now = Date.now();
  const range = `from=${new Date(now - 3_600_000).toISOString()}&to=${new Date(now + 3_600_000).toISOString()}`;
  const response = await fetch(`http://127.0.0.1:${port}/stats?campaign_id=${campaign}&${range}&granularity=minute`);
  const { series } = (await response.json()) as { series: { impressions: number }[] };
  return series.reduce((sum, { impressions }) => sum + impressions, 0);
}

async function until(read: () => Promise<number>, wanted: number): Promise<void> {
  for (const deadline = Date.now() + 60_000; (await read()) < wanted; await sleep(100)) {
    if (Date.now() > deadline) throw new Error('what was posted is not counted after a minute');
  }
}
