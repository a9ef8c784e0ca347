import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Admin, Consumer, ListOffsetTimestamps, MessagesStreamModes, stringDeserializers } from '@platformatic/kafka';
import { eventBody } from '../../api/test/support/events.ts';
import { eventually } from '../../api/test/support/eventually.ts';
import { startTool } from '../../api/test/support/tool.ts';
import { createTopics } from '../topics.ts';
import { type LoneKafka, startKafka } from './support/lone-kafka.ts';

/** The first run fetches the broker. */
const START_MS = 300_000;
const TEST_MS = 120_000;
const MINUTE_MS = 60_000;
const AD_TOPICS = ['ad-impressions', 'ad-clicks'];

let kafka: LoneKafka;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flightdeck-test-ads-'));
  kafka = await startKafka();
}, START_MS);

afterAll(async () => {
  await kafka?.stop();
  await rm(folder, { recursive: true, force: true });
}, START_MS);

async function emptyTopics(): Promise<void> {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [kafka.brokers] });
  const present = await admin.listTopics();
  if (present.length > 0) await admin.deleteTopics({ topics: present });
  await eventually(async () => expect(await admin.listTopics()).toEqual([]), 30_000);
  await admin.close();
  await createTopics({ brokers: kafka.brokers, partitions: 4, replicas: 1 });
}

interface Written {
  topic: string;
  partition: number;
  key: string;
  value: string;
}

/** Everything that stands in the topics now, in the order of each partition. */
async function readAll(topics: string[]): Promise<Written[]> {
  const options = { clientId: 'test', bootstrapBrokers: [kafka.brokers] };
  const admin = new Admin(options);
  const partitions = topics.map((name) => ({ name, partitions: [0, 1, 2, 3].map((partitionIndex) => ({ partitionIndex, timestamp: ListOffsetTimestamps.LATEST })) }));
  const ends = await admin.listOffsets({ topics: partitions });
  await admin.close();
  const expected = ends.reduce((sum, topic) => sum + topic.partitions.reduce((total, { offset }) => total + Number(offset), 0), 0);
  const consumer = new Consumer({ ...options, groupId: `test-${Math.random()}`, deserializers: stringDeserializers });
  const read: Written[] = [];
  const stream = await consumer.consume({ topics, mode: MessagesStreamModes.EARLIEST, autocommit: false, maxWaitTime: 100 });
  if (expected > 0) {
    for await (const { topic, partition, key, value } of stream) {
      read.push({ topic, partition, key, value });
      if (read.length === expected) break;
    }
  }
  await stream.close();
  await consumer.close(true);
  return read;
}

interface Truth {
  impressions: number;
  clicks: number;
  duplicates: number;
  in_doubt: number;
  orphans: string[];
  campaign_minutes: { campaign_id: string; minute: number; impressions: number; clicks: number }[];
}

/** What the topics say, read without the generator's help. */
function recount(records: readonly Written[]): Omit<Truth, 'in_doubt'> {
  const parsed = records.map(({ topic, value }) => ({ topic, record: JSON.parse(value) }));
  const impressions = new Map(parsed.filter(({ topic }) => topic === 'ad-impressions').map(({ record }) => [record.impression_id, record]));
  const clicks = new Map(parsed.filter(({ topic }) => topic === 'ad-clicks').map(({ record }) => [record.click_id, record]));
  const minutes = new Map<string, Truth['campaign_minutes'][number]>();
  const add = (campaign: string, time: number, what: 'impressions' | 'clicks'): void => {
    const minute = Math.floor(time / MINUTE_MS) * MINUTE_MS;
    const key = `${campaign} ${minute}`;
    const it = minutes.get(key) ?? { campaign_id: campaign, minute, impressions: 0, clicks: 0 };
    it[what] += 1;
    minutes.set(key, it);
  };
  for (const shown of impressions.values()) add(shown.campaign_id, shown.event_timestamp, 'impressions');
  const orphans: string[] = [];
  for (const click of clicks.values()) {
    const shown = impressions.get(click.impression_id);
    if (shown === undefined) orphans.push(click.click_id);
    else add(shown.campaign_id, click.event_timestamp, 'clicks');
  }
  return {
    impressions: impressions.size,
    clicks: clicks.size,
    duplicates: records.length - impressions.size - clicks.size,
    orphans: orphans.sort(),
    campaign_minutes: [...minutes.values()].sort((a, b) => a.minute - b.minute || (a.campaign_id < b.campaign_id ? -1 : 1)),
  };
}

const START = '2026-02-10T21:10:00Z';

function traffic(file: string, ...args: string[]) {
  const truthFile = join(folder, file);
  const tool = startTool('tools/generate-traffic.ts', ['--to', 'kafka', '--brokers', kafka.brokers, '--truth', truthFile, '--ctr', '0.2', '--orphans', '0.1', '--late', '0.05', '--campaigns', '3', ...args]);
  const truth = async (): Promise<Truth> => JSON.parse(await readFile(truthFile, 'utf8')) as Truth;
  return { tool, truth };
}

const expectedOf = ({ impressions, clicks, duplicates, orphans, campaign_minutes }: Truth) => ({ impressions, clicks, duplicates, orphans: [...orphans].sort(), campaign_minutes });

