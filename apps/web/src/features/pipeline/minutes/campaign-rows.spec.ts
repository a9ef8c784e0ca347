import { describe, expect, it } from '@jest/globals';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { figuresOf, highestCtr, lastCtrOf, marksOf } from './campaign-rows.ts';

const FROM = Date.parse('2026-02-10T12:00:00Z');
const at = (minute: number) => new Date(FROM + minute * 60_000).toISOString();
const point = (minute: number, impressions: number, clicks: number) => ({ ts: at(minute), impressions, clicks, ctr: impressions === 0 ? null : clicks / impressions });
const points = [point(0, 100, 2), point(1, 0, 0), point(2, 300, 12), point(3, 1, 1)];
const drop = (since: number, until: number | null, changes: Partial<Anomaly> = {}) => ({ campaign_id: 'a', kind: 'drop', since: at(since), until: until === null ? null : at(until), last_minute: at((until ?? 3) - 1), is_over: until !== null, ...changes }) as Anomaly;

describe('the figures of a row', () => {
  it('are of all minutes, or of the one that is pointed at', () => {
    expect(figuresOf(points, null)).toEqual({ impressions: 401, clicks: 15, ctr: 15 / 401 });
    expect(figuresOf(points, 2)).toEqual({ impressions: 300, clicks: 12, ctr: 0.04 });
    expect(figuresOf(points, 1)).toEqual({ impressions: 0, clicks: 0, ctr: null });
  });

  it('leave the running minute aside, whose first click would be 100 %', () => {
    expect(lastCtrOf(points)).toBe(0.04);
    expect(highestCtr({ points })).toBe(0.04);
    expect(highestCtr({ points: points.slice(1, 3) })).toBeNull();
    expect(lastCtrOf([])).toBeNull();
  });
});

describe('the marks of a row', () => {
  it('are those of the campaign, as far as they can be seen', () => {
    expect(marksOf([drop(1, 3), drop(-5, 1, { kind: 'spike' }), drop(0, 2, { campaign_id: 'b' }), drop(-9, -5)], 'a', FROM, 4)).toEqual([
      { kind: 'drop', lasts: false, from: 1, to: 3 },
      { kind: 'spike', lasts: false, from: 0, to: 1 },
    ]);
  });

  it('reach to the last minute that was judged while it lasts', () => {
    expect(marksOf([drop(1, null)], 'a', FROM, 4)).toEqual([{ kind: 'drop', lasts: true, from: 1, to: 3 }]);
  });
});
