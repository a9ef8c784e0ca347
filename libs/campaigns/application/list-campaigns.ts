import { LiveOverview } from '../../events/application/live-overview.ts';
import type { CampaignTotalsView } from '../../events/application/ports.ts';
import type { Campaign } from '../domain/campaign.ts';
import { type CampaignFilter, CAMPAIGN_SORTS, type CampaignSort, CampaignStore, type Position } from './ports.ts';

/** What campaigns can be sorted by that is not theirs, but counted. */
export const FIGURE_SORTS = ['impressions', 'clicks', 'ctr', 'spend'] as const;
export type FigureSort = (typeof FIGURE_SORTS)[number];

export interface ListQuery extends CampaignFilter {
  sort: CampaignSort | FigureSort;
  descending: boolean;
  limit: number;
  after?: Position | undefined;
}

export interface CampaignList {
  campaigns: Campaign[];
  /** How many match in all. */
  total: number;
  /** Where this page ended; undefined when nothing comes after it. */
  end: Position | undefined;
}

export interface UnregisteredList {
  ids: string[];
  total: number;
  end: Position | undefined;
}

/** Pages of campaigns: those people have registered, and those that only events know. */
export class CampaignLists {
  constructor(
    private readonly campaigns: CampaignStore,
    private readonly overview: LiveOverview,
  ) {}

  /** @throws DomainError `CAMPAIGNS_UNAVAILABLE`, `OVERVIEW_UNREAD` (both unavailable) */
  async registered(query: ListQuery): Promise<CampaignList> {
    const { sort } = query;
    if (isOwnSort(sort)) {
      const [page, ids] = await Promise.all([this.campaigns.page({ ...query, sort }), this.campaigns.ids(query)]);
      return { ...page, total: ids.length };
    }
    // Figures are known here, in memory, and names there, in the database: the order is made here, of all that match.
    const ids = await this.campaigns.ids(query);
    const { page, end } = pageOf(ids.map((id) => ({ id, value: figureOf(this.overview.totalsOf(id), sort) })), query);
    const found = new Map((await this.campaigns.findAll(page)).map((campaign) => [campaign.id, campaign]));
    return { campaigns: page.flatMap((id) => found.get(id) ?? []), total: ids.length, end };
  }

  /**
   * Those with the most impressions first.
   *
   * @throws DomainError `CAMPAIGNS_UNAVAILABLE`, `OVERVIEW_UNREAD` (both unavailable)
   */
  async unregistered({ search = '', limit, after }: { search?: string | undefined; limit: number; after?: Position | undefined }): Promise<UnregisteredList> {
    const registered = new Set(await this.campaigns.ids({}));
    const wanted = search.toLowerCase();
    const ids = this.overview.campaignIds().filter((id) => !registered.has(id) && id.toLowerCase().includes(wanted));
    const entries = ids.map((id) => ({ id, value: this.overview.totalsOf(id).impressions }));
    const { page, end } = pageOf(entries, { descending: true, limit, after });
    return { ids: page, total: ids.length, end };
  }
}

function isOwnSort(sort: ListQuery['sort']): sort is CampaignSort {
  return CAMPAIGN_SORTS.some((own) => own === sort);
}

/** Campaigns without impressions have no CTR; they come where the lowest would. */
function figureOf(totals: CampaignTotalsView, sort: FigureSort): number {
  if (sort !== 'ctr') return totals[sort];
  return totals.impressions === 0 ? -1 : totals.clicks / totals.impressions;
}

interface Entry {
  id: string;
  value: number;
}

function pageOf(entries: Entry[], { descending, limit, after }: { descending: boolean; limit: number; after?: Position | undefined }): { page: string[]; end: Position | undefined } {
  const sign = descending ? -1 : 1;
  const compare = (a: Entry, b: Entry): number => sign * (a.value - b.value || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const position = after === undefined ? undefined : { id: after.id, value: Number(after.value) };
  const rest = (position === undefined ? entries : entries.filter((entry) => compare(entry, position) > 0)).sort(compare);
  const shown = rest.slice(0, limit);
  return { page: shown.map(({ id }) => id), end: rest.length > limit ? shown.at(-1) : undefined };
}
