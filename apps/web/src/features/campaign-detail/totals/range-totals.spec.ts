import { describe, expect, it } from '@jest/globals';
import { comparisonOf, growthOf, totalsBetween } from './range-totals.ts';

const at = (time: string) => Date.parse(`2026-02-10T${time}Z`);
const figures = (impressions: number, clicks: number) => ({ ts: 0, impressions, clicks, spend: impressions, ctr: null });

describe('the totals of a range', () => {
  it('sum its points, and not those to compare with', () => {
    const points = ['21:09:00', '21:10:00', '21:11:00', '21:12:00'].map((time) => ({ ts: `2026-02-10T${time}Z`, impressions: 10, clicks: 1, spend: 0.5 }));
    const totals = totalsBetween(points, { from: at('21:10:00'), to: at('21:12:00') });
    expect(totals).toEqual({ impressions: 20, clicks: 2, spend: 1, ctr: 0.1 });
  });

  it('have no CTR without impressions', () => {
    expect(totalsBetween([], { from: 0, to: 1 }).ctr).toBeNull();
  });
});

describe('the comparison with the range before', () => {
  it('leaves out the bucket that still runs, and those that nothing was before', () => {
    const comparison = comparisonOf([
      { ...figures(100, 1), running: false, paused: false, previous: null },
      { ...figures(30, 3), running: false, paused: false, previous: figures(20, 1) },
      { ...figures(5, 0), running: true, paused: false, previous: figures(20, 1) },
    ]);
    expect(comparison).toMatchObject({ buckets: 1, present: { impressions: 30, ctr: 0.1 }, previous: { impressions: 20, ctr: 0.05 } });
  });

  it('is none when nothing can be compared', () => {
    expect(comparisonOf([{ ...figures(5, 0), running: true, paused: false, previous: figures(20, 1) }])).toBeNull();
  });

  it('knows no growth from nothing', () => {
    expect(growthOf(5, 0)).toBeNull();
    expect(growthOf(30, 20)).toBe(0.5);
    expect(growthOf(0, 20)).toBe(-1);
  });
});
