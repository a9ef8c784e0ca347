import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import type { AdEvent } from '../domain/ad-event.ts';
import type { CampaignStatsReader } from './ports.ts';

interface UnderTest {
  stats: CampaignStatsReader;
  /** Stores and counts new events. */
  count(events: readonly AdEvent[]): Promise<void>;
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 1, 10, 12);

/** What every reader of a campaign's figures promises. */
export function campaignStatsReaderContract(start: () => Promise<UnderTest>): void {
  let stats: CampaignStatsReader;
  let count: UnderTest['count'];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ stats, count, stop } = await start());
  });

  afterAll(() => stop());

  const newId = (): string => `camp_${randomUUID()}`;
  const event = (campaignId: string, occurredAt: number, fields: object = {}): AdEvent => adEvent({ campaign_id: campaignId, occurred_at: new Date(occurredAt).toISOString(), metadata: { device_type: 'mobile', cost: 0.1 }, ...fields });

  describe('points', () => {
    test('are the sums of minutes, hours and days in UTC, of the range alone, in order', async () => {
      const campaignId = newId();
      await count([
        event(campaignId, NOON + 61 * MINUTE),
        event(campaignId, NOON - 1),
        event(campaignId, NOON),
        event(campaignId, NOON + MINUTE - 1, { metadata: { device_type: 'tablet', cost: 0.2 } }),
        event(campaignId, NOON + MINUTE, { type: 'click' }),
        event(newId(), NOON),
      ]);
      const points = (from: number, to: number, granularity: 'minute' | 'hour' | 'day'): ReturnType<CampaignStatsReader['points']> => stats.points({ campaignId, from, to, granularity });
      expect(await points(NOON, NOON + 2 * MINUTE, 'minute')).toEqual([
        { ts: NOON, impressions: 2, clicks: 0, spend: 0.3 },
        { ts: NOON + MINUTE, impressions: 0, clicks: 1, spend: 0 },
      ]);
      expect(await points(NOON, NOON + MINUTE, 'minute')).toHaveLength(1);
      expect(await points(NOON - HOUR, NOON + 2 * HOUR, 'hour')).toEqual([
        { ts: NOON - HOUR, impressions: 1, clicks: 0, spend: 0.1 },
        { ts: NOON, impressions: 2, clicks: 1, spend: 0.3 },
        { ts: NOON + HOUR, impressions: 1, clicks: 0, spend: 0.1 },
      ]);
      expect(await points(NOON - 12 * HOUR, NOON + 12 * HOUR, 'day')).toEqual([{ ts: NOON - 12 * HOUR, impressions: 4, clicks: 1, spend: 0.5 }]);
    });
  });

  describe('buckets', () => {
    test('are those asked for that have events, of several campaigns', async () => {
      const [one, other] = [newId(), newId()];
      await count([event(one, NOON), event(one, NOON + MINUTE), event(other, NOON + 5 * MINUTE), event(other, NOON + HOUR)]);
      const keys = [{ campaignId: one, ts: NOON }, { campaignId: other, ts: NOON }];
      expect(await stats.buckets(keys, 'minute')).toEqual([{ campaignId: one, ts: NOON, impressions: 1, clicks: 0, spend: 0.1 }]);
      const hours = await stats.buckets(keys, 'hour');
      expect(hours).toHaveLength(2);
      expect(hours).toEqual(expect.arrayContaining([{ campaignId: one, ts: NOON, impressions: 2, clicks: 0, spend: 0.2 }, { campaignId: other, ts: NOON, impressions: 1, clicks: 0, spend: 0.1 }]));
      expect(await stats.buckets([], 'minute')).toEqual([]);
    });
  });

  describe('minutes', () => {
    test('are those of each campaign in its own range', async () => {
      const [one, other] = [newId(), newId()];
      for (const id of [one, other]) await count([event(id, NOON), event(id, NOON + MINUTE), event(id, NOON + 400 * 24 * HOUR)]);
      const found = await stats.minutes([
        { campaignId: one, from: NOON, to: NOON + MINUTE },
        { campaignId: other, from: NOON + MINUTE, to: NOON + 2 * MINUTE },
      ]);
      expect(found).toHaveLength(2);
      expect(found).toEqual(expect.arrayContaining([expect.objectContaining({ campaignId: one, ts: NOON }), expect.objectContaining({ campaignId: other, ts: NOON + MINUTE })]));
      expect(await stats.minutes([])).toEqual([]);
    });
  });

  describe('breakdowns', () => {
    test('have the same sums as the points, by device, source and creative, most impressions first', async () => {
      const campaignId = newId();
      const range = { campaignId, from: NOON, to: NOON + HOUR };
      const made = (creative_id: string | null, source: string, device_type: string | undefined, type = 'impression'): AdEvent =>
        event(campaignId, NOON + 7 * MINUTE, { creative_id, source, type, metadata: { ...(device_type && { device_type }), ...(type === 'impression' && { cost: 0.05 }) } });
      await count([
        made('cr_1', 'web', 'mobile'),
        made('cr_1', 'web', 'mobile', 'click'),
        made('cr_2', 'ios', 'tablet'),
        made('cr_2', 'web', 'mobile'),
        made('cr_2', 'web', undefined),
        made(null, 'partner', 'desktop', 'click'),
        event(campaignId, NOON - 1),
        event(campaignId, NOON + HOUR),
      ]);
      expect(await stats.breakdowns(range)).toEqual({
        device: [
          { value: 'mobile', impressions: 2, clicks: 1, spend: 0.1 },
          { value: 'tablet', impressions: 1, clicks: 0, spend: 0.05 },
          { value: 'unknown', impressions: 1, clicks: 0, spend: 0.05 },
          { value: 'desktop', impressions: 0, clicks: 1, spend: 0 },
        ],
        source: [
          { value: 'web', impressions: 3, clicks: 1, spend: 0.15 },
          { value: 'ios', impressions: 1, clicks: 0, spend: 0.05 },
          { value: 'partner', impressions: 0, clicks: 1, spend: 0 },
        ],
        creative: [
          { value: 'cr_2', impressions: 3, clicks: 0, spend: 0.15 },
          { value: 'cr_1', impressions: 1, clicks: 1, spend: 0.05 },
          { value: '', impressions: 0, clicks: 1, spend: 0 },
        ],
      });
    });
  });

  describe('sums', () => {
    test('are one for each range, in their order, zeros where there is nothing', async () => {
      const campaignId = newId();
      await count([event(campaignId, NOON), event(campaignId, NOON + HOUR, { type: 'click' })]);
      expect(
        await stats.sums([
          { campaignId, from: NOON + HOUR, to: NOON + 2 * HOUR },
          { campaignId: 'camp_none', from: NOON, to: NOON + HOUR },
          { campaignId, from: NOON, to: NOON + 2 * HOUR },
        ]),
      ).toEqual([
        { campaignId, impressions: 0, clicks: 1, spend: 0 },
        { campaignId: 'camp_none', impressions: 0, clicks: 0, spend: 0 },
        { campaignId, impressions: 1, clicks: 1, spend: 0.1 },
      ]);
      expect(await stats.sums([])).toEqual([]);
    });
  });
}
