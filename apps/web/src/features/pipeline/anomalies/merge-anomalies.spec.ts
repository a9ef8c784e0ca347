import { describe, expect, it } from '@jest/globals';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import type { ShownAnomalies } from '../types.ts';
import { keyOf, listed, withMore, withNewest } from './merge-anomalies.ts';

const anomaly = (campaign: string, minute: number, changes: Partial<Anomaly> = {}): Anomaly => ({
  campaign_id: campaign,
  name: null,
  campaign_status: 'active',
  kind: 'drop',
  since: new Date(Date.UTC(2026, 1, 10, 12, minute)).toISOString(),
  until: new Date(Date.UTC(2026, 1, 10, 12, minute + 3)).toISOString(),
  last_minute: new Date(Date.UTC(2026, 1, 10, 12, minute + 5)).toISOString(),
  is_over: true,
  ending: 'as_usual',
  impressions: 100,
  clicks: 0,
  ctr: 0,
  expected_ctr: 0.02,
  low: 0,
  high: 0.08,
  expected_impressions: 100,
  ...changes,
});

const NOW = Date.UTC(2026, 1, 10, 12, 50);
const lasting = (campaign: string, minute: number, changes: Partial<Anomaly> = {}) => anomaly(campaign, minute, { until: null, is_over: false, ending: null, ...changes });
const page = (items: Anomaly[], next_cursor: string | null = null, ongoing: Anomaly[] = [], next_ongoing: string | null = null): ShownAnomalies => ({ items, next_cursor, ongoing: { items: ongoing, next_cursor: next_ongoing } });
const names = ({ items }: { items: Anomaly[] }) => items.map(({ campaign_id }) => campaign_id);

describe('the newest anomalies', () => {
  it('take the place of what was known of them, and leave what was loaded below', () => {
    const shown = page([lasting('c', 30), anomaly('b', 20), anomaly('a', 10)], 'after a');
    const merged = withNewest(shown, page([anomaly('d', 40), anomaly('c', 30)], 'after c'), NOW);
    expect(names(merged)).toEqual(['d', 'c', 'b', 'a']);
    expect(merged.items[1]!.is_over).toBe(true);
    expect(merged.next_cursor).toBe('after a');
  });

  it('are all there is when no page follows, and when nothing was loaded below', () => {
    expect(withNewest(page([anomaly('gone', 5)], 'x'), page([anomaly('d', 40)]), NOW)).toEqual(page([anomaly('d', 40)]));
    expect(withNewest(page([anomaly('d', 40)], 'after d'), page([anomaly('d', 40)], 'other'), NOW)).toEqual(page([anomaly('d', 40)], 'other'));
    expect(withNewest(undefined, page([anomaly('d', 40)], 'other'), NOW).next_cursor).toBe('other');
  });

  it('do not bring back one that is deleted among them', () => {
    const shown = page([anomaly('c', 30), anomaly('deleted', 25), anomaly('b', 20), anomaly('a', 10)], 'after a');
    expect(names(withNewest(shown, page([anomaly('c', 30), anomaly('b', 20)], 'after b'), NOW))).toEqual(['c', 'b', 'a']);
  });

  it('stand alone where others are missing between them and what was loaded', () => {
    const shown = page([anomaly('b', 20), anomaly('a', 10)], 'after a');
    expect(withNewest(shown, page([anomaly('z', 45), anomaly('y', 40)], 'after y'), NOW)).toEqual(page([anomaly('z', 45), anomaly('y', 40)], 'after y'));
  });

  it('tell how those below go on, and end them: what has become of one that is told no longer is asked for', () => {
    const shown = page([anomaly('c', 30), lasting('b', 20), anomaly('a', 10)], 'after a', [lasting('b', 20)]);
    const later = lasting('b', 20, { last_minute: new Date(NOW - 90_000).toISOString() });
    expect(withNewest(shown, page([anomaly('d', 40), anomaly('c', 30)], 'after c', [later]), NOW).items[2]).toEqual(later);
    expect(names(withNewest(shown, page([anomaly('d', 40), anomaly('c', 30)], 'after c'), NOW))).toEqual(['d', 'c']);
  });

  it('keep one below that nobody has judged for long', () => {
    const forgotten = lasting('b', 20, { last_minute: new Date(NOW - 3 * 60 * 60_000).toISOString() });
    expect(names(withNewest(page([anomaly('c', 30), forgotten], 'after b'), page([anomaly('d', 40), anomaly('c', 30)], 'after c'), NOW))).toEqual(['d', 'c', 'b']);
  });
});

it('a page that follows adds what is not there yet', () => {
  const more = withMore(page([anomaly('b', 20), anomaly('a', 10)], 'after a', [lasting('c', 30)]), page([anomaly('a', 10), anomaly('z', 5)], null));
  expect(names(more)).toEqual(['b', 'a', 'z']);
  expect(more.next_cursor).toBeNull();
  expect(names(more.ongoing)).toEqual(['c']);
});

it('all that last stand first, also those that are not among the newest, and each stands there once', () => {
  const all = listed(page([anomaly('d', 40), lasting('c', 30)], 'after c', [lasting('c', 30), lasting('old', 1)]));
  expect(all.map(({ campaign_id }) => campaign_id)).toEqual(['c', 'old', 'd']);
});

it('two kinds that began in the same minute are two', () => {
  expect(keyOf(anomaly('a', 1))).not.toBe(keyOf(anomaly('a', 1, { kind: 'silence' })));
});
