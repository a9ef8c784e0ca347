import { describe, expect, it } from '@jest/globals';
import { chartRows } from './chart-rows.ts';

const MINUTE = 60_000;
const at = (time: string) => Date.parse(`2026-02-10T${time}Z`);
const point = (time: string, impressions: number, clicks = 0) => ({ ts: `2026-02-10T${time}Z`, impressions, clicks, spend: impressions / 100 });

const limits = { from: at('21:10:00'), to: at('21:15:00') };
const points = [point('21:06:00', 7), point('21:11:00', 10, 1), point('21:13:00', 4)];
const rows = (changes: Partial<Parameters<typeof chartRows>[0]> = {}) =>
  chartRows({ points, limits, length: 5 * MINUTE, step: MINUTE, now: at('21:14:30'), firstEvent: at('21:06:20'), compare: false, pauses: [], ...changes });

describe('the rows of a chart', () => {
  it('count zero in a past minute without events, where a CTR is nothing', () => {
    expect(rows().map(({ impressions }) => impressions)).toEqual([0, 10, 0, 4, 0]);
    expect(rows().map(({ ctr }) => ctr)).toEqual([null, 0.1, null, 0, null]);
  });

  it('mark the minute that is still running', () => {
    expect(rows().map(({ running }) => running)).toEqual([false, false, false, false, true]);
  });

  it('have nothing of the future', () => {
    expect(rows({ now: at('21:12:10') }).at(-1)?.ts).toBe(at('21:13:00'));
    expect(rows({ points: points.slice(0, 2), now: at('21:12:10') }).at(-1)?.ts).toBe(at('21:12:00'));
  });

  it('invent nothing before the campaign’s first event', () => {
    const [first] = rows({ points: points.slice(1), firstEvent: at('21:11:40') });
    expect(first?.ts).toBe(at('21:11:00'));
    expect(rows({ points: [], firstEvent: null })).toEqual([]);
  });

  it('begin earlier when a late event turns out to be the first', () => {
    expect(rows({ points: points.slice(1), firstEvent: at('21:13:00') })[0]?.ts).toBe(at('21:11:00'));
  });

  it('are marked where the campaign was paused in some of their time', () => {
    const pauses = [
      { from: at('21:10:30'), to: at('21:11:00') },
      { from: at('21:13:59'), to: null },
    ];
    expect(rows({ pauses }).map(({ paused }) => paused)).toEqual([true, false, false, true, true]);
  });

  it('set the range before beside each, from the first event on', () => {
    const compared = rows({ compare: true });
    expect(compared.map(({ previous }) => previous && [previous.ts, previous.impressions])).toEqual([
      null,
      [at('21:06:00'), 7],
      [at('21:07:00'), 0],
      [at('21:08:00'), 0],
      [at('21:09:00'), 0],
    ]);
  });
});
