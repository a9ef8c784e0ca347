import { describe, expect, it } from '@jest/globals';
import type { Report } from './api/get-report.ts';
import { mergeReport } from './merge-report.ts';

const iso = (time: string) => `2026-02-10T${time}.000Z`;
const point = (time: string, impressions: number) => ({ ts: iso(time), impressions, clicks: 0, spend: 0 });

const shown: Report = {
  as_of: iso('21:10:10'),
  from: iso('20:56:00'),
  to: iso('21:11:00'),
  granularity: 'minute',
  points: [point('20:56:00', 3), point('20:57:00', 4), point('21:10:00', 5)],
  breakdowns: { device: [{ value: 'mobile', impressions: 12, clicks: 0, spend: 0 }], source: [], creative: [] },
};
const update = (changes: object) => ({ ...shown, points: [], breakdowns: null, ...changes });

describe('merging an update into a report', () => {
  it('takes changed points, keeps the rest, and orders them by time', () => {
    const merged = mergeReport(shown, update({ points: [point('21:10:00', 9), point('21:03:00', 1)] }));
    expect(merged.points.map(({ ts, impressions }) => [ts, impressions])).toEqual([
      [iso('20:56:00'), 3],
      [iso('20:57:00'), 4],
      [iso('21:03:00'), 1],
      [iso('21:10:00'), 9],
    ]);
  });

  it('changes nothing when the same update comes again', () => {
    const once = mergeReport(shown, update({ points: [point('21:10:00', 9)] }));
    expect(mergeReport(once, update({ points: [point('21:10:00', 9)] }))).toEqual(once);
  });

  it('keeps the same points and breakdowns when a heartbeat brings only the time', () => {
    const merged = mergeReport(shown, update({ as_of: iso('21:10:15') }));
    expect(merged.as_of).toBe(iso('21:10:15'));
    expect(merged.points).toBe(shown.points);
    expect(merged.breakdowns).toBe(shown.breakdowns);
  });

  it('moves on with the window, keeping the one bucket that is scrolling out', () => {
    const moved = mergeReport(shown, update({ from: iso('20:58:00'), to: iso('21:13:00'), points: [point('21:12:00', 1)] }));
    expect(moved.from).toBe(iso('20:57:00'));
    const gone = mergeReport(moved, update({ from: iso('21:58:00'), to: iso('22:13:00') }));
    expect(gone.points).toEqual([]);
  });

  it('keeps what there is to compare with', () => {
    const compared = { ...shown, points: [point('20:41:00', 8), ...shown.points] };
    expect(mergeReport(compared, update({ points: [point('21:10:00', 9)] })).points[0]).toEqual(point('20:41:00', 8));
  });
});
