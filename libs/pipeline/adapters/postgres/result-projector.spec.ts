import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import type { DomainEvent, DomainEventPublisher } from '../../../kernel/domain-events.ts';
import type { AnomalyBegan } from '../../domain/domain-events.ts';
import { ANOMALIES_TOPIC, ENGAGEMENT_TOPIC, ResultProjector } from '../../application/result-projector.ts';
import { PostgresAnomalyStore } from './postgres-anomaly-store.ts';
import { PostgresDeviceMinuteStore } from './postgres-device-minute-store.ts';

const AT = Date.UTC(2026, 1, 10, 21);
const MINUTE = 60_000;

describe('what Flink tells of devices and anomalies', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let devices: PostgresDeviceMinuteStore;
  let anomalies: PostgresAnomalyStore;
  let published: DomainEvent[];
  let problems: { topic: string; records: number; first: { problem: string } }[];
  let handled: string[];
  let projector: ResultProjector;
  let offset = 0n;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
    devices = new PostgresDeviceMinuteStore(pool);
    anomalies = new PostgresAnomalyStore(pool);
  });

  beforeEach(async () => {
    await pool.query('TRUNCATE device_minutes, ctr_anomalies');
    [published, problems, handled] = [[], [], []];
    const publisher = { publish: (event: DomainEvent) => void published.push(event) } as unknown as DomainEventPublisher;
    projector = new ResultProjector(devices, anomalies, publisher, (_, details) => void problems.push(details as (typeof problems)[number]), (topic) => void handled.push(topic));
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const record = (topic: string, value: unknown) => ({ topic, partition: 0, offset: (offset += 1n), value: value === null || typeof value === 'string' ? value : JSON.stringify(value) });
  const minute = (changes: object = {}) => record(ENGAGEMENT_TOPIC, { minute: AT, device_type: 'mobile', impressions: 10, clicks: 2, ctr: 0.2, users: 3, mean_time_to_click_ms: 1_500.5, ...changes });
  const USUAL = { impressions: 200, clicks: 4, is_outside: false };
  const told = (phase: string, at: number, changes: object = {}) =>
    record(ANOMALIES_TOPIC, { campaign_id: 'c', kind: 'spike', since: AT, minute: AT + at * MINUTE, phase, is_outside: true, impressions: 200, clicks: 30, expected_ctr: 0.02, low: 0.08, high: 0.24, expected_impressions: 190.5, ...changes });
  const kept = () => anomalies.newest({ limit: 10 });

  test('minutes are kept as they were told last, and an older record changes nothing', async () => {
    await projector.project([minute(), minute({ device_type: 'tv', mean_time_to_click_ms: null }), minute({ impressions: 11, users: 4 })]);
    await projector.project([minute({ impressions: 11, users: 4 })]);
    await projector.project([minute({ impressions: 5, users: 1 })]);
    const all = await devices.between(AT, AT + MINUTE);
    expect(all.sort((a, b) => (a.deviceType < b.deviceType ? -1 : 1))).toEqual([
      { minute: AT, deviceType: 'mobile', impressions: 11, clicks: 2, users: 4, meanTimeToClickMs: 1_500.5 },
      { minute: AT, deviceType: 'tv', impressions: 10, clicks: 2, users: 3, meanTimeToClickMs: null },
    ]);
  });

  test('an anomaly begins, goes on and ends, with the figures of its last minute that was odd, and is told of once', async () => {
    const all = [told('begins', 2), told('continues', 3, { clicks: 25 }), told('continues', 4, USUAL), told('continues', 5, USUAL), told('ends', 6, USUAL)];
    for (const each of all) await projector.project([each]);
    const figures = { impressions: 200, clicks: 25, expectedCtr: 0.02, low: 0.08, high: 0.24, expectedImpressions: 190.5 };
    const ended = [{ campaignId: 'c', kind: 'spike', since: AT, lastMinute: AT + 6 * MINUTE, isOver: true, figures, ending: { impressions: 200, clicks: 4 } }];
    expect(await kept()).toEqual(ended);
    expect(published.filter(({ type }) => type === 'AnomalyBegan')).toHaveLength(1);
    // Read again from the start, one by one and all at once.
    for (const each of all) await projector.project([each]);
    await projector.project(all);
    expect(await kept()).toEqual(ended);
    expect(published.filter(({ type }) => type === 'AnomalyBegan')).toHaveLength(1);
    expect(published.filter(({ type }) => type === 'AnomaliesChanged')).toHaveLength(11);
  });

  test('told all at once it is the same as one by one', async () => {
    await projector.project([told('begins', 2), told('continues', 3, { clicks: 25 }), told('continues', 4, USUAL), told('ends', 5, USUAL)]);
    expect(await kept()).toMatchObject([{ lastMinute: AT + 5 * MINUTE, isOver: true, figures: { clicks: 25 } }]);
  });

  test('what is over does not begin again in the same minute', async () => {
    await projector.project([told('ends', 6, USUAL)]);
    await projector.project([told('continues', 6)]);
    expect(await kept()).toMatchObject([{ isOver: true, lastMinute: AT + 6 * MINUTE }]);
  });

  test('records that cannot be read are passed over and reported, and keep no other', async () => {
    const bad = ['', '[]', 'null', { minute: AT }, null].map((value) => record(ENGAGEMENT_TOPIC, value));
    await projector.project([...bad, minute({ users: -1 }), minute({ minute: AT + 1 }), minute({ minute: 1e300 }), minute({ device_type: 'a\0' }), told('stops', 2), told('begins', 2, { kind: 'x' }), told('begins', 2, { expected_ctr: null }), told('begins', 2, { is_outside: 1 }), minute()]);
    expect(problems).toMatchObject([{ topic: ENGAGEMENT_TOPIC, records: 8 }, { topic: ANOMALIES_TOPIC, records: 4 }]);
    expect(await devices.between(AT, AT + MINUTE)).toHaveLength(1);
    expect(await kept()).toEqual([]);
  });

  /** PostgreSQL compresses what repeats itself, and then an index takes it. */
  const tooLong = Array.from({ length: 1_000 }, () => crypto.randomUUID()).join('');

  test('what the database refuses for ever is left out and reported, and keeps no neighbour', async () => {
    const types = Array.from({ length: 9 }, (_, number) => `type ${number}`);
    const minutes = types.map((device_type) => minute({ device_type }));
    const begun = types.map((campaign_id) => told('begins', 2, { campaign_id }));
    await projector.project([...minutes.slice(0, 4), minute({ device_type: tooLong }), ...minutes.slice(4), ...begun.slice(0, 6), told('continues', 3, { ...USUAL, campaign_id: tooLong }), ...begun.slice(6)]);
    expect((await devices.between(AT, AT + MINUTE)).map(({ deviceType }) => deviceType).sort()).toEqual(types);
    expect((await anomalies.newest({ limit: 20 })).map(({ campaignId }) => campaignId).sort()).toEqual(types);
    expect(published.flatMap((event) => (event.type === 'AnomalyBegan' ? [(event as AnomalyBegan).anomaly.campaignId] : [])).sort()).toEqual(types);
    expect(problems).toMatchObject([{ topic: ENGAGEMENT_TOPIC, records: 1, first: { problem: expect.stringContaining('index row') } }, { topic: ANOMALIES_TOPIC, records: 1 }]);
  });

  test('while the database is away all of it is told again, and none of it was dealt with', async () => {
    const away = createTestPool(database.url);
    await away.end();
    const failing = new ResultProjector(new PostgresDeviceMinuteStore(away), new PostgresAnomalyStore(away), undefined as never, (_, details) => void problems.push(details as never), (topic) => void handled.push(topic));
    await expect(failing.project([minute()])).rejects.toMatchObject({ code: 'PIPELINE_UNAVAILABLE' });
    await expect(failing.project([told('begins', 2), told('continues', 3, { ...USUAL, campaign_id: 'd' })])).rejects.toMatchObject({ code: 'PIPELINE_UNAVAILABLE' });
    expect([problems, handled]).toEqual([[], []]);
  });

  test('says of which topics records were dealt with', async () => {
    await projector.project([minute(), minute({ device_type: 'tv' })]);
    expect(handled).toEqual([ENGAGEMENT_TOPIC]);
    await projector.project([minute(), told('begins', 2), record(ANOMALIES_TOPIC, 'nothing')]);
    expect(handled).toEqual([ENGAGEMENT_TOPIC, ENGAGEMENT_TOPIC, ANOMALIES_TOPIC]);
  });
});
