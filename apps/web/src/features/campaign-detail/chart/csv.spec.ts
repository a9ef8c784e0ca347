import { describe, expect, it } from '@jest/globals';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { csvFileName, csvOf, localIsoOf } from './csv.ts';

const ts = Date.parse('2026-02-10T21:10:00Z');
const figures = { ts, impressions: 1200, clicks: 32, spend: 0.1 + 0.2, ctr: 32 / 1200 };

describe('the CSV file', () => {
  it('has a line for each bucket, with numbers that every program reads', () => {
    const rows = [
      { ...figures, running: false, paused: false, previous: null },
      { ...figures, ts: ts + 60_000, impressions: 0, clicks: 0, spend: 0, ctr: null, running: true, paused: true, previous: null },
    ];
    const [head, first, second, end] = csvOf(rows, { compare: false, hidden: [] }, [], 60_000).split('\r\n');
    expect(head).toBe('time_utc,time_local,impressions,clicks,ctr,spend,complete,paused,not_as_usual');
    expect(first).toBe(`2026-02-10T21:10:00Z,${localIsoOf(ts)},1200,32,0.026666667,0.3,yes,no,`);
    expect(second).toBe(`2026-02-10T21:11:00Z,${localIsoOf(ts + 60_000)},0,0,,0,no,yes,`);
    expect(end).toBe('');
  });

  it('sets the range before beside, and leaves blank where there is none', () => {
    const before = { ...figures, ts: ts - 3_600_000, impressions: 7, clicks: 0, ctr: 0, spend: 1 };
    const rows = [
      { ...figures, running: false, paused: false, previous: null },
      { ...figures, running: false, paused: false, previous: before },
    ];
    const [head, first, second] = csvOf(rows, { compare: true, hidden: [] }, [], 60_000).split('\r\n');
    expect(head).toMatch(/,previous_time_utc,previous_impressions,previous_clicks,previous_ctr,previous_spend$/);
    expect(first).toMatch(/,yes,no,,,,,,$/);
    expect(second).toMatch(/,yes,no,,2026-02-10T20:10:00Z,7,0,0,1$/);
  });

  it('leaves out the columns of hidden series', () => {
    const row = { ...figures, running: false, paused: false, previous: { ...figures, clicks: 5 } };
    const [head, line] = csvOf([row], { compare: true, hidden: ['impressions', 'ctr'] }, [], 60_000).split('\r\n');
    expect(head).toBe('time_utc,time_local,clicks,spend,complete,paused,not_as_usual,previous_time_utc,previous_clicks,previous_spend');
    expect(line).toMatch(/,32,0\.3,yes,no,,2026-02-10T21:10:00Z,5,0\.3$/);
  });

  it('names what was not as usual', () => {
    const time = (minutes: number) => new Date(ts + minutes * 60_000).toISOString();
    const anomalies = [{ kind: 'silence', since: time(1), until: time(2) }, { kind: 'drop', since: time(0), until: time(2) }] as Anomaly[];
    const rows = [0, 1, 2].map((minute) => ({ ...figures, ts: ts + minute * 60_000, running: false, paused: false, previous: null }));
    const [, ...lines] = csvOf(rows, { compare: false, hidden: [] }, anomalies, 60_000).trim().split('\r\n');
    expect(lines.map((line) => line.split(',').at(-1))).toEqual(['drop', 'silence drop', '']);
  });

  it('tells the local time with its offset, which is the same point in time', () => {
    expect(Date.parse(localIsoOf(ts))).toBe(ts);
    expect(localIsoOf(ts)).toMatch(/^2026-02-1\dT\d\d:\d\d:00[+-]\d\d:\d\d$/);
  });

  it('is named for campaign and range, whatever the id', () => {
    const range = { from: ts, to: ts + 3_600_000 };
    expect(csvFileName('camp_123', range)).toBe('camp_123_20260210T2110Z_20260210T2210Z.csv');
    expect(csvFileName('a/b "ü".exe', range)).toBe('a_b_.exe_20260210T2110Z_20260210T2210Z.csv');
  });
});
