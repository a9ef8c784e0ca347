import { describe, expect, it } from '@jest/globals';
import { found, parseListSearch } from './list-search.ts';

describe('the search of the list', () => {
  it('takes whatever stands in the address', () => {
    expect(parseListSearch({ q: 123 })).toEqual({ q: '123' });
    for (const odd of [{}, { q: '  ' }, { q: ['a'] }, { q: null }]) expect(parseListSearch(odd)).toEqual({});
  });

  it('finds names and ids, regardless of case', () => {
    const rows = [{ campaign_id: 'camp_1', name: 'Spring' }, { campaign_id: 'camp_2', name: 'Autumn' }];
    expect(found(rows, { q: ' SPR ' })).toEqual([rows[0]]);
    expect(found(rows, { q: 'CAMP_2' })).toEqual([rows[1]]);
    expect(found(rows, {})).toBe(rows);
    expect(found(rows, { q: 'winter' })).toEqual([]);
  });
});
