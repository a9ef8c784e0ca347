import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DomainEventPublisher } from '../../../libs/kernel/domain-events.ts';
import { PostgresAnomalyStore } from '../../../libs/pipeline/adapters/postgres/postgres-anomaly-store.ts';
import { PostgresDeviceMinuteStore } from '../../../libs/pipeline/adapters/postgres/postgres-device-minute-store.ts';
import { ANOMALIES_TOPIC, ResultProjector } from '../../../libs/pipeline/application/result-projector.ts';
import type { Anomaly } from '../../../libs/pipeline/domain/anomaly.ts';
import { endingOf } from '../../../libs/pipeline/domain/anomaly-rule.ts';
import { judgeMinutes } from '../../../libs/pipeline/domain/judge-minutes.ts';
import { eventually } from '../../api/test/support/eventually.ts';
import { createTestDatabase } from '../../api/test/support/test-database.ts';
import { createTestPool } from '../../api/test/support/test-pool.ts';
import { Flink } from '../flink-rest.ts';
import { startJob } from '../jobs.ts';
import { type Engines, startEngines } from '../native/engines.ts';
import { createTopics } from '../topics.ts';
import { runToTheEnd } from './support/bounded-jobs.ts';
import { type AdClick, type AdImpression, Deliveries, type EventRecord, hostileTraffic, malformed, oddForms, oddYears, weekOld } from './support/deliveries.ts';
import { type CampaignMinute, deliverMinutes } from './support/minutes-of-a-campaign.ts';
import { billionths, type Expected, expectedOf } from './support/oracle.ts';
import { produce, readResults, readTopic } from './support/topic-records.ts';

const START_MS = 300_000;
const RUN_MS = 300_000;
const MINUTE_MS = 60_000;
const PARTITIONS = 4;
const PREFIX = 'sql-';

let engines: Engines;
let folder: string;
let expected: Expected;
let reasons: string[];
const courses = new Map<string, CampaignMinute[]>();
/** A full hour ago and more: what is delivered is of the past, as the broker sees it, and within what is counted. */
const from = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 6 * 60 * MINUTE_MS;
const COURSE_MINUTES = 90;

/** What a JSON number says, digit by digit: sums of money have more digits than a double. */
const EXACT = { spend: (text: string) => billionths(text) };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flightdeck-test-sql-'));
  engines = await startEngines({ folder });
  await createTopics({ brokers: engines.brokers, prefix: PREFIX, partitions: PARTITIONS, replicas: 1 });

  const deliveries = new Deliveries(PREFIX, PARTITIONS);
  const now = Date.now();
  oddYears(deliveries);
  // Before any watermark is there, and behind all of them.
  weekOld('first', now, deliveries);
  for (const seed of [1, 2, 3]) hostileTraffic(seed, from + seed * 60 * MINUTE_MS, deliveries);
  const sound = deliveries.records.length;
  reasons = malformed(deliveries);
  const forms = oddForms(deliveries);
  const unsound = deliveries.records.length;
  const valid = deliveries.records.slice(0, sound);

  const usual = { impressions: 120, ctr: 0.08 };
  const at = (start: number, end: number, course: { impressions: number; ctr: number }) => (minute: number) => (minute >= start && minute < end ? course : undefined);
  const plans = [
    { campaignId: 'as usual', seed: 11, usual },
    { campaignId: 'spike', seed: 12, usual, instead: at(50, 58, { impressions: 120, ctr: 0.35 }) },
    { campaignId: 'drop', seed: 13, usual: { impressions: 300, ctr: 0.1 }, instead: at(45, 53, { impressions: 300, ctr: 0.01 }) },
    { campaignId: 'no clicks', seed: 14, usual: { impressions: 300, ctr: 0.08 }, instead: at(60, 66, { impressions: 300, ctr: 0 }) },
    { campaignId: 'nothing', seed: 15, usual, instead: at(40, 50, { impressions: 0, ctr: 0 }) },
    { campaignId: 'two minutes only', seed: 16, usual, instead: at(50, 52, { impressions: 120, ctr: 0.4 }) },
    { campaignId: 'little', seed: 17, usual: { impressions: 9, ctr: 0.1 }, instead: at(50, 60, { impressions: 9, ctr: 1 }) },
    { campaignId: 'stays', seed: 19, usual, instead: at(50, COURSE_MINUTES, { impressions: 120, ctr: 0.35 }) },
    { campaignId: 'stops', seed: 18, usual, instead: at(55, COURSE_MINUTES, { impressions: 0, ctr: 0 }) },
  ];
  for (const plan of plans) courses.set(plan.campaignId, deliverMinutes(deliveries, plan, from - 120 * MINUTE_MS, COURSE_MINUTES));
  weekOld('last', now, deliveries);
  const all = [...valid, ...deliveries.records.slice(unsound)];
  const of = <T>(topic: string): T[] => all.filter((record) => record.topic === PREFIX + topic).map(({ value }) => JSON.parse(value) as T);
  expected = expectedOf({ impressions: [...of<AdImpression>('ad-impressions'), ...forms], clicks: of<AdClick>('ad-clicks'), events: of<EventRecord>('events'), at: now });

  await produce(engines.brokers, deliveries.records);
  await runToTheEnd({ ...engines }, PREFIX);
}, START_MS + RUN_MS);

