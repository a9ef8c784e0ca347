import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LiveOverview } from '../../events/application/live-overview.ts';
import type { CampaignTotalsView } from '../../events/application/ports.ts';
import { MemoryCampaignStore } from '../adapters/memory/memory-campaign-store.ts';
import { CampaignLists, FIGURE_SORTS, type ListQuery } from './list-campaigns.ts';
import { CAMPAIGN_SORTS, type Position } from './ports.ts';

describe('lists of campaigns', () => {
  let store: MemoryCampaignStore;
  let totals: Map<string, CampaignTotalsView>;
  let lists: CampaignLists;

  beforeEach(() => {
    store = new MemoryCampaignStore();
    totals = new Map();
    const none = { impressions: 0, clicks: 0, spend: 0 };
    const overview = { totalsOf: (campaignId: string) => totals.get(campaignId) ?? { campaignId, ...none }, campaignIds: () => [...totals.keys()] };
    lists = new CampaignLists(store, overview as unknown as LiveOverview);
  });

  const create = (id: string, name = id) => store.create({ id, name, dailyBudget: 1, status: 'active', timeZone: 'UTC' }, 0);
  const counted = (campaignId: string, impressions: number, clicks = 0, spend = 0): void => void totals.set(campaignId, { campaignId, impressions, clicks, spend });

  async function registered(query: Omit<ListQuery, 'after'>): Promise<string[]> {
    const ids: string[] = [];
    let after: Position | undefined;
    do {
      const { campaigns, total, end } = await lists.registered({ ...query, after });
      expect(total).toBe((await store.ids(query)).length);
      ids.push(...campaigns.map(({ id }) => id));
      after = end;
    } while (after !== undefined);
    return ids;
  }

  test('are ordered by what was counted; without impressions there is no CTR, and it comes below the lowest', async () => {
    for (const id of ['camp_1', 'camp_2', 'camp_3', 'camp_4']) await create(id);
    counted('camp_1', 100, 1, 0.5);
    counted('camp_2', 10, 5, 7);
    counted('camp_3', 200, 0, 2);
    const order = (sort: ListQuery['sort']) => registered({ sort, descending: true, limit: 10 });
    expect(await order('impressions')).toEqual(['camp_3', 'camp_1', 'camp_2', 'camp_4']);
    expect(await order('clicks')).toEqual(['camp_2', 'camp_1', 'camp_4', 'camp_3']);
    expect(await order('ctr')).toEqual(['camp_2', 'camp_1', 'camp_3', 'camp_4']);
    expect(await order('spend')).toEqual(['camp_2', 'camp_3', 'camp_1', 'camp_4']);
  });

  test('in any order and pages of any size, every campaign that matches comes once, and the other direction is the reverse', async () => {
    const campaign = fc.record({ name: fc.constantFrom('alpha', 'Beta', 'gamma sale', 'SALE'), impressions: fc.nat(3), clicks: fc.nat(3) });
    const query = fc.record({ sort: fc.constantFrom(...CAMPAIGN_SORTS, ...FIGURE_SORTS), limit: fc.integer({ min: 1, max: 6 }), search: fc.constantFrom(undefined, 'sale', 'a') });
    await fc.assert(
      fc.asyncProperty(fc.array(campaign, { maxLength: 12 }), query, async (campaigns, { sort, limit, search }) => {
        store.clear();
        totals.clear();
        for (const [n, { name, impressions, clicks }] of campaigns.entries()) {
          await create(`id_${n}`, name);
          counted(`id_${n}`, impressions, clicks, clicks / 4);
        }
        const ascending = await registered({ sort, descending: false, limit, search });
        expect([...ascending].sort()).toEqual((await store.ids({ search })).sort());
        expect(await registered({ sort, descending: true, limit, search })).toEqual([...ascending].reverse());
      }),
    );
  });

  test('unregistered are those that only events know, those with the most impressions first', async () => {
    await create('camp_known');
    for (const [id, impressions] of [['camp_known', 9], ['camp_few', 1], ['camp_many', 5], ['Camp_same', 5], ['other', 2]] as const) counted(id, impressions);
    const first = await lists.unregistered({ limit: 3 });
    expect(first).toMatchObject({ ids: ['camp_many', 'Camp_same', 'other'], total: 4 });
    expect(await lists.unregistered({ limit: 3, after: first.end })).toEqual({ ids: ['camp_few'], total: 4, end: undefined });
    expect(await lists.unregistered({ search: 'CAMP', limit: 10 })).toMatchObject({ ids: ['camp_many', 'Camp_same', 'camp_few'], total: 3 });
  });
});
