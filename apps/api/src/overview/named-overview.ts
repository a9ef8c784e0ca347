import type { CampaignNames } from '../../../../libs/campaigns/application/campaign-names.ts';
import { overviewUnread } from '../../../../libs/events/application/errors.ts';
import type { LiveOverview, OverviewView } from '../../../../libs/events/application/live-overview.ts';
import type { LiveTopic, LiveView } from '../live/live-topic.ts';
import { type OverviewBody, toBody } from './overview.schema.ts';

/** The totals of the campaigns with the names that they are registered under. */
export class NamedOverview implements LiveView {
  /** Of the names that were told last, and at which version of this view. */
  private namesVersion = 0;
  private namesChangedAt = 0;

  constructor(
    private readonly overview: LiveOverview,
    private readonly names: CampaignNames,
  ) {}

  get version(): number {
    return this.overview.version + this.namesVersion;
  }

  /** @throws DomainError `OVERVIEW_UNREAD`, `CAMPAIGNS_UNAVAILABLE` (both unavailable) as long as totals or names were never read */
  async refresh(): Promise<void> {
    if (!this.overview.known) throw overviewUnread();
    await this.names.refresh();
    if (this.names.version === this.namesVersion) return;
    this.namesVersion = this.names.version;
    this.namesChangedAt = this.version;
  }

  whole(): OverviewBody {
    return this.toBody(this.overview.view());
  }

  /** Whoever has other names is told everything: that is rare, and which rows they are on need not be known. */
  since(version: number): OverviewBody | undefined {
    if (version < this.namesChangedAt) return undefined;
    const changes = this.overview.changesSince(version - this.namesVersion);
    return changes && this.toBody(changes);
  }

  close(): void {
    // It is there for as long as the process is.
  }

  private toBody(view: OverviewView): OverviewBody {
    return toBody({ ...view, version: this.version }, (id) => this.names.of(id));
  }
}

/** `overview`: totals per campaign and the rates of the last minutes. */
export function overviewTopic(overview: NamedOverview): LiveTopic {
  return { name: 'overview', parse: () => ({ key: '', open: () => overview }) };
}
