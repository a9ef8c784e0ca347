import { ctrOf } from '../../shared/ctr.ts';
import type { OverviewCampaign } from './api/get-overview.ts';

const SORT_KEYS = ['name', 'impressions', 'clicks', 'ctr', 'spend'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortDirection = 'asc' | 'desc';

/** What of the campaign table lives in the URL. What is left out has its default: most impressions first, no filter. */
export interface CampaignOrder {
  sort?: SortKey;
  order?: SortDirection;
  q?: string;
}

/** Whatever somebody typed into the address bar becomes a valid order. */
export function parseCampaignOrder(search: Record<string, unknown>): CampaignOrder {
  const order: CampaignOrder = {};
  const sort = SORT_KEYS.find((key) => key === search.sort);
  if (sort !== undefined && sort !== 'impressions') order.sort = sort;
  const direction = search.order === 'asc' || search.order === 'desc' ? search.order : undefined;
  if (direction !== undefined && direction !== firstDirection(sort ?? 'impressions')) order.order = direction;
  // The router reads ?q=123 as a number.
  if (typeof search.q === 'string' || typeof search.q === 'number') {
    const q = String(search.q);
    if (q !== '') order.q = q;
  }
  return order;
}

/** Names read from A, numbers from the largest. */
function firstDirection(key: SortKey): SortDirection {
  return key === 'name' ? 'asc' : 'desc';
}

export function sortOf(order: CampaignOrder): { key: SortKey; direction: SortDirection } {
  const key = order.sort ?? 'impressions';
  return { key, direction: order.order ?? firstDirection(key) };
}

/** The order after a click on a column's head: another column starts its own way, the same one turns round. */
export function toggleSort(order: CampaignOrder, key: SortKey): CampaignOrder {
  const present = sortOf(order);
  const turned = present.direction === 'asc' ? 'desc' : 'asc';
  const direction = present.key === key ? turned : firstDirection(key);
  return parseCampaignOrder({ sort: key, order: direction, q: order.q });
}

export function arrangeCampaigns(campaigns: OverviewCampaign[], order: CampaignOrder): OverviewCampaign[] {
  const wanted = order.q?.trim().toLowerCase() ?? '';
  const found =
    wanted === '' ? campaigns : campaigns.filter(({ campaign_id, name }) => [campaign_id, name ?? ''].some((text) => text.toLowerCase().includes(wanted)));
  const { key, direction } = sortOf(order);
  const sign = direction === 'asc' ? 1 : -1;
  return found.toSorted((a, b) => sign * compare(a, b, key) || compareText(a.campaign_id, b.campaign_id));
}

function compare(a: OverviewCampaign, b: OverviewCampaign, key: SortKey): number {
  if (key === 'name') return compareText(a.name ?? a.campaign_id, b.name ?? b.campaign_id);
  if (key === 'ctr') return (ctrOf(a) ?? -1) - (ctrOf(b) ?? -1);
  return a[key] - b[key];
}

// Made once: comparing through String.localeCompare builds a collator for every pair.
const collator = new Intl.Collator(undefined, { numeric: true });

function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}
