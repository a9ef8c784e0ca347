import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { adEvent } from '../../../../apps/api/test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { PostgresBreakdownInbox } from './postgres-breakdown-inbox.ts';
import { PostgresCampaignStatsReader } from './postgres-campaign-stats-reader.ts';
import { PostgresEventStore } from './postgres-event-store.ts';
import { PostgresMinuteStatsReader } from './postgres-minute-stats-reader.ts';
import { PostgresStreamedCounts } from './postgres-streamed-counts.ts';

const MINUTE = Date.parse('2026-02-10T21:10:00Z');

interface Counts {
  impressions: number;
  clicks: number;
  /** As it is written in the record. */
  spend: string;
}

describe('PostgresStreamedCounts', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let counts: PostgresStreamedCounts;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
    counts = new PostgresStreamedCounts(pool);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const campaign = (): string => `camp_${randomUUID()}`;

  function minuteRecord(campaignId: string, { impressions, clicks, spend }: Counts, { minute = MINUTE, device = 'mobile' } = {}): string {
    return `{"campaign_id":${JSON.stringify(campaignId)},"minute":${minute},"device_type":${JSON.stringify(device)},"impressions":${impressions},"clicks":${clicks},"spend":${spend}}`;
  }

  function breakdownRecord(campaignId: string, { impressions, clicks, spend }: Counts, { minute = MINUTE, source = 'web', creative = '' } = {}): string {
    return JSON.stringify({ campaign_id: campaignId, minute, source, creative_id: creative, impressions, clicks, spend: Number(spend) });
  }

  async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
    return (await pool.query<Record<string, unknown>>(sql, values)).rows;
  }

  const minutesOf = (campaignId: string): Promise<Record<string, unknown>[]> =>
    rows('SELECT minute, device_type, impressions::int, clicks::int, spend FROM minute_stats WHERE campaign_id = $1 ORDER BY 1, 2', campaignId);

  test('what a minute has grown by is added to it, and told with its commit', async () => {
    const campaign_id = campaign();
    const first = await counts.minutes([minuteRecord(campaign_id, { impressions: 3, clicks: 1, spend: '0.300000000' })]);
    const second = await counts.minutes([minuteRecord(campaign_id, { impressions: 5, clicks: 1, spend: '0.5' })]);
    const key = { campaignId: campaign_id, minute: MINUTE, deviceType: 'mobile' };
    expect(first.minutes).toEqual([{ ...key, impressions: 3, clicks: 1, spend: 0.3 }]);
    expect(second.minutes).toEqual([{ ...key, impressions: 2, clicks: 0, spend: 0.2 }]);
    expect(await minutesOf(campaign_id)).toEqual([{ minute: new Date(MINUTE), device_type: 'mobile', impressions: 5, clicks: 1, spend: '0.500000000' }]);
    const totals = await new PostgresMinuteStatsReader(pool).totals();
    expect([totals.covers(first.commit), totals.covers(second.commit)]).toEqual([true, true]);
  });

  test('a record that comes again, or an older one after a newer one, adds nothing', async () => {
    const campaign_id = campaign();
    const newer = minuteRecord(campaign_id, { impressions: 5, clicks: 2, spend: '0.5' });
    await counts.minutes([newer]);
    expect((await counts.minutes([newer])).minutes).toEqual([]);
    expect((await counts.minutes([minuteRecord(campaign_id, { impressions: 4, clicks: 2, spend: '0.4' })])).minutes).toEqual([]);
    expect(await minutesOf(campaign_id)).toEqual([expect.objectContaining({ impressions: 5, clicks: 2, spend: '0.500000000' })]);
  });

  test('of several records of a minute in one batch the largest values hold, whatever their order', async () => {
    const campaign_id = campaign();
    const records = [2, 5, 3].map((impressions) => minuteRecord(campaign_id, { impressions, clicks: 0, spend: `0.${impressions}` }));
    expect((await counts.minutes(records)).minutes).toEqual([expect.objectContaining({ impressions: 5, spend: 0.5 })]);
  });

  test('money stays exact, to the billionth and beyond what a double holds', async () => {
    const campaign_id = campaign();
    await counts.minutes([minuteRecord(campaign_id, { impressions: 1, clicks: 0, spend: '123456789012345.123456789' })]);
    await counts.minutes([minuteRecord(campaign_id, { impressions: 2, clicks: 0, spend: '123456789012345.123456790' })]);
    expect(await rows('SELECT spend FROM minute_stats WHERE campaign_id = $1', campaign_id)).toEqual([{ spend: '123456789012345.123456790' }]);
  });

  test('it is added to what was counted directly, and takes nothing of it away', async () => {
    const campaign_id = campaign();
    const store = new PostgresEventStore(pool);
    const event = (): Parameters<typeof adEvent>[0] => ({ campaign_id, occurred_at: new Date(MINUTE).toISOString(), metadata: { device_type: 'mobile', cost: 1 } });
    await store.append([adEvent(event()), adEvent(event())]);
    await counts.minutes([minuteRecord(campaign_id, { impressions: 1, clicks: 4, spend: '0.25' })]);
    await store.append([adEvent(event())]);
    expect(await minutesOf(campaign_id)).toEqual([expect.objectContaining({ impressions: 4, clicks: 4, spend: '3.250000000' })]);
  });

  test('sources and creatives get what they have grown by, beside what was counted directly', async () => {
    const campaign_id = campaign();
    await new PostgresEventStore(pool).append([adEvent({ campaign_id, source: 'app', creative_id: 'c1', occurred_at: new Date(MINUTE).toISOString() })]);
    const record = breakdownRecord(campaign_id, { impressions: 4, clicks: 1, spend: '0.4' }, { source: 'app', creative: 'c1' });
    expect(await counts.breakdowns([record, breakdownRecord(campaign_id, { impressions: 1, clicks: 0, spend: '0' })])).toEqual([{ campaignId: campaign_id, minute: MINUTE }]);
    expect(await counts.breakdowns([record])).toEqual([]);
    for (const fold of [false, true]) {
      if (fold) await new PostgresBreakdownInbox(pool).fold();
      expect(await new PostgresCampaignStatsReader(pool).breakdowns({ campaignId: campaign_id, from: MINUTE, to: MINUTE + 60_000 })).toMatchObject({
        source: [{ value: 'app', impressions: 5, clicks: 1, spend: 0.4 }, { value: 'web', impressions: 1, clicks: 0, spend: 0 }],
        creative: [{ value: 'c1', impressions: 5 }, { value: '', impressions: 1 }],
      });
    }
  });

  test('a run of a simulation has the largest counts that were told', async () => {
    const runId = randomUUID();
    expect(await counts.counted(runId)).toEqual({ impressions: 0, clicks: 0 });
    const record = (impressions: number, clicks: number): string => JSON.stringify({ run_id: runId, impressions, clicks });
    await counts.runs([record(3, 0), record(7, 2), record(5, 1)]);
    await counts.runs([record(6, 2)]);
    expect(await counts.counted(runId)).toEqual({ impressions: 7, clicks: 2 });
  });

  test.each([
    ['a count that no column holds', { impressions: 1e20, clicks: 0, spend: '0' }],
    ['a sum of money that no column holds', { impressions: 1, clicks: 0, spend: '1e25' }],
  ])('%s is refused, and nothing of its batch is added', async (_, poison) => {
    const campaign_id = campaign();
    const records = [minuteRecord(campaign_id, { impressions: 1, clicks: 0, spend: '0' }), minuteRecord(campaign_id, poison, { device: 'desktop' })];
    await expect(counts.minutes(records)).rejects.toMatchObject({ code: 'EVENT_REFUSED' });
    expect(await minutesOf(campaign_id)).toEqual([]);
  });

  test('however records come again, mixed up and in whatever parts, at once in two processes: each key ends with its largest values', async () => {
    const history = fc.array(fc.record({ key: fc.integer({ min: 0, max: 5 }), impressions: fc.nat(5), clicks: fc.nat(3), spend: fc.nat(1_000_000) }), { minLength: 1, maxLength: 30 });
    const deliveries = fc.infiniteStream(fc.nat());
    await fc.assert(
      fc.asyncProperty(history, deliveries, fc.integer({ min: 1, max: 7 }), async (steps, chance, size) => {
        const [one, other] = [campaign(), campaign()];
        const keys = [0, 1, 2, 3, 4, 5].map((key) => ({ campaignId: key % 2 ? one : other, minute: MINUTE + (key % 3) * 60_000, device: key < 3 ? 'mobile' : 'desktop' }));
        const sums = keys.map(() => ({ impressions: 0, clicks: 0, billionths: 0 }));
        const records = steps.map((step) => {
          const sum = sums[step.key]!;
          sum.impressions += step.impressions;
          sum.clicks += step.clicks;
          sum.billionths += step.spend;
          const { campaignId, minute, device } = keys[step.key]!;
          return minuteRecord(campaignId, { ...sum, spend: `${sum.billionths}e-9` }, { minute, device });
        });
        const mixed = [...records, ...records, ...records].map((record) => ({ record, at: chance.next().value })).sort((a, b) => a.at - b.at).map(({ record }) => record);
        const parts: string[][] = [];
        for (let at = 0; at < mixed.length; at += size) parts.push(mixed.slice(at, at + size));
        const grown: Awaited<ReturnType<typeof counts.minutes>>['minutes'] = [];
        const tell = async (from: number): Promise<void> => {
          for (let at = from; at < parts.length; at += 2) grown.push(...(await counts.minutes(parts[at]!)).minutes);
        };
        await Promise.all([tell(0), tell(1)]);

        const expected = keys.flatMap(({ campaignId, minute, device }, key) => {
          const { impressions, clicks, billionths } = sums[key]!;
          return impressions + clicks + billionths === 0 ? [] : [{ campaign_id: campaignId, minute: new Date(minute), device_type: device, impressions, clicks, spend: (billionths / 1e9).toFixed(9) }];
        });
        const byKey = (a: { campaign_id: string; minute: Date; device_type: string }, b: typeof a): number =>
          JSON.stringify([a.campaign_id, a.minute, a.device_type]) < JSON.stringify([b.campaign_id, b.minute, b.device_type]) ? -1 : 1;
        for (const table of ['minute_stats', 'streamed_minutes']) {
          const present = await rows(`SELECT campaign_id, minute, device_type, impressions::int, clicks::int, spend FROM ${table} WHERE campaign_id IN ($1, $2) AND impressions + clicks + spend > 0`, one, other);
          expect((present as never[]).sort(byKey)).toEqual(expected.sort(byKey));
        }
        // What was told as news is what was added: live totals add it up.
        expect(grown.reduce((sum, { impressions }) => sum + impressions, 0)).toBe(sums.reduce((sum, { impressions }) => sum + impressions, 0));
      }),
      { numRuns: 25 },
    );
  });
});
