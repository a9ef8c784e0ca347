import { describe, expect, it } from '@jest/globals';
import { needsClicksAxis, plotData, timeSpan } from './plot-data.ts';

const row = (ts: number, impressions: number, clicks: number) => ({ ts, impressions, clicks, spend: 0, ctr: null, running: false, paused: false, previous: null });

describe('what the plot is given', () => {
  it('has each bucket in the middle of its time', () => {
    expect(plotData([row(0, 5, 1), row(60_000, 6, 0)], 60_000).slice(0, 2)).toEqual([
      [30, 90],
      [5, 6],
    ]);
  });

  it('has an axis for clicks only where they would be lost beside the impressions', () => {
    expect(needsClicksAxis([row(0, 1_000, 20)])).toBe(true);
    expect(needsClicksAxis([row(0, 100, 80)])).toBe(false);
    expect(needsClicksAxis([row(0, 0, 3)])).toBe(false);
    expect(needsClicksAxis([])).toBe(false);
  });

  it('moves with the time, but shows no time that nothing is known of', () => {
    const limits = { from: 0, to: 900_000 };
    expect(timeSpan({ length: 900_000, knownFrom: 0 }, limits, 880_000)).toEqual({ min: 0, max: 880 });
    expect(timeSpan({ length: 900_000, knownFrom: 0 }, limits, 910_000)).toEqual({ min: 10, max: 910 });
    expect(timeSpan(null, limits, 5)).toEqual({ min: 0, max: 900 });
  });
});
