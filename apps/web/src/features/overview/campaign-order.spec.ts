import { describe, expect, it } from '@jest/globals';
import { ctrOf } from '../../shared/ctr.ts';
import { arrangeCampaigns, parseCampaignOrder, toggleSort } from './campaign-order.ts';

const campaigns = [
  { campaign_id: 'camp_10', name: null, impressions: 100, clicks: 1, spend: 3 },
  { campaign_id: 'camp_2', name: 'Zephyr', impressions: 100, clicks: 9, spend: 2 },
  { campaign_id: 'Brand', name: 'Autumn shoes', impressions: 0, clicks: 2, spend: 0 },
];
const ids = (search: Record<string, unknown>) =>
  arrangeCampaigns(campaigns, parseCampaignOrder(search)).map(({ campaign_id }) => campaign_id);

describe('the order of campaigns', () => {
  it('puts most impressions first, equals by id with numbers read as numbers', () => {
    expect(ids({})).toEqual(['camp_2', 'camp_10', 'Brand']);
  });

  it('sorts by any column, both ways', () => {
    expect(ids({ sort: 'name' })).toEqual(['Brand', 'camp_10', 'camp_2']);
    expect(ids({ sort: 'spend', order: 'asc' })).toEqual(['Brand', 'camp_2', 'camp_10']);
    expect(ids({ sort: 'ctr' })).toEqual(['camp_2', 'camp_10', 'Brand']);
  });

  it('finds names and ids by any part, whatever the case', () => {
    expect(ids({ q: 'SHOE' })).toEqual(['Brand']);
    expect(ids({ q: ' BRAND ' })).toEqual(['Brand']);
    expect(ids({ q: 10 })).toEqual(['camp_10']);
  });

  it('takes any nonsense in the address for the default', () => {
    expect(parseCampaignOrder({ sort: 'price', order: 'up', q: { x: 1 } })).toEqual({});
  });

  it('keeps defaults out of the address', () => {
    expect(parseCampaignOrder({ sort: 'impressions', order: 'desc', q: '' })).toEqual({});
    expect(parseCampaignOrder({ sort: 'name', order: 'asc' })).toEqual({ sort: 'name' });
  });

  it.each(['impressions', 'clicks', 'name'] as const)('a second click on %s turns the order round, a third turns it back', (key) => {
    const first = parseCampaignOrder({ sort: key });
    const second = toggleSort(first, key);
    expect(second).not.toEqual(first);
    expect(toggleSort(second, key)).toEqual(first);
  });

  it('has no CTR before there are impressions', () => {
    expect(ctrOf({ impressions: 0, clicks: 2 })).toBeNull();
    expect(ctrOf({ impressions: 200, clicks: 3 })).toBe(0.015);
  });
});
