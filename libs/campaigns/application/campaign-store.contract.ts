import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Campaign, CampaignSettings } from '../domain/campaign.ts';
import { CAMPAIGN_SORTS, type CampaignPage, type CampaignStore, type PageQuery, type Position } from './ports.ts';

interface UnderTest {
  store: CampaignStore;
  /** Forgets all campaigns, and what they were. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const NOW = 1_700_000_000_123;
const LATER = NOW + 60_000;

const settings = (changes: Partial<CampaignSettings> = {}): CampaignSettings => ({ name: 'Spring sale', dailyBudget: 120.5, status: 'active', timeZone: 'Europe/Berlin', ...changes });

/** What every store of campaigns promises. */
export function campaignStoreContract(start: () => Promise<UnderTest>): void {
  let store: CampaignStore;
  let under: UnderTest;

  beforeAll(async () => {
    under = await start();
    store = under.store;
  });

  beforeEach(() => under.clear());

  afterAll(() => under.stop());

  const create = async (id: string, changes: Partial<CampaignSettings> = {}, now = NOW): Promise<Campaign> => (await store.create({ id, ...settings(changes) }, now))!;

  describe('a campaign', () => {
    test('is found as it was made, and nowhere else', async () => {
      const campaign = await create('camp_1');
      expect(campaign).toEqual({ id: 'camp_1', ...settings(), statusSince: NOW, version: 1, createdAt: NOW, updatedAt: NOW });
      expect(await store.find('camp_1')).toEqual(campaign);
      expect(await store.find('camp_2')).toBeUndefined();
      expect(await store.find('CAMP_1')).toBeUndefined();
    });

    test('keeps an id that looks like syntax, and cents to the last', async () => {
      const campaign = await create(`'; -- %_"\\`, { name: '<b>"%_\\\u{1F600}', dailyBudget: 999_999_999.99 });
      expect(await store.find(campaign.id)).toEqual(campaign);
      expect(campaign.dailyBudget).toBe(999_999_999.99);
    });

    test('does not take the place of another', async () => {
      const first = await create('camp_1');
      expect(await store.create({ id: 'camp_1', ...settings({ name: 'Another' }) }, LATER)).toBeUndefined();
      expect(await store.find('camp_1')).toEqual(first);
    });

    test('that many make at once is made once', async () => {
      const made = await Promise.all(Array.from({ length: 8 }, (_, n) => store.create({ id: 'camp_1', ...settings({ name: `Of ${n}` }) }, NOW)));
      const [only, ...others] = made.filter((campaign) => campaign !== undefined);
      expect(others).toEqual([]);
      expect(await store.find('camp_1')).toEqual(only);
    });

    test('that is deleted is gone, as it was at last', async () => {
      const campaign = await create('camp_1');
      expect(await store.delete('camp_1')).toEqual(campaign);
      expect(await store.find('camp_1')).toBeUndefined();
      expect(await store.delete('camp_1')).toBeUndefined();
    });

    test('made again under an old id goes on with its version numbers', async () => {
      await create('camp_1');
      await store.update('camp_1', { name: 'Summer sale' }, 1, NOW);
      await store.delete('camp_1');
      expect(await create('camp_1', { name: 'Autumn sale' }, LATER)).toMatchObject({ version: 3, createdAt: LATER });
      // An edit that began in its former life is stale, and knows from what.
      expect(await store.update('camp_1', { name: 'Winter sale' }, 2, LATER)).toMatchObject({ status: 'stale', base: { name: 'Summer sale' }, campaign: { name: 'Autumn sale' } });
    });
  });

  describe('an edit', () => {
    test('changes what is given, and nothing else', async () => {
      const campaign = await create('camp_1');
      const changed = { ...campaign, name: 'Summer sale', version: 2, updatedAt: LATER };
      expect(await store.update('camp_1', { name: 'Summer sale' }, 1, LATER)).toEqual({ status: 'updated', campaign: changed });
      expect(await store.find('camp_1')).toEqual(changed);
    });

    test('that changes nothing makes no version', async () => {
      const campaign = await create('camp_1');
      expect(await store.update('camp_1', settings(), 1, LATER)).toEqual({ status: 'updated', campaign });
      expect(await store.update('camp_1', {}, undefined, LATER)).toEqual({ status: 'updated', campaign });
    });

    test('of the status says since when it is so; another one leaves that', async () => {
      await create('camp_1');
      await store.update('camp_1', { status: 'paused' }, undefined, LATER);
      await store.update('camp_1', { status: 'paused', name: 'Summer sale' }, undefined, LATER + 5);
      expect(await store.find('camp_1')).toMatchObject({ status: 'paused', statusSince: LATER, updatedAt: LATER + 5, version: 3 });
    });

    test('of an older version changes nothing, and tells what it began from', async () => {
      await create('camp_1');
      await store.update('camp_1', { dailyBudget: 50 }, 1, LATER);
      const present = await store.find('camp_1');
      expect(await store.update('camp_1', { name: 'Summer sale' }, 1, LATER)).toEqual({ status: 'stale', campaign: present, base: settings() });
      expect(await store.find('camp_1')).toEqual(present);
    });

    test('of a version that there never was has nothing that it began from', async () => {
      const campaign = await create('camp_1');
      expect(await store.update('camp_1', { name: 'Summer sale' }, 7, LATER)).toEqual({ status: 'stale', campaign, base: undefined });
    });

    test('of no campaign is missing it', async () => {
      expect(await store.update('camp_1', { name: 'Summer sale' }, undefined, LATER)).toEqual({ status: 'missing' });
      await create('camp_1');
      await store.delete('camp_1');
      expect(await store.update('camp_1', { name: 'Summer sale' }, 1, LATER)).toEqual({ status: 'missing' });
    });

    test('of one version is taken once, whoever else has begun from it', async () => {
      await create('camp_1');
      const results = await Promise.all(Array.from({ length: 8 }, (_, n) => store.update('camp_1', { name: `Of ${n}` }, 1, LATER)));
      expect(results.filter(({ status }) => status === 'updated')).toHaveLength(1);
      expect(results.filter(({ status }) => status === 'stale')).toHaveLength(7);
      expect(await store.find('camp_1')).toMatchObject({ version: 2 });
    });

    test('without a version is always taken: many at once change their own fields', async () => {
      await create('camp_1');
      const changes: Partial<CampaignSettings>[] = [{ name: 'Summer sale' }, { dailyBudget: 7 }, { status: 'paused' }, { timeZone: 'UTC' }];
      await Promise.all(changes.map((change) => store.update('camp_1', change, undefined, LATER)));
      expect(await store.find('camp_1')).toMatchObject({ name: 'Summer sale', dailyBudget: 7, status: 'paused', timeZone: 'UTC', version: 5 });
    });

    test('leaves behind what the status was, and since when', async () => {
      await create('camp_1');
      await store.update('camp_1', { status: 'paused' }, undefined, NOW + 1);
      await store.update('camp_1', { name: 'Summer sale' }, undefined, NOW + 2);
      await store.update('camp_1', { status: 'active' }, undefined, NOW + 3);
      expect(await store.statuses('camp_1')).toEqual([
        { status: 'active', at: NOW },
        { status: 'paused', at: NOW + 1 },
        { status: 'paused', at: NOW + 2 },
        { status: 'active', at: NOW + 3 },
      ]);
      expect(await store.statuses('camp_2')).toEqual([]);
    });
  });

  describe('several campaigns', () => {
    test('are found by their ids, those that there are', async () => {
      const [first, second] = [await create('camp_1'), await create('camp_2')];
      const found = await store.findAll(['camp_2', 'camp_9', 'camp_1']);
      expect(found.sort((a, b) => a.id.localeCompare(b.id))).toEqual([first, second]);
      expect(await store.findAll([])).toEqual([]);
    });

    test('give their names', async () => {
      await create('camp_1', { name: 'One' });
      await create('camp_2', { name: 'Two' });
      expect(await store.names()).toEqual(new Map([['camp_1', 'One'], ['camp_2', 'Two']]));
    });

    test.each<[string, { search?: string; status?: 'active' | 'paused' }, string[]]>([
      ['all', {}, ['camp_1', 'camp_2', 'other']],
      ['a part of the name, regardless of case', { search: 'SALE' }, ['camp_1', 'camp_2']],
      ['a part of the id, regardless of case', { search: 'Camp_' }, ['camp_1', 'camp_2']],
      ['signs that mean something elsewhere', { search: '%' }, ['other']],
      ['a status', { status: 'paused' }, ['camp_2', 'other']],
      ['a part and a status', { search: 'sale', status: 'active' }, ['camp_1']],
      ['nothing', { search: 'winter' }, []],
    ])('are picked by %s', async (_, filter, expected) => {
      await create('camp_1', { name: 'Spring sale' });
      await create('camp_2', { name: 'Summer Sale', status: 'paused' });
      await create('other', { name: '50% off', status: 'paused' });
      expect((await store.ids(filter)).sort()).toEqual(expected);
      const { campaigns, end } = await store.page({ ...filter, sort: 'id', descending: false, limit: 10 });
      expect(campaigns.map(({ id }) => id)).toEqual(expected);
      expect(end).toBeUndefined();
    });
  });

  describe('pages', () => {
    const all = async (query: Omit<PageQuery, 'after'>): Promise<string[]> => {
      const ids: string[] = [];
      let after: Position | undefined;
      do {
        const page: CampaignPage = await store.page({ ...query, after });
        expect(page.campaigns.length).toBeLessThanOrEqual(query.limit);
        ids.push(...page.campaigns.map(({ id }) => id));
        after = page.end;
      } while (after !== undefined);
      return ids;
    };

    beforeEach(async () => {
      await create('camp_b', { name: 'beta', dailyBudget: 9.5 }, NOW + 2);
      await create('camp_a', { name: 'Gamma', dailyBudget: 100, status: 'paused' }, NOW + 1);
      await create('camp_C', { name: 'alpha', dailyBudget: 9.5 }, NOW + 1);
      await create('camp_d', { name: 'Ümlaut', dailyBudget: 20, status: 'paused' }, NOW);
      await store.update('camp_d', { dailyBudget: 30 }, undefined, LATER);
    });

    test.each<[PageQuery['sort'], string[]]>([
      ['name', ['camp_C', 'camp_b', 'camp_a', 'camp_d']],
      ['id', ['camp_C', 'camp_a', 'camp_b', 'camp_d']],
      ['daily_budget', ['camp_C', 'camp_b', 'camp_d', 'camp_a']],
      ['status', ['camp_C', 'camp_b', 'camp_a', 'camp_d']],
      ['created_at', ['camp_d', 'camp_C', 'camp_a', 'camp_b']],
      ['updated_at', ['camp_C', 'camp_a', 'camp_b', 'camp_d']],
    ])('by %s: what is equal comes by id, and descending is just the other way round', async (sort, expected) => {
      for (const limit of [1, 2, 3, 4, 10]) {
        expect(await all({ sort, descending: false, limit })).toEqual(expected);
        expect(await all({ sort, descending: true, limit })).toEqual([...expected].reverse());
      }
    });

    test('a campaign that goes while others page skips nobody and repeats nobody', async () => {
      for (const sort of CAMPAIGN_SORTS) {
        const first = await store.page({ sort, descending: false, limit: 2 });
        const rest = await store.page({ sort, descending: false, limit: 10 });
        const [, last] = first.campaigns;
        await store.delete(last!.id);
        const second = await store.page({ sort, descending: false, limit: 10, after: first.end });
        expect(second.campaigns.map(({ id }) => id)).toEqual(rest.campaigns.slice(2).map(({ id }) => id));
        await create(last!.id, last, last!.createdAt);
      }
    });
  });
}
