import { describe, expect, it } from '@jest/globals';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { formatDayAndMinute } from '../../../shared/format-time.ts';
import { chartSummary, chartTitle, rowWords, unusualWords, zoneWords } from './chart-words.ts';

const ts = Date.parse('2026-02-10T21:10:00Z');
const row = (place: number, impressions: number, clicks: number) => ({
  ts: ts + place * 60_000,
  impressions,
  clicks,
  spend: 0,
  ctr: impressions === 0 ? null : clicks / impressions,
  running: false,
  paused: false,
  previous: null,
});

describe('the chart in words', () => {
  it('sums it up and names the busiest minute', () => {
    const words = chartSummary([row(0, 3, 0), row(1, 1_200, 1)], 'minute');
    expect(words).toBe(`1,203 impressions and 1 click. Busiest minute: 1,200 impressions at ${formatDayAndMinute(ts + 60_000)}.`);
  });

  it('says that there is nothing', () => {
    expect(chartSummary([], 'hour')).toBe('No events in this range.');
    expect(chartSummary([row(0, 0, 0)], 'hour')).toBe('No events in this range.');
  });

  it('reads one point out, and whether it is its last word', () => {
    expect(rowWords(row(0, 1, 0), [])).toBe(`${formatDayAndMinute(ts)}: 1 impression, 0 clicks, CTR 0.00%`);
    expect(rowWords({ ...row(0, 0, 0), running: true, paused: true }, [])).toMatch(/CTR none, still counting, campaign paused$/);
  });

  it('leaves out what is hidden', () => {
    expect(rowWords(row(0, 7, 1), ['impressions', 'ctr'])).toBe(`${formatDayAndMinute(ts)}: 1 click`);
    expect(chartTitle({ hidden: [], granularity: 'minute' })).toBe('Impressions, clicks and CTR by minute');
    expect(chartTitle({ hidden: ['impressions'], granularity: 'day' })).toBe('Clicks and CTR by day');
    expect(chartTitle({ hidden: ['impressions', 'clicks'], granularity: 'hour' })).toBe('CTR by hour');
    expect(chartTitle({ hidden: ['impressions', 'clicks', 'ctr'], granularity: 'hour' })).toBe('Every series is hidden');
  });

  it('warns that days are not the reader’s', () => {
    expect(zoneWords(ts, 'day')).toMatch(/; days begin as they do in UTC\.$/);
    expect(zoneWords(ts, 'minute')).not.toMatch('UTC\\.');
  });
});

it('a point that was not as usual says so', () => {
  const time = (minutes: number) => new Date(ts + minutes * 60_000).toISOString();
  const drop = { kind: 'drop', since: time(1), until: time(3), last_minute: time(5), is_over: true } as Anomaly;
  expect([0, 1, 2, 3].map((minute) => unusualWords([drop], ts + minute * 60_000, 60_000))).toEqual(['', ', not as usual: drop', ', not as usual: drop', '']);
  expect(unusualWords([drop], ts - 3_600_000, 3_600_000)).toBe('');
  expect(unusualWords([drop], ts, 3_600_000)).toBe(', not as usual: drop');
});
