import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import { untilThere } from '../../../shared/try-again.ts';
import { type CampaignSearch, PAGE_ROWS, isMoving, sortOf } from '../campaign-search.ts';
import type { Campaign, Figures } from '../types.ts';

export interface CampaignRow extends Campaign {
  figures: Figures;
}

export interface CampaignList {
  items: CampaignRow[];
  /** Of all that match, also those that are not in `items`. */
  total: number;
}

/** The most that the server gives at once. */
const MOST_PER_REQUEST = 200;
/** While only the first of many are listed by a figure that moves, others overtake them unseen. */
const REORDER_MS = 15_000;

async function getCampaigns(search: CampaignSearch, signal: AbortSignal): Promise<CampaignList> {
  const wanted = search.rows ?? PAGE_ROWS;
  const { key, direction } = sortOf(search);
  const status = search.status === 'unregistered' ? undefined : search.status;
  const items: CampaignRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const limit = Math.min(MOST_PER_REQUEST, wanted - items.length);
    const query = { q: search.q?.trim(), status, sort: key, order: direction, limit, cursor };
    const { data, error, response } = await api.GET('/api/campaigns', { params: { query }, signal });
    if (data === undefined) throw new ApiError(response, error);
    items.push(...data.items);
    if (data.next_cursor === null || items.length >= wanted) return { items: distinct(items), total: data.total };
    cursor = data.next_cursor;
  }
}

/** A campaign that moved while the pages were read may stand on two of them. */
function distinct(rows: CampaignRow[]): CampaignRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Every list of campaigns, whatever its search: what is read again when any campaign changed. */
export const CAMPAIGN_LISTS = ['campaigns', 'registered'] as const;

export function campaignsQuery(search: CampaignSearch) {
  const moves = isMoving(sortOf(search).key);
  return queryOptions({
    queryKey: [...CAMPAIGN_LISTS, search],
    queryFn: ({ signal }) => getCampaigns(search, signal),
    placeholderData: keepPreviousData,
    // A list seen before is shown at once, and read again: campaigns may have come and gone meanwhile.
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: (query) => {
      const { data } = query.state;
      return moves && data !== undefined && data.total > data.items.length ? REORDER_MS : untilThere(query);
    },
  });
}
