import { describe, expect, it } from '@jest/globals';
import { isStillArriving } from './still-arriving.ts';

/** At 21:10, with these numbers of impressions in the minutes up to the running one. */
const arriving = (last: number[], status_since: string, status: 'active' | 'paused' = 'paused') =>
  isStillArriving(
    { status, status_since },
    { last_hour: { from: '2026-02-10T20:11:00Z', impressions: [...Array<number>(60 - last.length).fill(0), ...last] } },
  );

describe('a paused campaign', () => {
  it('gets events when a minute after its pause has some', () => {
    expect(arriving([0, 4], '2026-02-10T21:09:59Z')).toBe(true);
    expect(arriving([4, 0], '2026-02-10T21:08:30Z')).toBe(true);
  });

  it('gets none when all are from before, or from the minute it was paused in', () => {
    expect(arriving([9, 0], '2026-02-10T21:09:30Z')).toBe(false);
    expect(arriving([0, 9], '2026-02-10T21:10:05Z')).toBe(false);
  });

  it('is no longer marked five minutes after the last one', () => {
    expect(arriving([4, 0, 0, 0, 0], '2026-02-10T21:00:00Z')).toBe(true);
    expect(arriving([4, 0, 0, 0, 0, 0], '2026-02-10T21:00:00Z')).toBe(false);
  });

  it('an active one is never marked', () => {
    expect(arriving([4], '2026-02-10T21:00:00Z', 'active')).toBe(false);
  });
});
