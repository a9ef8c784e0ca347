import { describe, expect, it } from '@jest/globals';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { keyOf, ongoingFirst, withMore, withNewest } from './merge-anomalies.ts';

const anomaly = (campaign: string, minute: number, changes: Partial<Anomaly> = {}): Anomaly => ({
  campaign_id: campaign,
  name: null,
  kind: 'drop',
  since: new Date(Date.UTC(2026, 1, 10, 12, minute)).toISOString(),
  until: null,
  last_minute: new Date(Date.UTC(2026, 1, 10, 12, minute + 3)).toISOString(),
  is_over: false,
  impressions: 100,
  clicks: 0,
  ctr: 0,
  expected_ctr: 0.02,
  low: 0,
  high: 0.08,
  expected_impressions: 100,
  ...changes,
});

const page = (items: Anomaly[], next_cursor: string | null = null) => ({ items, next_cursor });
const names = ({ items }: { items: Anomaly[] }) => items.map(({ campaign_id }) => campaign_id);

describe('the newest anomalies', () => {
  it('take the place of what was known of them, and leave what was loaded below', () => {
    const shown = page([anomaly('c', 30), anomaly('b', 20), anomaly('a', 10)], 'after a');
    const merged = withNewest(shown, page([anomaly('d', 40), anomaly('c', 30, { is_over: true })], 'after c'));
    expect(names(merged)).toEqual(['d', 'c', 'b', 'a']);
    expect(merged.items[1]!.is_over).toBe(true);
    expect(merged.next_cursor).toBe('after a');
  });

  it('are all there is when no page follows, and when nothing was loaded below', () => {
    expect(withNewest(page([anomaly('gone', 5)], 'x'), page([anomaly('d', 40)]))).toEqual(page([anomaly('d', 40)]));
    expect(withNewest(page([anomaly('d', 40)], 'after d'), page([anomaly('d', 40)], 'other'))).toEqual(page([anomaly('d', 40)], 'other'));
    expect(withNewest(undefined, page([anomaly('d', 40)], 'other')).next_cursor).toBe('other');
  });

  it('do not bring back one that is deleted among them', () => {
    const shown = page([anomaly('c', 30), anomaly('deleted', 25), anomaly('b', 20), anomaly('a', 10)], 'after a');
    expect(names(withNewest(shown, page([anomaly('c', 30), anomaly('b', 20)], 'after b')))).toEqual(['c', 'b', 'a']);
  });
});

it('a page that follows adds what is not there yet', () => {
  const more = withMore(page([anomaly('b', 20), anomaly('a', 10)], 'after a'), page([anomaly('a', 10), anomaly('z', 5)], null));
  expect(names(more)).toEqual(['b', 'a', 'z']);
  expect(more.next_cursor).toBeNull();
});

it('those that last stand first, each kind of them newest first', () => {
  expect(ongoingFirst([anomaly('c', 30, { is_over: true }), anomaly('b', 20), anomaly('a', 10)]).map(({ campaign_id }) => campaign_id)).toEqual(['b', 'a', 'c']);
});

it('two kinds that began in the same minute are two', () => {
  expect(keyOf(anomaly('a', 1))).not.toBe(keyOf(anomaly('a', 1, { kind: 'silence' })));
});
