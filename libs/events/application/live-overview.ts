import { DomainEventPublisher, type Subscription } from '../../kernel/domain-events.ts';
import type { DuplicatesIgnored, EventsAccepted, EventsDeleted } from '../domain/domain-events.ts';
import { addMoney } from '../../kernel/money.ts';
import { overviewUnread } from './errors.ts';
import { type CampaignTotalsView, MinuteStatsReader, type TotalsSnapshot } from './ports.ts';
import { RecentRates, type SecondRateView } from './recent-rates.ts';

const SHOWN_CAMPAIGNS = 200;
const RETRY_MS = 2_000;

export interface OverviewView {
  /** Grows with every change; a reader that has it asks for what came after. */
  version: number;
  /** Milliseconds since 1970. Stands still while totals that missed news cannot be read again. */
  asOf: number;
  totals: { impressions: number; clicks: number; spend: number; campaigns: number };
  campaigns: CampaignTotalsView[];
  rates: SecondRateView[];
}

interface Total extends CampaignTotalsView {
  version: number;
}

/**
 * All-time totals per campaign and the rates of the last minutes, kept up to date by domain events, so that showing
 * them costs the database nothing.
 *
 * Totals start from a read of the minutes. Whether a commit that is told later is already part of that read is decided
 * by the read itself ({@link TotalsSnapshot.covers}), so nothing is added twice or left out, whatever the order in
 * which read and news arrive. When news was missed, everything is read anew.
 */
export class LiveOverview {
  private readonly totals = new Map<string, Total>();
  private readonly sum = { impressions: 0, clicks: 0, spend: 0 };
  private readonly rates: RecentRates;
  private readonly subscriptions: Subscription[] = [];
  private snapshot: TotalsSnapshot | undefined;
  private early: EventsAccepted[] = [];
  private reading = false;
  private readAgain = false;
  private retry: NodeJS.Timeout | undefined;
  private isKnown = false;
  /** Since when news are missing from the totals. */
  private staleSince: number | undefined;
  private currentVersion = 0;
  /** The version at which a campaign had gone from the totals. */
  private wholeVersion = -1;
  /** The version at which a campaign had come or gone. */
  private campaignsChangedAt = 0;
  private closed = false;

  constructor(
    private readonly stats: MinuteStatsReader,
    private readonly publisher: DomainEventPublisher,
    private readonly onError: (error: unknown) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.rates = new RecentRates(now);
  }

  /** Resolves when the first read has ended, well or not; a failed one is repeated in the background. */
  async start(): Promise<void> {
    this.subscriptions.push(
      this.publisher.subscribe<EventsAccepted>('EventsAccepted', {
        handle: ({ event }) => this.accepted(event),
        missed: () => this.read(),
      }),
      this.publisher.subscribe<DuplicatesIgnored>('DuplicatesIgnored', {
        handle: ({ event }) => this.rates.addDuplicates(event.count, this.nextVersion()),
      }),
      // Reading all totals is dear: while a large campaign goes bit by bit, its old ones are shown.
      this.publisher.subscribe<EventsDeleted>('EventsDeleted', {
        handle: ({ event }) => (event.isFinished ? this.read() : undefined),
      }),
    );
    await this.read();
  }

  stop(): void {
    this.closed = true;
    clearTimeout(this.retry);
    for (const subscription of this.subscriptions) subscription.unsubscribe();
  }

  /** Whether there is anything to show: the totals were read at least once. */
  get known(): boolean {
    return this.isKnown;
  }

  /** Grows with every change. */
  get version(): number {
    return this.currentVersion;
  }

  /** Grows when a campaign is seen in events for the first time, and when one has none any more. */
  get campaignsVersion(): number {
    return this.campaignsChangedAt;
  }

  /**
   * Everything: the campaigns with the most impressions, and every second with traffic of the last five minutes.
   *
   * @throws DomainError `OVERVIEW_UNREAD` (unavailable) before the totals were read: zeros would be taken for the truth
   */
  view(): OverviewView {
    if (!this.isKnown) throw overviewUnread();
    const campaigns = [...this.totals.values()].sort(byImpressions).slice(0, SHOWN_CAMPAIGNS);
    return this.toView(campaigns, -1);
  }

