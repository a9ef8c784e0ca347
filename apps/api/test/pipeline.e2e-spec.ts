import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { AnomaliesBody } from '../src/pipeline/anomaly.schema.ts';
import type { DevicesBody, MinutesBody } from '../src/pipeline/minutes.schema.ts';
import type { PipelineBody } from '../src/pipeline/pipeline.schema.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { expectProblem, post, send } from './support/http.ts';
import { connectLive, type LiveClient } from './support/live-client.ts';
import { query } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

const MINUTE = 60_000;

let application: TestApplication;
const clients: LiveClient[] = [];

beforeAll(async () => {
  application = await startTestApplication();
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(() => application.stop());

const newId = (): string => `camp_${randomUUID()}`;
const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const thisMinute = (): number => Math.floor(Date.now() / MINUTE) * MINUTE;
const read = async <Body>(path: string): Promise<Body> => {
  const answer = await send(application.url + path);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
  return answer.body as Body;
};

/** Minutes of years ago, in which nothing is judged any more. */
async function insertAnomaly({ campaign = newId(), kind = 'drop', since = Date.UTC(2020, 0, 1), last, isOver = true }: { campaign?: string; kind?: string; since?: number; last?: number; isOver?: boolean }): Promise<string> {
  await query(
    application.database.url,
    `INSERT INTO ctr_anomalies VALUES ($1, $2, to_timestamp($3), to_timestamp($4), $5, 200, 1, 0.02, 0.0005, 0.03, 180.5)`,
    [campaign, kind, since / 1000, (last ?? since + 5 * MINUTE) / 1000, isOver],
  );
  return campaign;
}

test('in direct mode the status says so', async () => {
  const { judged_until: judgedUntil, ...status } = await read<PipelineBody>('/api/pipeline');
  expect(status).toEqual({ mode: 'direct', streaming: null });
  expect(judgedUntil ?? iso(thisMinute())).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);
});

test('minutes are those of the busiest campaigns, all of them, under the names of the campaigns', async () => {
  const [large, small] = [newId(), newId()];
  expect(await post(`${application.url}/api/campaigns`, { id: large, name: 'Spring sale', daily_budget: 10 })).toMatchObject({ status: 201 });
  const [now, before] = [thisMinute(), thisMinute() - 2 * MINUTE];
  const of = (campaign: string, type: string, minute: number, count: number, device = 'mobile') =>
    Array.from({ length: count }, () => eventBody({ campaign_id: campaign, type, occurred_at: iso(minute), metadata: { device_type: device } }));
  await post(`${application.url}/events/batch`, [...of(large, 'impression', before, 3), ...of(large, 'impression', before, 2, 'desktop'), ...of(large, 'click', before, 1), ...of(small, 'impression', now, 4), ...of(small, 'impression', now - 40 * MINUTE, 9)]);
  const { from, to, campaigns } = await read<MinutesBody>('/api/pipeline/minutes?minutes=10');
  expect(Date.parse(to) - Date.parse(from)).toBe(10 * MINUTE);
  expect(campaigns.map(({ campaign_id: id, name }) => [id, name])).toEqual([[large, 'Spring sale'], [small, null]]);
  const [{ points }] = campaigns as [MinutesBody['campaigns'][number]];
  expect(points.map(({ ts }) => Date.parse(ts))).toEqual(Array.from({ length: 10 }, (_, minute) => Date.parse(from) + minute * MINUTE));
  expect(points.filter(({ impressions }) => impressions > 0)).toEqual([{ ts: iso(before), impressions: 5, clicks: 1, ctr: 0.2 }]);
  expect(points.filter(({ impressions }) => impressions === 0).every(({ clicks, ctr }) => clicks === 0 && ctr === null)).toBe(true);
  expect((await read<MinutesBody>('/api/pipeline/minutes?minutes=10&limit=1')).campaigns).toHaveLength(1);
  expect((await read<MinutesBody>('/api/pipeline/minutes?minutes=60')).campaigns[0]!.campaign_id).toBe(small);
});

test('anomalies come newest first, page by page, of one campaign or of all, of a range', async () => {
  const start = Date.UTC(2020, 0, 1);
  const campaigns = await Promise.all(Array.from({ length: 7 }, (_, number) => insertAnomaly({ since: start + Math.floor(number / 3) * MINUTE, last: start + (10 + number) * MINUTE })));
  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const page: AnomaliesBody = await read(`/api/pipeline/anomalies?to=2020-01-02T00:00:00Z&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
    paged.push(...page.items.map((item) => item.campaign_id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(paged).toEqual([campaigns[6], ...campaigns.slice(3, 6).sort(), ...campaigns.slice(0, 3).sort()]);

  const lasting = await insertAnomaly({ campaign: campaigns[0]!, kind: 'silence', since: start + 30 * MINUTE, isOver: false });
  const { items } = await read<AnomaliesBody>(`/api/pipeline/anomalies?campaign_id=${lasting}`);
  expect(items).toEqual([
    expect.objectContaining({ kind: 'silence', is_over: false, until: null }),
    { campaign_id: lasting, name: null, campaign_status: null, kind: 'drop', since: iso(start), until: iso(start + 8 * MINUTE), last_minute: iso(start + 10 * MINUTE), is_over: true, ending: 'as_usual', impressions: 200, clicks: 1, ctr: 0.005, expected_ctr: 0.02, low: 0.0005, high: 0.03, expected_impressions: 180.5 },
  ]);
  const count = async (range: string) => (await read<AnomaliesBody>(`/api/pipeline/anomalies?campaign_id=${lasting}&${range}`)).items.length;
  expect(await count(`from=${iso(start + 11 * MINUTE)}`)).toBe(1);
  expect(await count(`from=${iso(start + 10 * MINUTE)}&to=${iso(start + 30 * MINUTE)}`)).toBe(1);
  expect(await count(`to=${iso(start)}`)).toBe(0);
});

test.each([
  ['/api/pipeline/minutes?minutes=0&limit=51', { limit: 'must be a whole number from 1 to 50', minutes: 'must be a whole number from 1 to 180' }],
  ['/api/pipeline/devices?minutes=1e2', { minutes: 'must be a whole number from 1 to 180' }],
  ['/api/pipeline/devices?limit=3', { limit: 'is not a parameter of this address' }],
  ['/api/pipeline/anomalies?campaign_id=&from=now&limit=201', { campaign_id: expect.any(String), from: expect.stringContaining('ISO 8601'), limit: 'must be a whole number from 1 to 200' }],
  ['/api/pipeline/anomalies?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', { to: 'must be later than from' }],
  ...[['anomalies', 1e300, 'drop x'], ['anomalies', 0, 'decline x'], ['anomalies', 0, 'drop '], ['recipients', 0, 'drop x']].map((parts): [string, object] => [
    `/api/pipeline/anomalies?cursor=${Buffer.from(JSON.stringify(parts)).toString('base64url')}`,
    { cursor: 'must be the next_cursor of a page in the same order' },
  ]),
])('%s is refused', async (path, errors) => {
  const answer = await send(application.url + path);
  expectProblem(answer, 422, 'VALIDATION_FAILED', errors as Record<string, unknown>);
});

test('a page that is open sees all of it move', async () => {
  const client = await connectLive(application.url);
  clients.push(client);
  client.watch('page', 'pipeline', {});
  const id = newId();
  await eventually(() => expect(client.bodies('page')[0]).toMatchObject({ as_of: expect.any(String), status: { mode: 'direct' }, devices: { devices: expect.any(Array) }, anomalies: { items: expect.any(Array) } }));
  await post(`${application.url}/events/batch`, Array.from({ length: 50 }, () => eventBody({ campaign_id: id, occurred_at: new Date().toISOString() })));
  const since = thisMinute();
  await insertAnomaly({ campaign: id, since, last: since + 2 * MINUTE });
  await eventually(() => {
    const shown = client.bodies<{ minutes: MinutesBody; devices: DevicesBody; anomalies: AnomaliesBody }>('page').at(-1)!;
    expect(shown.minutes.campaigns.find(({ campaign_id: each }) => each === id)?.points).toContainEqual(expect.objectContaining({ impressions: 50 }));
    expect(shown.anomalies.items).toContainEqual(expect.objectContaining({ campaign_id: id, kind: 'drop' }));
  });
});
