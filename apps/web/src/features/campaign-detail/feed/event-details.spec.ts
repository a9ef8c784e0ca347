import { describe, expect, it } from '@jest/globals';
import { detailsOf } from './event-details.ts';

const event = (changes: object) => ({
  event_id: 'e1',
  type: 'impression' as const,
  creative_id: null,
  source: 'web',
  user_id: null,
  occurred_at: '2026-02-10T21:10:00Z',
  received_at: '2026-02-10T21:10:00Z',
  metadata: null,
  metadata_shortened: false,
  ...changes,
});

describe('the details of an event', () => {
  it('come from its metadata, where they may be missing', () => {
    expect(detailsOf(event({ metadata: { device_type: 'mobile', cost: 0.01, ip: '1.2.3.4' } }))).toMatchObject({ device: 'mobile', cost: 0.01 });
    expect(detailsOf(event({}))).toEqual({ device: null, cost: null, lateMinutes: 0 });
  });

  it('tell how late it came, and nothing of clients’ clocks that are ahead', () => {
    expect(detailsOf(event({ received_at: '2026-02-10T21:22:59Z' })).lateMinutes).toBe(12);
    expect(detailsOf(event({ received_at: '2026-02-10T21:09:00Z' })).lateMinutes).toBe(0);
  });
});
