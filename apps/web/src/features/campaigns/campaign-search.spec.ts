import { describe, expect, it } from '@jest/globals';
import { MOST_ROWS, narrow, parseCampaignSearch, sortOf, toggleSort } from './campaign-search.ts';

describe('the campaign list in the URL', () => {
  it('takes any nonsense in the address for the default', () => {
    expect(parseCampaignSearch({ sort: 'price', order: 'up', q: { x: 1 }, status: 'deleted', rows: 'all' })).toEqual({});
    expect(parseCampaignSearch({ rows: -3 })).toEqual({});
    expect(parseCampaignSearch({ rows: 60.5 })).toEqual({});
  });

  it('keeps defaults out of the address', () => {
    expect(parseCampaignSearch({ sort: 'name', order: 'asc', q: ' ', rows: 50 })).toEqual({});
    expect(parseCampaignSearch({ sort: 'clicks', order: 'desc' })).toEqual({ sort: 'clicks' });
  });

  it('keeps what was asked for', () => {
    const asked = { q: 'brand', status: 'unregistered', sort: 'ctr', order: 'asc', rows: 150 } as const;
    expect(parseCampaignSearch(asked)).toEqual(asked);
    expect(parseCampaignSearch({ q: 123 })).toEqual({ q: '123' });
  });

  it('asks for no more rows than a page can show', () => {
    expect(parseCampaignSearch({ rows: 1e9 })).toEqual({ rows: MOST_ROWS });
  });

  it.each(['name', 'status', 'impressions', 'daily_budget'] as const)('a second click on %s turns the order round, a third turns it back', (key) => {
    const first = parseCampaignSearch({ sort: key, q: 'a', rows: 100 });
    const second = toggleSort(first, key);
    expect(sortOf(second).direction).not.toBe(sortOf(first).direction);
    expect(toggleSort(second, key)).toEqual(first);
  });

  it('another search begins at the first rows and keeps the order', () => {
    expect(narrow({ q: 'a', sort: 'ctr', rows: 150 }, { q: 'b' })).toEqual({ q: 'b', sort: 'ctr' });
    expect(narrow({ q: 'a', status: 'paused' }, { status: undefined })).toEqual({ q: 'a' });
  });
});