  /**
   * All-time totals of one campaign, zeros for one without events.
   *
   * @throws DomainError `OVERVIEW_UNREAD` (unavailable)
   */
  totalsOf(campaignId: string): CampaignTotalsView {
    if (!this.isKnown) throw overviewUnread();
    const { impressions, clicks, spend } = this.totals.get(campaignId) ?? { impressions: 0, clicks: 0, spend: 0 };
    return { campaignId, impressions, clicks, spend };
  }

  /**
   * The ids of all campaigns that have events.
   *
   * @throws DomainError `OVERVIEW_UNREAD` (unavailable)
   */
  campaignIds(): string[] {
    if (!this.isKnown) throw overviewUnread();
    return [...this.totals.keys()];
  }

  /**
   * What has changed since a version: whole rows with their present values, never differences. Undefined when that does
   * not tell it all, because a campaign has gone.
   */
  changesSince(version: number): OverviewView | undefined {
    if (version < this.wholeVersion) return undefined;
    const changed = this.currentVersion === version ? [] : [...this.totals.values()].filter((total) => total.version > version);
    return this.toView(changed.length > SHOWN_CAMPAIGNS ? changed.sort(byImpressions).slice(0, SHOWN_CAMPAIGNS) : changed, version);
  }

  private toView(campaigns: Total[], since: number): OverviewView {
    return {
      version: this.currentVersion,
      asOf: this.staleSince ?? this.now(),
      totals: { ...this.sum, campaigns: this.totals.size },
      campaigns: campaigns.map(({ campaignId, impressions, clicks, spend }) => ({ campaignId, impressions, clicks, spend })),
      rates: this.rates.since(since),
    };
  }

  private accepted(event: EventsAccepted): void {
    this.rates.addAccepted(event.count, this.nextVersion());
    if (this.reading || this.snapshot === undefined) this.early.push(event);
    else if (!this.snapshot.covers(event.commit)) {
      const known = this.totals.size;
      this.add(event);
      if (this.totals.size > known) this.campaignsChangedAt = this.currentVersion;
    }
  }

  private add(event: EventsAccepted): void {
    for (const minute of event.minutes) this.addTo(minute.campaignId, minute);
  }

  private addTo(campaignId: string, added: { impressions: number; clicks: number; spend: number }): void {
    let total = this.totals.get(campaignId);
    if (total === undefined) {
      total = { campaignId, impressions: 0, clicks: 0, spend: 0, version: 0 };
      this.totals.set(campaignId, total);
    }
    for (const counted of [total, this.sum]) {
      counted.impressions += added.impressions;
      counted.clicks += added.clicks;
      counted.spend = addMoney(counted.spend, added.spend);
    }
    total.version = this.currentVersion;
  }

  private async read(): Promise<void> {
    if (this.closed) return;
    clearTimeout(this.retry);
    if (this.reading) {
      this.readAgain = true;
      return;
    }
    this.reading = true;
    const startedAt = this.now();
    try {
      const snapshot = await this.stats.totals();
      this.snapshot = snapshot;
      this.isKnown = true;
      this.staleSince = undefined;
      const before = [...this.totals.keys()];
      this.totals.clear();
      Object.assign(this.sum, { impressions: 0, clicks: 0, spend: 0 });
      this.nextVersion();
      for (const campaign of snapshot.campaigns) this.addTo(campaign.campaignId, campaign);
      for (const event of this.early.splice(0)) if (!snapshot.covers(event.commit)) this.add(event);
      const left = before.filter((id) => this.totals.has(id)).length;
      if (left < before.length) this.wholeVersion = this.currentVersion;
      if (left < before.length || left < this.totals.size) this.campaignsChangedAt = this.currentVersion;
    } catch (error) {
      this.onError(error);
      // What comes until the next read will be in it.
      this.early = [];
      this.snapshot = undefined;
      this.staleSince ??= startedAt;
      if (!this.closed) this.retry = setTimeout(() => void this.read(), RETRY_MS);
    } finally {
      this.reading = false;
    }
    if (this.readAgain) {
      this.readAgain = false;
      await this.read();
    }
  }

  private nextVersion(): number {
    this.currentVersion += 1;
    return this.currentVersion;
  }
}

function byImpressions(a: Total, b: Total): number {
  return b.impressions - a.impressions || (a.campaignId < b.campaignId ? -1 : 1);
}
