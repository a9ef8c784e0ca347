import { describe, expect, test } from '@jest/globals';
import { adEvent } from '../../../../apps/api/test/support/events.ts';
import { eventRecord } from './event-record.ts';

describe('An event as a record', () => {
  test('has every field, and its metadata as the text that it is', () => {
    const metadata = { device_type: 'mobile', cost: 0.01, browser: 'chrome', impression_id: 'imp' };
    const event = adEvent({ event_id: 'e', type: 'impression', campaign_id: 'c', creative_id: 'cr', source: 's', user_id: 'u', occurred_at: '2026-02-10T21:10:00.250Z', metadata });
    expect(JSON.parse(eventRecord(event))).toEqual({
      event_id: 'e',
      type: 'impression',
      campaign_id: 'c',
      creative_id: 'cr',
      source: 's',
      user_id: 'u',
      device_type: 'mobile',
      impression_id: null,
      cost: 0.01,
      metadata: JSON.stringify(metadata),
      occurred_at: Date.parse('2026-02-10T21:10:00.250Z'),
    });
  });

  test('has null where nothing was sent', () => {
    expect(JSON.parse(eventRecord(adEvent()))).toMatchObject({ creative_id: null, user_id: null, device_type: null, impression_id: null, cost: null, metadata: null });
  });

  test.each([
    [{ impression_id: 'imp' }, 'imp'],
    [{ impression_id: '' }, null],
    [{ nested: { impression_id: 'imp' } }, null],
    [{ note: '"impression_id"' }, null],
    [null, null],
  ])('a click with the metadata %j belongs to the impression %s', (metadata, impression_id) => {
    expect(JSON.parse(eventRecord(adEvent({ type: 'click', metadata })))).toMatchObject({ impression_id, cost: null });
  });
});
