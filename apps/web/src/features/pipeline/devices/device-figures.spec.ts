import { describe, expect, it } from '@jest/globals';
import type { DeviceEngagement } from '../types.ts';
import { deviceFigures } from './device-figures.ts';
import { timeToClickWords } from './device-words.ts';

const point = (impressions: number, clicks: number, users: number, toClick: number | null) => ({ ts: '2026-02-10T12:00:00Z', impressions, clicks, ctr: clicks / impressions, users, mean_time_to_click_ms: toClick });
const device: DeviceEngagement = { device_type: 'mobile', impressions: 310, clicks: 7, ctr: 7 / 310, mean_time_to_click_ms: 9_400, points: [point(100, 2, 80, 8_000), point(200, 5, 120, null), point(10, 0, 9, null)] };

describe('the figures of a device', () => {
  it('are the sums, and the mean of the users of the minutes that are over: people in two minutes are not two', () => {
    expect(deviceFigures(device, null)).toEqual({ impressions: 310, clicks: 7, ctr: 7 / 310, users: 100, timeToClick: 9_400 });
  });

  it('are those of the minute that is pointed at', () => {
    expect(deviceFigures(device, 1)).toEqual({ impressions: 200, clicks: 5, ctr: 0.025, users: 120, timeToClick: null });
  });

  it('can be told of a device that has only just appeared', () => {
    expect(deviceFigures({ ...device, points: [point(1, 0, 1, null)] }, null).users).toBe(0);
  });
});

it.each([
  [null, '–'],
  [0, '0 ms'],
  [840.4, '840 ms'],
  [9_440, '9.4 s'],
  [192_000, '3.2 min'],
])('%p ms to a click are “%s”', (ms, words) => expect(timeToClickWords(ms)).toBe(words));
