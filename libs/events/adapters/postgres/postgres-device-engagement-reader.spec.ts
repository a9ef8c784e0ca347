import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { adEvent, eventBody } from '../../../../apps/api/test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { type EventRecord, randomNumbers } from '../../../../apps/pipeline/test/support/deliveries.ts';
import { expectedOf } from '../../../../apps/pipeline/test/support/oracle.ts';
import type { AdEvent } from '../../domain/ad-event.ts';
import { eventRecord } from '../kafka/event-record.ts';
import { PostgresDeviceEngagementReader } from './postgres-device-engagement-reader.ts';
import { PostgresEventStore } from './postgres-event-store.ts';

const MINUTE = 60_000;
const MINUTES = 40;

describe('PostgresDeviceEngagementReader', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  /** Clicks come before, with and after what they name, some of it nothing, on the impression's type of device or another one. */
  function traffic(from: number): AdEvent[] {
    const random = randomNumbers(7);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
    const event = (changes: object, metadata: object): AdEvent =>
      adEvent({ campaign_id: pick(['a', 'b']), user_id: pick(['u1', 'u2', 'u3', 'u4', 'u5', 'u6', null]), metadata: { device_type: pick(['mobile', 'desktop', 'tv', '']), ...metadata }, ...changes });
    const impressions = Array.from({ length: 300 }, () => from + Math.floor(random() * MINUTES * MINUTE)).map((at) => ({ at, body: eventBody({ occurred_at: new Date(at).toISOString() }) }));
    const shown = impressions.map(({ body }) => event({ ...body, campaign_id: 'a' }, {}));
    const clicks = impressions.map(({ at, body }) => {
      const later = pick([-1, 0, 30 * MINUTE, 30 * MINUTE + 1, Math.floor(random() * 5 * MINUTE)]);
      return event({ type: 'click', occurred_at: new Date(at + later).toISOString() }, { impression_id: pick([body.event_id, body.event_id, body.event_id, 'nobody knows', '']) });
    });
    return [...clicks, ...shown];
  }

  test('says the same of the same events as the streaming pipeline has to', async () => {
    // What claims to be of the future counts no user in direct mode.
    const from = Math.floor(Date.now() / MINUTE) * MINUTE - (MINUTES + 31) * MINUTE;
    const events = traffic(from);
    await new PostgresEventStore(pool).append(events);
    const expected = expectedOf({ impressions: [], clicks: [], events: events.map((event) => JSON.parse(eventRecord(event)) as EventRecord), at: Date.now() }).devices;
    const reader = new PostgresDeviceEngagementReader(pool);
    let compared = 0;
    for (const [key, { ctr: _, meanTimeToClick, ...counts }] of expected) {
      const { minute, device_type: deviceType } = JSON.parse(key) as { minute: number; device_type: string };
      const read = (await reader.ofMinute(minute)).find((each) => each.deviceType === deviceType);
      expect({ minute, ...read }).toEqual({ minute, deviceType, ...counts, meanTimeToClickMs: meanTimeToClick === null ? null : expect.closeTo(meanTimeToClick, 3) });
      if (meanTimeToClick !== null) compared += 1;
    }
    expect(compared).toBeGreaterThan(50);
  });
});
