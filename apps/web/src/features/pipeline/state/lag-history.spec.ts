import { describe, expect, it } from '@jest/globals';
import type { Stage } from '../types.ts';
import { type LagHistory, trendsIn, withLook } from './lag-history.ts';

const LOOK_MS = 2_000;

type Lag = (ms: number) => number | null;
/** Nobody measures how much the projector reads. */
const stage = (lag: number | null, rate: number | null): Stage => ({ name: rate === null ? 'projector' : 'aggregate', lag, records_per_second: rate });

/** How it goes at each look of two minutes. */
function seen(lag: Lag, rate: number | null, everyMs = LOOK_MS): (string | null | undefined)[] {
  let history: LagHistory = [];
  return Array.from({ length: Math.floor(120_000 / everyMs) }, (_, place) => {
    history = withLook(history, [stage(lag(place * everyMs), rate)], place * everyMs);
    return trendsIn(history).get(rate === null ? 'projector' : 'aggregate')?.goes;
  });
}

const goes = (lag: Lag, rate: number | null) => seen(lag, rate).at(-1);
/** At a steady rate: from 0.4 s of work after a checkpoint to 3.4 s before the next. `more` comes in a second beyond what is read. */
const sawtooth = (rate: number, more = 0, periodMs = 3_000): Lag => (ms) => Math.round(rate * (0.4 + (ms % periodMs) / 1_000) + (more * ms) / 1_000);

describe('what waits for a job that writes down with each checkpoint what it has read', () => {
  it.each([0, 1, 40, 1_000, 25_000, 400_000])('is not taken for more and more at a steady %d records a second', (rate) => {
    for (const everyMs of [1_000, 1_500, 2_000, 2_300, 3_100]) {
      for (const periodMs of [3_000, 3_020, 2_950]) {
        const ways = seen(sawtooth(rate, 0, periodMs), rate, everyMs);
        expect(ways).not.toContain('up');
        expect(ways).not.toContain('stuck');
      }
      // Nor when it is not quite the same all the time.
      const uneven: Lag = (ms) => Math.round(rate * (0.4 + ((ms * 7_919) % 1_009) / 1_009 + (ms % 3_000) / 1_000));
      expect(seen(uneven, rate, everyMs)).not.toContain('up');
    }
    for (const everyMs of [1_000, 1_500, 2_000]) {
      const ways = seen(sawtooth(rate), null, everyMs);
      expect(ways).not.toContain('up');
      expect(ways).not.toContain('stuck');
    }
  });

  it.each([1_000, 25_000])('becomes more when more than %d a second come in than are read', (rate) => {
    expect(goes(sawtooth(rate, rate * 0.2), rate)).toBe('up');
    // Of the other, it has to be more than it ever was before.
    expect(goes(sawtooth(rate, rate * 0.4), null)).toBe('up');
    expect(seen(sawtooth(rate, rate * 0.2), rate).indexOf('up')).toBeLessThan(30);
  });

  it('becomes less while it catches up', () => {
    expect(goes(sawtooth(1_000, -500), 1_000)).toBe('down');
    expect(goes((ms) => 500_000 - ms * 2, 2_000)).toBe('down');
  });
});

describe('what waits', () => {
  it('is stuck when there is much of it, and never less', () => {
    expect(goes((ms) => 100_000 + ms / 100, null)).toBe('stuck');
    expect(goes(() => 1_000_000, 0)).toBe('stuck');
    // One that reads, or has little to read, is not.
    expect(goes(() => 1_000_000, 5)).toBeNull();
    expect(goes(() => 999, 0)).toBeNull();
    expect(goes((ms) => (ms === 100_000 ? 99_999 : 100_000), null)).toBeNull();
  });

  it('says nothing before there is a while to look back on, nor of what is little or not known', () => {
    expect(seen((ms) => ms * 100, 10).slice(0, 22)).toEqual(Array.from({ length: 22 }, () => null));
    expect(goes((ms) => ms / 130, 10)).toBeNull();
    expect(goes((ms) => (ms === 100_000 ? null : ms * 100), 10)).toBeNull();
    expect(goes((ms) => (ms === 118_000 ? null : ms * 100), 10)).toBeUndefined();
    expect(trendsIn([]).size).toBe(0);
  });

  it('says nothing of a job whose rate could not be found out', () => {
    const unknown = Array.from({ length: 60 }, (_, place) => place * LOOK_MS).reduce<LagHistory>((history, at) => withLook(history, [{ name: 'aggregate', lag: 2_000 + at, records_per_second: null }], at), []);
    expect(trendsIn(unknown).get('aggregate')?.goes).toBeNull();
  });

  it('says nothing after a tab slept, whose looks are too few', () => {
    expect(seen((ms) => ms * 100, 10, 10_000)).not.toContain('up');
    const awake = Array.from({ length: 10 }, (_, place) => 400_000 + place * LOOK_MS).reduce<LagHistory>((history, at) => withLook(history, [stage(90_000, 10)], at), withLook([], [stage(1, 10)], 0));
    expect(trendsIn(awake).get('aggregate')?.goes).toBeNull();
  });

  it('is at least what waited after the newest checkpoints', () => {
    const history = [3_400, 400, 1_400, 2_400].reduce<LagHistory>((looks, lag, place) => withLook(looks, [stage(lag, 1_000)], place * LOOK_MS), []);
    expect(trendsIn(history).get('aggregate')?.lowest).toBe(400);
  });

  it('is not remembered for longer than it is looked back on', () => {
    const history = Array.from({ length: 500 }, (_, place) => place * LOOK_MS).reduce<LagHistory>((looks, at) => withLook(looks, [stage(0, 1)], at), []);
    expect(history.length).toBeLessThan(26);
  });
});
