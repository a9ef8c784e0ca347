import { describe, expect, test } from '@jest/globals';
import { EventStream, type StreamOptions } from './event-stream.ts';

interface Made {
  event_id: string;
  type: 'impression' | 'click';
  campaign_id: string;
  occurred_at: string;
  user_id: string;
  metadata: { impression_id?: string; cost?: number; device_type: string };
}

const START = Date.parse('2026-02-10T21:10:00Z');
const OPTIONS: StreamOptions = { seed: 'test', campaigns: ['a', 'b', 'c'], rate: 100, ctr: 0.1, duplicates: 0.2 };

/** Deliveries at their rate, as time goes by. */
function make(count: number, options: Partial<StreamOptions> = {}): { event: Made; text: string; isRepeat: boolean }[] {
  const all = { ...OPTIONS, ...options };
  const stream = new EventStream(all);
  return Array.from({ length: count }, (_, index) => {
    const { event, isRepeat } = stream.next(START + (index * 1000) / all.rate);
    return { event: JSON.parse(event) as Made, text: event, isRepeat };
  });
}

const ids = (made: { event: Made }[]): string[] => made.map(({ event }) => event.event_id);

describe('a stream of traffic', () => {
  const made = make(20_000);
  const distinct = made.filter(({ isRepeat }) => !isRepeat).map(({ event }) => event);
  const impressions = new Map(distinct.filter(({ type }) => type === 'impression').map((event) => [event.event_id, event]));
  const clicks = distinct.filter(({ type }) => type === 'click');

  test('repeats exactly what its duplicates repeat, and nothing else', () => {
    const seen = new Set<string>();
    for (const { text, isRepeat } of made) {
      expect(seen.has(text)).toBe(isRepeat);
      seen.add(text);
    }
    expect(new Set(ids(made)).size).toBe(distinct.length);
    expect((made.length - distinct.length) / made.length).toBeCloseTo(OPTIONS.duplicates, 1);
  });

  test('clicks come half a second or more after an impression of the same campaign and user, once each', () => {
    for (const click of clicks) {
      const shown = impressions.get(click.metadata.impression_id ?? '');
      expect(shown).toMatchObject({ campaign_id: click.campaign_id, user_id: click.user_id, metadata: { device_type: click.metadata.device_type } });
      expect(Date.parse(click.occurred_at) - Date.parse(shown!.occurred_at)).toBeGreaterThanOrEqual(500);
    }
    expect(new Set(clicks.map(({ metadata }) => metadata.impression_id)).size).toBe(clicks.length);
    expect(clicks.length / impressions.size).toBeCloseTo(OPTIONS.ctr, 1);
  });

  test('every click that is due comes even when many are due at once', () => {
    const all = make(2_000, { ctr: 1, duplicates: 0.5, rate: 10 }).filter(({ isRepeat }) => !isRepeat);
    const clicked = all.filter(({ event }) => event.type === 'click').length;
    // Clicks take a place each, so that at most half of the events can be clicks.
    expect(clicked / all.length).toBeGreaterThan(0.4);
  });

  test('ids are version 4 UUIDs', () => {
    for (const id of ids(made)) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('the same options make the same events; another seed or another option shares no id with them', () => {
    const before = make(5_000);
    expect(make(5_000)).toEqual(before);
    const known = new Set(ids(before));
    for (const other of [{ seed: 'other' }, { ctr: 0.11 }, { duplicates: 0.21 }, { rate: 101 }, { campaigns: ['a', 'b'] }]) {
      expect(ids(make(5_000, other)).some((id) => known.has(id))).toBe(false);
    }
  });
});
