import { LiveOverview } from '../../events/application/live-overview.ts';
import { StoredEventsReader } from '../../events/application/ports.ts';
import { campaignNotFound } from './errors.ts';
import { CampaignStore } from './ports.ts';

/** Which campaigns there are: those that were registered, and those that events name. */
export class KnownCampaigns {
  constructor(
    private readonly campaigns: CampaignStore,
    private readonly overview: LiveOverview,
    private readonly events: StoredEventsReader,
  ) {}

  /** @throws DomainError `CAMPAIGN_NOT_FOUND` (not-found), `OVERVIEW_UNREAD`, `CAMPAIGNS_UNAVAILABLE`, `STATS_UNAVAILABLE` (all unavailable) */
  async require(id: string): Promise<void> {
    const { impressions, clicks } = this.overview.totalsOf(id);
    // The totals may not have heard of its first event yet.
    if (impressions + clicks === 0 && !(await this.isStored(id))) throw campaignNotFound(id);
  }

  /**
   * By the database alone: the totals may not have heard yet that its last event was deleted, either.
   *
   * @throws DomainError `CAMPAIGNS_UNAVAILABLE`, `STATS_UNAVAILABLE` (both unavailable)
   */
  async isStored(id: string): Promise<boolean> {
    return (await this.campaigns.find(id)) !== undefined || (await this.events.lastArrivals([id])).has(id);
  }
}
