import { describe, expect, it } from '@jest/globals';
import { formatDayAndMinute, formatMinute } from '../format-time.ts';
import { endingWords, reasonWords, sourceWords, timeWords } from './anomaly-words.ts';
import type { Anomaly } from './anomaly.ts';
import { isAlarming } from './standing-of.ts';

const NOW = Date.parse('2026-02-10T12:30:00Z');
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString();

const anomaly = (changes: Partial<Anomaly> = {}): Anomaly => ({
  campaign_id: 'camp_1',
  name: null,
  campaign_status: 'active',
  kind: 'drop',
  since: at(12),
  until: null,
  last_minute: at(1),
  is_over: false,
  ending: null,
  impressions: 1_000,
  clicks: 4,
  ctr: 0.004,
  expected_ctr: 0.021,
  low: 0.002,
  high: 0.009,
  expected_impressions: 940,
  ...changes,
});

describe('the reason of an anomaly', () => {
  it('is its CTR, the usual one, and between what the true one surely lies', () => {
    expect(reasonWords(anomaly())).toBe('CTR 0.40% (4 of 1,000; 99.7% sure between 0.20% and 0.90%), usually 2.10%');
  });

  it('is what came of what is usual, when it has gone silent', () => {
    const silent = { kind: 'silence', impressions: 0, clicks: 0, ctr: null, low: null, high: null } as const;
    expect(reasonWords(anomaly({ ...silent, expected_impressions: 41.55 }))).toBe('No impressions, usually 41.6 a minute');
    expect(reasonWords(anomaly({ ...silent, impressions: 1, expected_impressions: 1_240.4 }))).toBe('1 impression a minute, usually 1,240 a minute');
  });

  it('has no interval when its last minute had no impressions', () => {
    expect(reasonWords(anomaly({ impressions: 0, clicks: 0, ctr: null, low: null, high: null }))).toBe('No impressions any more. Its CTR was usually 2.10%');
  });

  it('can be traced to the numbers behind it', () => {
    expect(sourceWords(anomaly({ clicks: 1 }))).toMatch(new RegExp(`^1 click of 1,000 impressions in its last minute .* Judged up to ${formatMinute(at(1))}\\.$`));
  });
});

describe('the end of an anomaly', () => {
  it('is told when it is not simply as it was before', () => {
    expect([endingWords(anomaly()), endingWords(anomaly({ ending: 'as_usual' }))]).toEqual([null, null]);
    expect(endingWords(anomaly({ ending: 'new_usual' }))).toBe('It stayed like that: by then this was the usual');
    expect(endingWords(anomaly({ ending: 'not_judged' }))).toBe('Too few impressions after that to be judged');
    expect(endingWords(anomaly({ kind: 'silence', ending: 'not_judged' }))).toBe('There were still none when it had been silent for too long to be judged');
  });
});

describe('the time of an anomaly', () => {
  it('goes to the end of the last minute that was judged, while it lasts', () => {
    expect(timeWords(anomaly(), NOW)).toBe(`since ${formatMinute(at(12))}, for 12 min`);
  });

  it('has an end when it is over, and a day when that was another one', () => {
    const over = { until: at(60), last_minute: at(58), is_over: true };
    expect(timeWords(anomaly({ ...over, since: at(150) }), NOW)).toBe(`${formatMinute(at(150))}–${formatMinute(at(60))}, 1 h 30 min`);
    const longAgo = { since: at(5_000), until: at(2_000), last_minute: at(1_998), is_over: true };
    expect(timeWords(anomaly(longAgo), NOW)).toBe(`${formatDayAndMinute(at(5_000))}–${formatDayAndMinute(at(2_000))}, 2 d 2 h`);
  });

  it('is a minute at least', () => {
    expect(timeWords(anomaly({ since: at(2), last_minute: at(4) }), NOW)).toBe(`since ${formatMinute(at(2))}, for 1 min`);
  });

  it('says since when nobody judges it', () => {
    expect(timeWords(anomaly({ last_minute: at(6) }), NOW)).toBe(`since ${formatMinute(at(12))}; not judged since ${formatMinute(at(5))}`);
    expect(timeWords(anomaly({ since: at(3_012), last_minute: at(3_001) }), NOW)).toBe(`since ${formatDayAndMinute(at(3_012))}; not judged since ${formatDayAndMinute(at(3_000))}`);
  });
});

describe('an anomaly that goes on', () => {
  it('alarms nobody when its campaign is paused, when nobody judges it, and when it is over', () => {
    expect(isAlarming(anomaly(), NOW)).toBe(true);
    expect(isAlarming(anomaly({ campaign_status: null }), NOW)).toBe(true);
    for (const changes of [{ campaign_status: 'paused' }, { last_minute: at(6) }, { is_over: true, until: at(3) }] as Partial<Anomaly>[]) expect(isAlarming(anomaly(changes), NOW)).toBe(false);
  });
});
