import { describe, expect, test } from '@jest/globals';
import { parseEvent } from '../../apps/api/src/events/event.schema.ts';
import { eventRecord } from '../../libs/events/adapters/kafka/event-record.ts';
import type { AdEvent } from '../../libs/events/domain/ad-event.ts';
import { readTopicRecord } from './topic-record.ts';

const IMPRESSION = { impression_id: 'imp-1', user_id: 'user-1', campaign_id: 'camp-1', ad_id: 'ad-1', device_type: 'mobile', browser: 'chrome', event_timestamp: 1_647_890_123_456, cost: 0.01 };
const CLICK = { click_id: 'click-1', impression_id: 'imp-1', user_id: 'user-1', event_timestamp: 1_647_890_128_456 };
const EVENT = { event_id: 'e-1', type: 'impression', campaign_id: 'camp-1', creative_id: 'cr-1', source: 'web', occurred_at: '2026-02-10T21:10:00Z', user_id: 'u-1', metadata: { device_type: 'mobile', cost: 0.01, note: 'x' } };

const read = (value: unknown) => readTopicRecord(JSON.stringify(value));

describe('a line goes to the topic of its form', () => {
  test('an ad impression, as it is', () => {
    expect(read(IMPRESSION)).toEqual({ topic: 'ad-impressions', key: 'imp-1', value: JSON.stringify(IMPRESSION) });
  });

  test('an ad click, with the key of its impression', () => {
    expect(read(CLICK)).toEqual({ topic: 'ad-clicks', key: 'imp-1', value: JSON.stringify(CLICK) });
  });

  test('an event of POST /events, as the record of "events"', () => {
    const record = read(EVENT);
    expect(record).toMatchObject({ topic: 'events', key: 'e-1' });
    expect(JSON.parse('value' in record ? record.value : '')).toEqual({
      event_id: 'e-1',
      type: 'impression',
      campaign_id: 'camp-1',
      creative_id: 'cr-1',
      source: 'web',
      user_id: 'u-1',
      device_type: 'mobile',
      impression_id: null,
      cost: 0.01,
      metadata: '{"device_type":"mobile","cost":0.01,"note":"x"}',
      occurred_at: 1_770_757_800_000,
    });
  });

  test('a click of POST /events costs nothing; what is absent is null', () => {
    const record = read({ event_id: 'e-2', type: 'click', campaign_id: 'c', source: 's', occurred_at: '2026-02-10T21:10:00.001Z', metadata: { cost: 7, impression_id: 'e-1' } });
    expect(JSON.parse('value' in record ? record.value : '')).toEqual({
      event_id: 'e-2',
      type: 'click',
      campaign_id: 'c',
      creative_id: null,
      source: 's',
      user_id: null,
      device_type: null,
      impression_id: 'e-1',
      cost: null,
      metadata: '{"cost":7,"impression_id":"e-1"}',
      occurred_at: 1_770_757_800_001,
    });
  });
});

test.each([
  { ...IMPRESSION, event_timestamp: -62_135_596_800_000, cost: 1_000_000_000 },
  { ...IMPRESSION, event_timestamp: 253_402_300_799_999, cost: 0 },
])('the last of what job count-once takes is sent: %j', (value) => {
  expect(read(value)).toMatchObject({ topic: 'ad-impressions' });
});

test.each([
  EVENT,
  { ...EVENT, metadata: null },
  { ...EVENT, creative_id: null, user_id: undefined, metadata: { device_type: 'unknown', cost: 0, impression_id: 'i' } },
  { ...EVENT, type: 'click', metadata: { device_type: '', cost: 3, impression_id: 'i' } },
  { ...EVENT, type: 'click', metadata: { impression_id: '' } },
])('an event of POST /events becomes what the API makes of it: %j', (body) => {
  expect(read(body)).toEqual({ topic: 'events', key: 'e-1', value: eventRecord(parseEvent(JSON.parse(JSON.stringify(body))) as AdEvent) });
});

test.each([
  [null, 'must be a JSON object'],
  [[IMPRESSION], 'must be a JSON object'],
  [{ id: 1 }, 'is no ad impression, no ad click and no event of POST /events: it has neither impression_id nor click_id nor event_id'],
  [{ ...EVENT, type: 'view' }, 'type must be "click" or "impression"'],
  [{ ...EVENT, occurred_at: 'today' }, 'occurred_at must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z'],
  [{ ...IMPRESSION, campaign_id: '' }, 'campaign_id must be a non-empty string of at most 200 characters, without NUL'],
  [{ ...IMPRESSION, browser: 'a\0' }, 'browser must be a non-empty string of at most 200 characters, without NUL'],
  [{ ...IMPRESSION, cost: '0.01' }, 'cost must be a number from 0 to 1000000000'],
  [{ ...IMPRESSION, cost: 1_000_000_000.5 }, 'cost must be a number from 0 to 1000000000'],
  [{ ...IMPRESSION, event_timestamp: -62_135_596_800_001 }, 'event_timestamp must be whole milliseconds since 1970, of the years 1 to 9999'],
  [{ ...IMPRESSION, event_timestamp: 1.5 }, 'event_timestamp must be whole milliseconds since 1970, of the years 1 to 9999'],
  [{ ...CLICK, event_timestamp: '2026-02-10T21:10:00Z' }, 'event_timestamp must be whole milliseconds since 1970, of the years 1 to 9999'],
  [{ click_id: 'click-1', user_id: 'u' }, 'impression_id must be a non-empty string of at most 200 characters, without NUL; event_timestamp must be whole milliseconds since 1970, of the years 1 to 9999'],
])('%j is refused: %s', (value, problem) => {
  expect(read(value)).toEqual({ problem });
});
