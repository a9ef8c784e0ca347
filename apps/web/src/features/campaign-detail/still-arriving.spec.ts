import { describe, expect, it } from '@jest/globals';
import { isStillArriving } from './still-arriving.ts';

const last_hour = (...newest: number[]) => ({
  from: '2026-02-10T20:11:00Z',
  impressions: [...Array.from({ length: 60 - newest.length }, () => 9), ...newest],
});
const paused = { status: 'paused' as const, status_since: '2026-02-10T21:07:30Z' };

describe('events of a paused campaign', () => {
  it('still arrive when a minute after the pause has some', () => {
    expect(isStillArriving(paused, { last_hour: last_hour(0, 0, 3) })).toBe(true);
  });

  it('do not when all are from before, the minute of the pause included', () => {
    expect(isStillArriving(paused, { last_hour: last_hour(0, 0, 0) })).toBe(false);
    expect(isStillArriving({ ...paused, status_since: '2026-02-10T21:10:30Z' }, { last_hour: last_hour(5) })).toBe(false);
  });

  it('did once, but not in the last minutes', () => {
    expect(isStillArriving({ ...paused, status_since: '2026-02-10T20:30:00Z' }, { last_hour: last_hour(0, 0, 0, 0, 0) })).toBe(false);
  });

  it('are nothing special while it is active', () => {
    expect(isStillArriving({ ...paused, status: 'active' }, { last_hour: last_hour(5) })).toBe(false);
  });
});
