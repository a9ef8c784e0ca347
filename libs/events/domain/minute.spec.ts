import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import { MINUTE_MS, minuteOf, tallyMinutes } from './minute.ts';

describe('minuteOf', () => {
  test.each([
    ['2026-02-10T21:10:00.000Z', '2026-02-10T21:10:00Z'],
    ['2026-02-10T21:10:59.999Z', '2026-02-10T21:10:00Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:00Z'],
    ['1969-12-31T23:59:00.000Z', '1969-12-31T23:59:00Z'],
  ])('%s belongs to %s', (time, minute) => {
    expect(minuteOf(Date.parse(time))).toBe(Date.parse(minute));
  });

  test('a time is at most a minute after the start of its minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (time) => {
        const minute = minuteOf(time);
        expect(minute % MINUTE_MS === 0).toBe(true);
        expect(time - minute).toBeGreaterThanOrEqual(0);
        expect(time - minute).toBeLessThan(MINUTE_MS);
      }),
    );
  });
});

describe('tallyMinutes', () => {
  test('no events make no minutes', () => {
    expect(tallyMinutes([])).toEqual([]);
  });

  test('events are summed per campaign, minute and device', () => {
    const minute = Date.parse('2026-02-10T21:10:00Z');
    const tallies = tallyMinutes([
      adEvent({ metadata: { cost: 0.1 } }),
      adEvent({ occurred_at: '2026-02-10T21:10:59.999Z', metadata: { cost: 0.2 } }),
      adEvent({ type: 'click', metadata: { cost: 7 } }),
      adEvent({ metadata: { device_type: 'mobile' } }),
      adEvent({ occurred_at: '2026-02-10T21:11:00Z' }),
      adEvent({ campaign_id: 'camp_456', type: 'click' }),
    ]);
    const none = { impressions: 0, clicks: 0, spend: 0 };
    expect(tallies).toEqual([
      { campaignId: 'camp_123', minute, deviceType: 'unknown', impressions: 2, clicks: 1, spend: 0.3 },
      { ...none, campaignId: 'camp_123', minute, deviceType: 'mobile', impressions: 1 },
      { ...none, campaignId: 'camp_123', minute: minute + MINUTE_MS, deviceType: 'unknown', impressions: 1 },
      { ...none, campaignId: 'camp_456', minute, deviceType: 'unknown', clicks: 1 },
    ]);
  });

  test('names that contain separators are not mixed up', () => {
    const pairs = [['a', 'b,c'], ['a,b', 'c'], ['a"', 'b'], ['a', '"b'], ['a\u0001', 'b'], ['a', '\u0001b']] as const;
    expect(tallyMinutes(pairs.map(([campaign_id, device_type]) => adEvent({ campaign_id, metadata: { device_type } })))).toHaveLength(pairs.length);
  });

  test('every event is in exactly one tally', () => {
    const event = fc.record({ campaign_id: fc.constantFrom('a', 'b'), type: fc.constantFrom('click', 'impression'), seconds: fc.nat(200), cost: fc.nat(1_000) });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const tallies = tallyMinutes(
          events.map(({ campaign_id, type, seconds, cost }) =>
            adEvent({ campaign_id, type, occurred_at: new Date(Date.UTC(2026, 0) + seconds * 1000).toISOString(), metadata: { cost: cost / 100 } }),
          ),
        );
        const impressions = events.filter(({ type }) => type === 'impression');
        const sum = (pick: (tally: (typeof tallies)[number]) => number): number => tallies.reduce((total, tally) => total + pick(tally), 0);
        expect(sum(({ impressions: count }) => count)).toBe(impressions.length);
        expect(sum(({ clicks }) => clicks)).toBe(events.length - impressions.length);
        expect(sum(({ spend }) => Math.round(spend * 100))).toBe(impressions.reduce((total, { cost }) => total + cost, 0));
        expect(new Set(tallies.map(({ campaignId, minute }) => `${campaignId} ${minute}`)).size).toBe(tallies.length);
      }),
    );
  });
});
