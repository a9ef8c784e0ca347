import { describe, expect, it } from '@jest/globals';
import { isStillArriving } from './still-arriving.ts';

/** At 21:10, with the last event having arrived then. */
const arriving = (last_event_at: string | null, status_since: string, status: 'active' | 'paused' = 'paused') =>
  isStillArriving({ status, status_since }, { last_event_at, last_hour: { from: '2026-02-10T20:11:00Z', impressions: Array<number>(60).fill(0) } });

describe('a paused campaign', () => {
  it('gets events when one arrived after its pause, be it a click', () => {
    expect(arriving('2026-02-10T21:10:01Z', '2026-02-10T21:10:00Z')).toBe(true);
  });

  it('gets none when the last one came before, or there never was one', () => {
    expect(arriving('2026-02-10T21:09:59Z', '2026-02-10T21:10:00Z')).toBe(false);
    expect(arriving(null, '2026-02-10T21:10:00Z')).toBe(false);
  });

  it('is no longer marked some five minutes after the last one', () => {
    expect(arriving('2026-02-10T21:05:00Z', '2026-02-10T21:00:00Z')).toBe(true);
    expect(arriving('2026-02-10T21:04:59Z', '2026-02-10T21:00:00Z')).toBe(false);
  });

  it('an active one is never marked', () => {
    expect(arriving('2026-02-10T21:10:01Z', '2026-02-10T21:00:00Z', 'active')).toBe(false);
  });
});
