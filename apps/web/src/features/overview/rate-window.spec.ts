import { describe, expect, it } from '@jest/globals';
import { RATE_WINDOW_SECONDS, averageOfLast, rateWindow } from './rate-window.ts';

const at = (time: string) => Date.parse(`2026-02-10T${time}Z`);

describe('the last five minutes, second by second', () => {
  const rates = [
    { ts: '2026-02-10T21:09:58Z', accepted: 4, duplicates: 1 },
    { ts: '2026-02-10T21:10:00Z', accepted: 9, duplicates: 0 },
  ];

  it('fills seconds without traffic with zero', () => {
    const { seconds, accepted, duplicates } = rateWindow(rates, at('21:10:01.600'));
    expect(seconds).toHaveLength(RATE_WINDOW_SECONDS);
    expect(accepted.slice(-3)).toEqual([4, 0, 9]);
    expect(duplicates.slice(-3)).toEqual([1, 0, 0]);
  });

  it('leaves out the second that is still being counted, so that no dip is drawn at the edge', () => {
    const { accepted } = rateWindow(rates, at('21:10:01.400'));
    expect(accepted.slice(-2)).toEqual([4, 0]);
  });

  it('falls to zero by time alone', () => {
    const { accepted } = rateWindow(rates, at('21:10:07.000'));
    expect(averageOfLast(accepted, 5)).toBe(0);
  });

  it('averages over seconds, not over entries', () => {
    const { accepted } = rateWindow(rates, at('21:10:01.600'));
    expect(averageOfLast(accepted, 5)).toBe(13 / 5);
  });
});
