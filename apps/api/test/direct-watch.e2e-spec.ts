import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AnomaliesBody, AnomalyBody } from '../src/pipeline/anomaly.schema.ts';
import type { DevicesBody } from '../src/pipeline/minutes.schema.ts';
import type { PipelineBody } from '../src/pipeline/pipeline.schema.ts';
import type { ChatMessageBody } from '../src/chat/chat.schema.ts';
import { type EventBody, eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { query } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

const MINUTE = 60_000;

let database: TestDatabase;
let application: TestApplication;

beforeAll(async () => {
  database = await createTestDatabase();
  application = await startTestApplication({ database });
});

afterAll(async () => {
  await application.stop();
  await database.drop();
});

const newId = (): string => `camp_${randomUUID()}`;
const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const thisMinute = (): number => Math.floor(Date.now() / MINUTE) * MINUTE;
const read = async <Body>(path: string): Promise<Body> => (await send(application.url + path)).body as Body;
/** What was found of these minutes: after the last of them campaigns fall silent, and that is found as well. */
const anomaliesOf = async (id: string, before: number): Promise<AnomalyBody[]> => (await read<AnomaliesBody>(`/api/pipeline/anomalies?campaign_id=${id}&to=${iso(before)}`)).items;

async function report(events: EventBody[]): Promise<void> {
  for (let start = 0; start < events.length; start += 2_000) {
    const answer = await post(`${application.url}/events/batch`, events.slice(start, start + 2_000));
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 202, body: { rejected: 0 } });
  }
}

const minute = (campaign: string, start: number, impressions: number, clicks: number): EventBody[] =>
  Array.from({ length: impressions + clicks }, (_, place) => eventBody({ campaign_id: campaign, type: place < impressions ? 'impression' : 'click', occurred_at: iso(start + (place * 997) % MINUTE) }));
const minutes = (campaign: string, start: number, count: number, impressions: number, clicks: number): EventBody[] =>
  Array.from({ length: count }, (_, place) => minute(campaign, start + place * MINUTE, impressions, clicks)).flat();

async function restart(): Promise<void> {
  await application.stop();
  application = await startTestApplication({ database });
}

test('what was not as usual in the past two hours is found, once over restarts, and what was as usual is not', async () => {
  const [spiking, dropping, silent, calm] = [newId(), newId(), newId(), newId()];
  const start = thisMinute() - 80 * MINUTE;
  const usual = (id: string, from: number, count: number): EventBody[] => minutes(id, start + from * MINUTE, count, 40, 4);
  await report([
    ...usual(spiking, 0, 50), ...minutes(spiking, start + 50 * MINUTE, 5, 40, 30), ...usual(spiking, 55, 25),
    ...minutes(dropping, start, 50, 120, 24), ...minutes(dropping, start + 50 * MINUTE, 6, 120, 0), ...minutes(dropping, start + 56 * MINUTE, 24, 120, 24),
    ...usual(silent, 0, 60), ...usual(silent, 65, 15),
    ...usual(calm, 0, 80),
  ]);
  const end = start + 80 * MINUTE;
  for (let times = 0; times < 2; times += 1) {
    await restart();
    await eventually(async () => {
      expect(await anomaliesOf(spiking, end)).toMatchObject([{ kind: 'spike', since: iso(start + 50 * MINUTE), until: iso(start + 55 * MINUTE), last_minute: iso(start + 57 * MINUTE), is_over: true, impressions: 40, clicks: 30, ctr: 0.75, expected_ctr: 0.1, expected_impressions: 40 }]);
      expect(await anomaliesOf(dropping, end)).toMatchObject([{ kind: 'drop', since: iso(start + 50 * MINUTE), until: iso(start + 56 * MINUTE), is_over: true, impressions: 120, clicks: 0 }]);
      expect(await anomaliesOf(silent, end)).toMatchObject([{ kind: 'silence', since: iso(start + 60 * MINUTE), until: iso(start + 65 * MINUTE), is_over: true, impressions: 0, ctr: null, low: null, high: null, expected_impressions: 40 }]);
    });
    expect(await anomaliesOf(calm, end)).toEqual([]);
    await eventually(async () => expect(Date.parse((await read<PipelineBody>('/api/pipeline')).judged_until!)).toBeGreaterThanOrEqual(Date.now() - 75_000));
  }
});

test('an anomaly that goes on while nobody watches is the same one afterwards, and over when it has ended', async () => {
  const id = newId();
  const start = thisMinute() - 50 * MINUTE;
  await report([...minutes(id, start, 44, 40, 4), ...minutes(id, start + 44 * MINUTE, 4, 40, 30)]);
  await restart();
  const since = iso(start + 44 * MINUTE);
  await eventually(async () => expect(await anomaliesOf(id, start + 48 * MINUTE)).toMatchObject([{ kind: 'spike', since, is_over: false, until: null }]));
  const said = async () => (await read<{ items: ChatMessageBody[] }>('/api/chat/messages?limit=200')).items.filter(({ campaign_id: about }) => about === id);
  await eventually(async () => expect(await said()).toMatchObject([{ user: null, text: `“${id}” has had a high CTR for three minutes, since ${since.replace(':00Z', 'Z')}: 75%, usually 10%.` }]));
  await report(minutes(id, start + 48 * MINUTE, 3, 40, 4));
  // As if the last minutes had been long ago.
  await application.stop();
  await query(database.url, `UPDATE minute_stats SET minute = minute - interval '10 minutes' WHERE campaign_id = $1`, [id]);
  await query(database.url, `UPDATE ctr_anomalies SET since = since - interval '10 minutes', last_minute = last_minute - interval '10 minutes' WHERE campaign_id = $1`, [id]);
  application = await startTestApplication({ database });
  await eventually(async () => expect(await anomaliesOf(id, start + 48 * MINUTE)).toContainEqual(expect.objectContaining({ kind: 'spike', since: iso(Date.parse(since) - 10 * MINUTE), until: iso(start + 38 * MINUTE), is_over: true })));
  // Meanwhile nothing has come for nine minutes. When that has been said, the spike was not said again before.
  await eventually(async () => expect((await said()).map(({ text }) => text)).toContainEqual(expect.stringContaining('no impressions')));
  expect((await said()).map(({ client_id: name }) => name.split(':')[1])).toEqual(['silence', 'spike']);
});

