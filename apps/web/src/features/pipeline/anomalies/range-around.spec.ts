import { describe, expect, it } from '@jest/globals';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { rangeAround } from './range-around.ts';

const NOW = Date.parse('2026-02-10T12:30:00Z');
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString();
const times = (since: number, last: number, until: number | null) => ({ since: at(since), last_minute: at(last), until: until === null ? null : at(until), is_over: until !== null }) as Anomaly;

describe('the range that shows an anomaly', () => {
  it('moves on with one that lasts', () => {
    expect(rangeAround(times(12, 1, null), NOW)).toEqual({ range: '1h' });
  });

  it('is the time around it, with what it was held against', () => {
    expect(rangeAround(times(200, 178, 180), NOW)).toEqual({ from: at(230), to: at(165) });
  });

  it('has its beginning in it, also when it has lasted for longer than what moves', () => {
    expect(rangeAround(times(50, 1, null), NOW)).toEqual({ from: at(80), to: at(-15) });
  });
});
