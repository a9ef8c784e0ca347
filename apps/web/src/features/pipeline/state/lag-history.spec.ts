import { describe, expect, it } from '@jest/globals';
import type { Stage } from '../types.ts';
import { type LagHistory, growingIn, withLook } from './lag-history.ts';

const stage = (lag: number | null): Stage => ({ name: 'projector', lag, records_per_second: 10 });
/** A look every ten seconds. */
const seen = (...lags: (number | null)[]) => lags.reduce<LagHistory>((history, lag, place) => withLook(history, [stage(lag)], place * 10_000), []);
const grows = (...lags: (number | null)[]) => growingIn(seen(...lags)).has('projector');

describe('what waits', () => {
  it('becomes more when it is more than it was a while ago', () => {
    expect(grows(1_000, 1_100, 1_500, 2_000, 2_500, 3_000)).toBe(true);
    expect(grows(1_000, 5_000, 9_000, 5_000, 1_000, 1_100)).toBe(false);
  });

  it('says nothing before there is a while to look back on, nor of what is little or not known', () => {
    expect(grows(1_000, 9_000)).toBe(false);
    expect(grows(1, 10, 100, 500, 800, 999)).toBe(false);
    expect(grows(null, 2_000, 3_000, 4_000, 5_000, 6_000)).toBe(false);
    expect(grows(1_000, 2_000, 3_000, 4_000, 5_000, null)).toBe(false);
    expect(growingIn([]).size).toBe(0);
  });

  it('is not remembered for longer than it is looked back on', () => {
    expect(seen(...Array.from({ length: 500 }, () => 0)).length).toBeLessThan(8);
  });
});