afterAll(async () => {
  await engines?.stop();
  rmSync(folder, { recursive: true, force: true });
}, START_MS);

/** Fields that records of results have, each topic its own. */
interface ResultRecord {
  impressions: number;
  clicks: number;
  spend: bigint;
  ctr: number | null;
  users: number;
  mean_time_to_click_ms: number | null;
}

/** Results of a topic by their key, each as the oracle writes them. */
async function results<T>(topic: string, view: (record: ResultRecord) => T): Promise<Map<string, T>> {
  const found = await readResults<ResultRecord>(engines.brokers, PREFIX + topic, EXACT);
  return new Map([...found].map(([key, record]) => [key, view(record)]));
}

const sorted = <T>(map: Map<string, T>): [string, T][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

describe('deliveries that are repeated, late, out of order and orphaned, in partitions of which one is idle', () => {
  test('every event is counted once, clicks when their impression is known and within the bound', async () => {
    const records = (await readTopic(engines.brokers, `${PREFIX}counted-events`)).map(({ value }) => JSON.parse(value!) as { event_id: string; type: string });
    const ids = records.filter(({ type }) => type !== 'attribution').map(({ event_id }) => event_id);
    expect(ids.length).toBe(new Set(ids).size);
    expect(new Set(ids)).toEqual(expected.countedIds);
    expect(ids).toEqual(expect.arrayContaining(['k1-at_once', 'k1-at_the_bound', 'k1-first', 'k1-second']));
    for (const id of ['k1-before', 'k1-beyond', 'k1-orphan-0']) expect(ids).not.toContain(id);
  });

  test('by campaign, minute and device', async () => {
    const found = await results('minute-stats', ({ impressions, clicks, spend }) => ({ impressions, clicks, spend }));
    expect(sorted(found)).toEqual(sorted(expected.minuteStats));
  });

  test('by source and creative', async () => {
    const found = await results('minute-breakdowns', ({ impressions, clicks, spend }) => ({ impressions, clicks, spend }));
    expect(sorted(found)).toEqual(sorted(expected.breakdowns));
  });

  test('by simulation', async () => {
    const found = await results('simulation-counts', ({ impressions, clicks }) => ({ impressions, clicks }));
    expect(sorted(found)).toEqual(sorted(new Map([...expected.runs].map(([key, { impressions, clicks }]) => [key, { impressions, clicks }]))));
  });

  test('CTR by campaign and minute', async () => {
    const found = await results('campaign-ctr-minute', ({ impressions, clicks, ctr, spend }) => ({ impressions, clicks, ctr, spend }));
    expect(sorted(found)).toEqual(sorted(expected.ctr));
  });

  test('engagement by device and minute', async () => {
    const found = await results('device-engagement-minute', ({ impressions, clicks, ctr, users, mean_time_to_click_ms: meanTimeToClick }) => ({ impressions, clicks, ctr, users, meanTimeToClick }));
    const rounded = <T extends { meanTimeToClick: number | null }>(map: Map<string, T>) => new Map([...map].map(([key, value]) => [key, { ...value, meanTimeToClick: value.meanTimeToClick && Math.round(value.meanTimeToClick * 1e6) / 1e6 }]));
    expect(sorted(rounded(found))).toEqual(sorted(rounded(expected.devices)));
  });

  test('what is a week old is put aside, whatever came before it; of ad servers nothing is that comes first', async () => {
    const late = (await readTopic(engines.brokers, `${PREFIX}late-events`)).map(({ value }) => JSON.parse(value!) as { event_id: string; door: string });
    expect(new Set(late.map(({ event_id }) => event_id))).toEqual(expected.asideIds);
    expect(new Set(late.map(({ door }) => door))).toEqual(new Set(['events']));
    // Twenty, of which ten are repeated: each delivery is handed on.
    expect(late).toHaveLength(30);
    expect(expected.countedIds).toContain('at -60001');
  });

  test('what is no record is told with its place and its reason, and what is counted is not', async () => {
    const rejected = (await readTopic(engines.brokers, `${PREFIX}rejected-records`)).map(({ value }) => JSON.parse(value!) as { topic: string; partition: number; offset: number; reason: string });
    expect(rejected.map(({ reason }) => reason).sort()).toEqual([...reasons].sort());
    const places = rejected.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`);
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('anomalies', () => {
  test('are those that the rule finds, written down as in direct mode', async () => {
    const records = (await readTopic(engines.brokers, `${PREFIX}ctr-anomalies`)).map(({ value }, place) => ({ topic: ANOMALIES_TOPIC, partition: 0, offset: BigInt(place), value: value ?? null }));
    const database = await createTestDatabase();
    const pool = createTestPool(database.url);
    try {
      const problems: object[] = [];
      const store = new PostgresAnomalyStore(pool);
      const projector = new ResultProjector(new PostgresDeviceMinuteStore(pool), store, { publish: () => undefined } as unknown as DomainEventPublisher, (_, details) => void problems.push(details), () => undefined);
      // As they come: some at a time.
      for (let start = 0; start < records.length; start += 7) await projector.project(records.slice(start, start + 7));
      expect(problems).toEqual([]);
      const told = (await store.newest({ limit: 1_000 })).filter(({ campaignId }) => courses.has(campaignId));
      const wanted = [...courses].flatMap(([campaignId, minutes]) => judgeMinutes({ campaignId, minutes, from: minutes[0]!.minute, to: minutes[0]!.minute + (COURSE_MINUTES + 31) * MINUTE_MS }));
      expect(inOrder(told)).toEqual(inOrder(wanted));
      expect(wanted.map((anomaly) => `${anomaly.campaignId}: ${anomaly.kind}, ${endingOf(anomaly)}`)).toEqual(
        expect.arrayContaining(['spike: spike, as_usual', 'drop: drop, as_usual', 'no clicks: drop, as_usual', 'nothing: silence, as_usual', 'stops: silence, not_judged', 'stays: spike, new_usual']),
      );
      // But for the silence after their last minute.
      const within = wanted.filter(({ campaignId, since }) => since < courses.get(campaignId)!.at(-1)!.minute);
      for (const quiet of ['as usual', 'two minutes only', 'little']) expect(within.map(({ campaignId }) => campaignId)).not.toContain(quiet);
    } finally {
      await pool.end();
      await database.drop();
    }
  });

  function inOrder(anomalies: readonly Anomaly[]): object[] {
    return anomalies
      .map(({ figures, ...anomaly }) => ({ ...anomaly, figures: Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value && Math.round((value as number) * 1e9) / 1e9])) }))
      .sort((a, b) => a.campaignId.localeCompare(b.campaignId) || a.kind.localeCompare(b.kind) || a.since - b.since);
  }
});

describe('minutes that are judged while events go on', () => {
  test('are those that every partition has ticked past, also where a partition has nothing but ticks', async () => {
    const prefix = 'live-';
    await createTopics({ brokers: engines.brokers, prefix, partitions: PARTITIONS, replicas: 1 });
    const deliveries = new Deliveries(prefix, PARTITIONS);
    const first = from - 60 * MINUTE_MS;
    const stopsAt = 40;
    deliverMinutes(deliveries, { campaignId: 'stops', seed: 21, usual: { impressions: 40, ctr: 0.05 }, instead: (minute) => (minute < stopsAt ? undefined : { impressions: 0, ctr: 0 }) }, first, stopsAt);
    const counted = deliveries.records.map(({ value, partition }) => ({ topic: `${prefix}counted-events`, partition, value: JSON.stringify({ ...(JSON.parse(value) as object), door: 'events', is_late: false }) }));
    const tick = async (minute: number): Promise<void> =>
      produce(engines.brokers, Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: `${prefix}counted-events`, partition, value: JSON.stringify({ type: 'tick', occurred_at: first + minute * MINUTE_MS }) })));
    const told = async () => (await readTopic(engines.brokers, `${prefix}ctr-anomalies`)).map(({ value }) => JSON.parse(value!) as { kind: string; since: number; minute: number; phase: string });

    const job = await startJob(engines, 'anomalies', { prefix });
    try {
      await produce(engines.brokers, counted);
      await tick(stopsAt + 2);
      await sleep(15_000);
      expect(await told()).toEqual([]);
      await tick(stopsAt + 4);
      const since = first + stopsAt * MINUTE_MS;
      await eventually(async () => expect(await told()).toEqual([expect.objectContaining({ kind: 'silence', since, minute: since + 2 * MINUTE_MS, phase: 'begins' }), expect.objectContaining({ kind: 'silence', since, minute: since + 3 * MINUTE_MS, phase: 'continues' })]), 90_000);
    } finally {
      await new Flink(engines.flinkUrl).cancel(job);
    }
  }, RUN_MS);
});
