import { ctrOf } from '../../../shared/ctr.ts';
import type { BreakdownItem } from '../api/get-report.ts';
import type { Totals } from '../totals/range-totals.ts';

export interface BreakdownRow {
  /** Stays the same for the same value; the rest of them has an id that no value can have. */
  id: string;
  kind: 'named' | 'none' | 'others';
  value: string;
  impressions: number;
  clicks: number;
  spend: number;
  ctr: number | null;
  /** Of all impressions in the range, 0…1. */
  share: number;
}

const OTHERS_ID = 'others';

/** The values that the server names, and what is left of the totals as one more row. */
export function breakdownRows(items: BreakdownItem[], totals: Totals): BreakdownRow[] {
  const left = { impressions: totals.impressions, clicks: totals.clicks, spend: totals.spend };
  const rows = items.map((item): BreakdownRow => {
    left.impressions -= item.impressions;
    left.clicks -= item.clicks;
    left.spend -= item.spend;
    return rowOf(`=${item.value}`, item.value === '' ? 'none' : 'named', item, totals);
  });
  // Breakdowns come up to half a second later than the totals: only what is beyond the server's list are others.
  const hasOthers = items.length >= VALUES_LISTED && left.impressions + left.clicks > 0;
  if (hasOthers) rows.push(rowOf(OTHERS_ID, 'others', { value: '', ...atLeastZero(left) }, totals));
  return rows;
}

/** How many the server lists. */
export const VALUES_LISTED = 50;

function rowOf(id: string, kind: BreakdownRow['kind'], item: BreakdownItem, totals: Totals): BreakdownRow {
  const share = totals.impressions === 0 ? 0 : Math.min(1, item.impressions / totals.impressions);
  return { id, kind, ...item, ctr: ctrOf(item), share };
}

function atLeastZero({ impressions, clicks, spend }: Omit<BreakdownItem, 'value'>): Omit<BreakdownItem, 'value'> {
  return { impressions: Math.max(0, impressions), clicks: Math.max(0, clicks), spend: Math.max(0, spend) };
}
