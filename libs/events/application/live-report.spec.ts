import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ReportQuery } from './campaign-report.ts';
import { LiveReport } from './live-report.ts';
import { WatchedMinutes } from '../../../apps/api/test/support/watched-minutes.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 1, 10, 12);

describe('a live report', () => {
  let minutes: WatchedMinutes;
  let now: number;

  beforeEach(() => {
    minutes = new WatchedMinutes('camp_1');
    now = NOON;
  });

  const open = (query: Partial<ReportQuery> = {}): LiveReport =>
    new LiveReport({ campaignId: 'camp_1', range: { window: '15m' }, granularity: 'minute', compare: false, ...query }, minutes.stats, minutes.news, () => now);
  const impressions = (report: LiveReport): { points: number; breakdown: number } => {
    const { from, points, breakdowns } = report.view();
    return {
      points: points.filter(({ ts }) => ts >= from).reduce((sum, point) => sum + point.impressions, 0),
      breakdown: breakdowns.device.reduce((sum, item) => sum + item.impressions, 0),
    };
  };
  /** As the gateway does it, until breakdowns may be read again. */
  const pass = async (report: LiveReport, ms: number): Promise<void> => {
    for (const until = now + ms; now < until; now += 1_000) await report.refresh();
    await report.refresh();
  };

  test('reads again what news name, and nothing else', async () => {
    const report = open();
    await report.refresh();
    minutes.reads.length = 0;
    minutes.add(now);
    await pass(report, 2_000);
    expect(impressions(report)).toEqual({ points: 1, breakdown: 1 });
    expect(new Set(minutes.reads)).toEqual(new Set(['buckets', 'breakdowns']));
  });

  test('tells what has changed since a version, in absolute values', async () => {
    minutes.add(now - 5 * MINUTE);
    const report = open();
    await report.refresh();
    const { version } = report;
    minutes.add(now);
    minutes.add(now);
    await report.refresh();
    expect(report.changesSince(version)?.points).toEqual([{ ts: NOON, impressions: 2, clicks: 0, spend: 0, version: expect.any(Number) }]);
    expect(report.changesSince(report.version)?.points).toEqual([]);
    minutes.clear();
    await report.refresh();
    expect(report.changesSince(version)).toBeUndefined();
  });

  test('shows an event of a minute that had not begun when it arrived, as soon as it begins', async () => {
    now = NOON - 200;
    const report = open();
    await report.refresh();
    minutes.add(NOON);
    await report.refresh();
    expect(impressions(report)).toEqual({ points: 0, breakdown: 0 });
    await pass(report, 3_000);
    expect(impressions(report)).toEqual({ points: 1, breakdown: 1 });
  });

  test.each([false, true])('leaves behind what its window leaves behind (compare: %s)', async (compare) => {
    minutes.add(now);
    const report = open({ compare });
    await report.refresh();
    expect(impressions(report)).toEqual({ points: 1, breakdown: 1 });
    await pass(report, 20 * MINUTE);
    expect(impressions(report)).toEqual({ points: 0, breakdown: 0 });
    expect(report.view().points).toHaveLength(compare ? 1 : 0);
  });

  test('of a fixed range stands still, and is widened to whole points', async () => {
    const report = open({ range: { from: NOON + 5 * MINUTE, to: NOON + 150 * MINUTE }, granularity: 'hour' });
    await report.refresh();
    minutes.add(NOON);
    minutes.add(NOON + 170 * MINUTE);
    minutes.add(NOON + 180 * MINUTE);
    now += 600 * MINUTE;
    await report.refresh();
    expect(report.view()).toMatchObject({ from: NOON, to: NOON + 180 * MINUTE });
    expect(impressions(report)).toEqual({ points: 2, breakdown: 2 });
  });

  test.each([
    ['1h', 'day', NOON - 12 * 60 * MINUTE, NOON + 12 * 60 * MINUTE],
    ['15m', 'hour', NOON, NOON + 60 * MINUTE],
    ['1h', 'minute', NOON - 29 * MINUTE, NOON + 31 * MINUTE],
    ['6h', 'hour', NOON - 5 * 60 * MINUTE, NOON + 60 * MINUTE],
  ] as const)('the window %s by %s has the last of it in it', async (window, granularity, from, to) => {
    now = NOON + 30 * MINUTE;
    const report = open({ range: { window }, granularity });
    await report.refresh();
    expect(report.view()).toMatchObject({ from, to });
  });

  test('goes on where it was after a read that failed, and does not claim to be current', async () => {
    const report = open();
    await report.refresh();
    minutes.add(now);
    now += 1_000;
    minutes.beforeRead = () => Promise.reject(new Error('away'));
    await expect(report.refresh()).rejects.toThrow('away');
    expect(report.view().asOf).toBe(NOON);
    minutes.beforeRead = () => undefined;
    await report.refresh();
    expect(impressions(report)).toEqual({ points: 1, breakdown: 1 });
    expect(report.view().asOf).toBe(now);
  });

  test('news that come while everything is read are read afterwards', async () => {
    const report = open();
    minutes.beforeRead = () => {
      minutes.beforeRead = () => undefined;
      minutes.add(now - 3 * MINUTE);
      minutes.clear();
      minutes.add(now);
    };
    await report.refresh();
    minutes.add(now);
    await pass(report, 1_000);
    expect(impressions(report)).toEqual({ points: 2, breakdown: 2 });
  });

  test('reads breakdowns of a long range less often than those of a short one', async () => {
    const report = open();
    minutes.beforeRead = () => void (now += 100);
    await report.refresh();
    minutes.reads.length = 0;
    for (let n = 0; n < 8; n += 1) {
      minutes.add(now);
      await report.refresh();
    }
    expect(minutes.reads.filter((name) => name === 'breakdowns').length).toBeLessThan(2);
  });
});