test('what is not there is named, with what to do', async () => {
  const { code, stderr } = await traffic('none.json').tool.done;
  expect(code).toBe(1);
  expect(stderr).toContain(`Kafka at ${kafka.brokers} has no topic "ad-impressions". Run "npm run pipeline:up" first: it creates the topics.`);
}, TEST_MS);

test('the topics contain what the truth says, and the same seed and start write the same again', async () => {
  await emptyTopics();
  const args = ['--start', START, '--duration', '1200', '--rate', '20', '--seed', 'pipeline'];
  const first = traffic('first.json', ...args);
  expect((await first.tool.done).code).toBe(0);
  const records = await readAll(AD_TOPICS);
  const truth = await first.truth();
  expect(truth.in_doubt).toBe(0);
  expect(truth.campaign_minutes.length).toBeGreaterThanOrEqual(60);
  expect(Math.min(truth.clicks, truth.duplicates, truth.orphans.length)).toBeGreaterThan(50);
  expect(recount(records)).toEqual(expectedOf(truth));
  for (const { key, value } of records) expect(JSON.parse(value).impression_id).toBe(key);

  const second = traffic('second.json', ...args);
  expect((await second.tool.done).code).toBe(0);
  expect(await second.truth()).toEqual(truth);
  const known = new Set(records.map(({ value }) => value));
  const after = await readAll(AD_TOPICS);
  expect(after).toHaveLength(2 * records.length);
  expect(after.filter(({ value }) => !known.has(value))).toEqual([]);
}, TEST_MS);

test('a broker that is killed meanwhile costs nothing and doubles nothing, and Ctrl-C writes down what was written', async () => {
  await emptyTopics();
  const { tool, truth } = traffic('killed.json', '--duration', '600', '--rate', '500', '--json');
  await eventually(async () => expect((await readAll(AD_TOPICS)).length).toBeGreaterThan(500), 30_000);
  await kafka.broker.kill();
  await eventually(() => expect(tool.stderr()).toContain('Waiting and trying again'), 30_000);
  await kafka.broker.start();
  const before = (await readAll(AD_TOPICS)).length;
  await eventually(async () => expect((await readAll(AD_TOPICS)).length).toBeGreaterThan(before + 500), 30_000);
  tool.child.kill('SIGINT');
  const { code, stdout } = await tool.done;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ not_taken: 0, lost_answers: 0 });
  expect(recount(await readAll(AD_TOPICS))).toEqual(expectedOf(await truth()));
}, TEST_MS);

test('logs are replayed into the topics of their forms, in the order of their events, and bad lines named', async () => {
  await emptyTopics();
  const at = (second: number): number => Date.parse(START) + 1_000 * second;
  const impressions = Array.from({ length: 300 }, (_, n) => ({ impression_id: `i${n}`, user_id: 'u', campaign_id: 'c', ad_id: 'a', device_type: 'mobile', browser: 'chrome', event_timestamp: at(n), cost: 0.01 }));
  const clicks = Array.from({ length: 30 }, (_, n) => ({ click_id: `c${n}`, impression_id: `i${10 * n}`, user_id: 'u', event_timestamp: at(10 * n + 5) }));
  const events = [eventBody({ event_id: 'e1', campaign_id: 'mixed' }), eventBody({ type: 'view' }), { some: 'thing' }];
  const files = await Promise.all(
    Object.entries({ 'impressions.ndjson': impressions, 'clicks.ndjson': clicks, 'events.ndjson': events }).map(async ([name, lines]) => {
      await writeFile(join(folder, name), lines.map((line) => JSON.stringify(line)).join('\n'));
      return join(folder, name);
    }),
  );
  const { code, stdout } = await startTool('tools/replay.ts', ['--to', 'kafka', '--brokers', kafka.brokers, ...files]).done;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ad-impressions +300$/m);
  expect(stdout).toMatch(/^ad-clicks +30$/m);
  expect(stdout).toMatch(/^events +1$/m);
  expect(stdout).toContain('events.ndjson line 2: type must be "click" or "impression"');
  expect(stdout).toContain('events.ndjson line 3: is no ad impression');
  const records = await readAll([...AD_TOPICS, 'events']);
  for (const [topic, id, inOrder] of [['ad-impressions', 'impression_id', impressions.map((it) => it.impression_id)], ['ad-clicks', 'click_id', clicks.map((it) => it.click_id)]] as const) {
    const written = [0, 1, 2, 3].map((partition) => records.filter((it) => it.topic === topic && it.partition === partition).map(({ value }) => String(JSON.parse(value)[id])));
    expect(written.map((ids) => ids.length).reduce((sum, many) => sum + many)).toBe(inOrder.length);
    for (const ids of written) {
      expect(ids.length).toBeGreaterThan(0);
      expect(ids).toEqual(inOrder.filter((it) => ids.includes(it)));
    }
  }
  expect(records.filter(({ topic }) => topic === 'events')).toEqual([expect.objectContaining({ key: 'e1', value: expect.stringContaining('"campaign_id":"mixed"') })]);
}, TEST_MS);
