import { describe, expect, it } from '@jest/globals';
import { VALUES_LISTED, breakdownRows } from './breakdown-rows.ts';

const item = (value: string, impressions: number, clicks = 0) => ({ value, impressions, clicks, spend: impressions / 10 });
const totals = (impressions: number, clicks = 0) => ({ impressions, clicks, spend: impressions / 10, ctr: null });
const many = Array.from({ length: VALUES_LISTED }, (_, place) => item(`cr_${place}`, 2, 1));

describe('the rows of a breakdown', () => {
  it('have the share of all impressions, and a CTR of their own', () => {
    expect(breakdownRows([item('mobile', 75, 3), item('', 25)], totals(100, 3))).toMatchObject([
      { kind: 'named', value: 'mobile', share: 0.75, ctr: 0.04 },
      { kind: 'none', share: 0.25, ctr: 0 },
    ]);
  });

  it('sum up what the server does not list', () => {
    const others = breakdownRows(many, totals(130, 55)).at(-1);
    expect(others).toMatchObject({ kind: 'others', impressions: 30, clicks: 5 });
  });

  it('have no others while the list has all, though totals be ahead for a moment', () => {
    expect(breakdownRows([item('mobile', 75)], totals(80))).toHaveLength(1);
    expect(breakdownRows(many, totals(100, 50))).toHaveLength(VALUES_LISTED);
  });

  it('tell a value called "others" from the others', () => {
    const ids = breakdownRows([item('others', 3), ...many.slice(1)], totals(500, 50)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