test('a past that is brought in while the product runs is judged, too', async () => {
  const id = newId();
  const start = thisMinute() - 90 * MINUTE;
  await report([...minutes(id, start, 50, 40, 4), ...minutes(id, start + 50 * MINUTE, 5, 40, 30), ...minutes(id, start + 55 * MINUTE, 10, 40, 4)]);
  await eventually(async () => expect(await anomaliesOf(id, start + 60 * MINUTE)).toMatchObject([{ kind: 'spike', since: iso(start + 50 * MINUTE), is_over: true }]), 50_000);
});

test('of two processes one watches, and the other goes on when it has stopped', async () => {
  const owner = async (): Promise<string | null> => (await query<{ owner: string | null }>(database.url, 'SELECT owner FROM pipeline_watch'))[0]!.owner;
  const first = await owner();
  const other = await startTestApplication({ database });
  try {
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(await owner()).toBe(first);
    await application.stop();
    await eventually(async () => expect([null, first]).not.toContain(await owner()));
  } finally {
    await other.stop();
    application = await startTestApplication({ database });
  }
  await eventually(async () => expect(await owner()).not.toBeNull());
});

test('engagement by device is what a count of the events themselves says', async () => {
  const events = await createTestDatabase();
  let own = await startTestApplication({ database: events });
  try {
    const at = thisMinute() - 4 * MINUTE;
    const impression = (device: string | null, user: string | null, time: number): EventBody => eventBody({ campaign_id: newId(), user_id: user, occurred_at: iso(time), metadata: device === null ? null : { device_type: device } });
    const click = (device: string, user: string | null, time: number, of: EventBody | string): EventBody => eventBody({ type: 'click', campaign_id: newId(), user_id: user, occurred_at: iso(time), metadata: { device_type: device, impression_id: typeof of === 'string' ? of : of.event_id } });
    const [early, exact, tooEarly, phone, screen] = [impression('mobile', 'u1', at - 10 * MINUTE), impression('mobile', 'u1', at + 1_000 - 30 * MINUTE), impression('mobile', 'u1', at + 999 - 30 * MINUTE), impression('mobile', 'u2', at + 5_000), impression('desktop', null, at + 6_000)] as const;
    const clicks = [
      click('mobile', 'u1', at + 1_000, early), // 601 s
      click('mobile', 'u3', at + 1_000, exact), // 1,800 s, just so
      click('mobile', 'u3', at + 1_000, tooEarly), // too late
      click('mobile', 'u4', at + 4_999, phone), // before it
      click('desktop', 'u5', at + 8_000, phone), // 3 s, under its own type of device
      click('desktop', null, at + 59_999, screen), // 53.999 s
      click('desktop', 'u5', at + 30_000, 'nobody knows'),
    ];
    const rest = [impression('mobile', 'u2', at), impression('mobile', null, at + 59_999), impression('', 'u6', at), impression(null, 'u7', at)];
    const answer = await post(`${own.url}/events/batch`, [early, exact, tooEarly, phone, screen, ...clicks, ...rest]);
    expect(answer).toMatchObject({ status: 202 });
    // So that these minutes need not be waited for.
    await own.stop();
    own = await startTestApplication({ database: events });
    await eventually(async () => {
      const { devices } = (await send(`${own.url}/api/pipeline/devices?minutes=10`)).body as DevicesBody;
      const point = (type: string) => devices.find(({ device_type: each }) => each === type)?.points.find(({ ts }) => ts === iso(at));
      expect(point('mobile')).toEqual({ ts: iso(at), impressions: 3, clicks: 4, ctr: 4 / 3, users: 4, mean_time_to_click_ms: (601_000 + 1_800_000) / 2 });
      expect(point('desktop')).toEqual({ ts: iso(at), impressions: 1, clicks: 3, ctr: 3, users: 1, mean_time_to_click_ms: (3_000 + 53_999) / 2 });
      expect(point('unknown')).toEqual({ ts: iso(at), impressions: 2, clicks: 0, ctr: 0, users: 2, mean_time_to_click_ms: null });
    });
    // The minute that is running is shown, too.
    await post(`${own.url}/events`, impression('mobile', 'now', Date.now()));
    await eventually(async () => {
      const { devices } = (await send(`${own.url}/api/pipeline/devices?minutes=3`)).body as DevicesBody;
      expect(devices.find(({ device_type: each }) => each === 'mobile')).toMatchObject({ impressions: 1 });
    });
  } finally {
    await own.stop();
    await events.drop();
  }
});
