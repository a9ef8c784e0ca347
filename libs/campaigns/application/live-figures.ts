import { DomainEventPublisher, type Subscription } from '../../kernel/domain-events.ts';
import { CampaignNews } from '../../events/application/campaign-news.ts';
import { LiveOverview } from '../../events/application/live-overview.ts';
import { type BucketKey, CampaignStatsReader, StoredEventsReader } from '../../events/application/ports.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import { dayOf } from '../../kernel/time-zone.ts';
import type { CampaignFigures } from './campaign-figures.ts';
import { FiguresRow } from './figures-row.ts';
import { CampaignStore } from './ports.ts';
import { Rounds } from './rounds.ts';

const MINUTE_MS = 60_000;

/** Figures that nobody has asked for this long are forgotten. */
const FORGET_AFTER_MS = 60_000;
/** How often a campaign is read anew at most, when events come late for minutes that are kept as a sum, or are deleted. */
const REREAD_EVERY_MS = 2_000;

/**
 * The figures of the campaigns that somebody looks at. A day's spend and the last hour are read once; after that only the
 * minutes that news have named are read again, for all campaigns in one query.
 */
export class LiveFigures {
  private readonly rows = new Map<string, FiguresRow>();
  private readonly subscription: Subscription;
  private readonly rounds = new Rounds(() => this.readWhatChanged());
  private current = 0;
  private lists = 0;
  private listChangedAt = 0;
  private shownCampaigns: number;
  private readAt = 0;

  constructor(
    private readonly campaigns: CampaignStore,
    private readonly stats: CampaignStatsReader,
    private readonly events: StoredEventsReader,
    private readonly overview: LiveOverview,
    private readonly news: CampaignNews,
    publisher: DomainEventPublisher,
    private readonly now: () => number = Date.now,
  ) {
    this.shownCampaigns = overview.campaignsVersion;
    this.subscription = publisher.subscribe<CampaignChanged>('CampaignChanged', {
      handle: ({ event }) => {
        this.changeList();
        this.rows.get(event.campaignId)?.edited();
      },
      missed: () => {
        this.changeList();
        for (const row of this.rows.values()) row.edited();
      },
    });
  }

  stop(): void {
    this.subscription.unsubscribe();
    for (const row of this.rows.values()) row.unfollow();
  }

  /** Grows when a campaign is created, edited or deleted, and when one comes to be known, or forgotten, by its events. */
  get listVersion(): number {
    return this.lists;
  }

  /** Grows with every change of these campaigns' figures, and with the list of campaigns. */
  versionOf(ids: readonly string[]): number {
    return ids.reduce((version, id) => Math.max(version, this.rows.get(id)?.version ?? 0), this.listChangedAt);
  }

  /**
   * The present figures of these campaigns, registered or not, in their order.
   *
   * @throws DomainError `OVERVIEW_UNREAD`, `STATS_UNAVAILABLE`, `CAMPAIGNS_UNAVAILABLE` (all unavailable)
   */
  async read(ids: readonly string[]): Promise<CampaignFigures[]> {
    await this.refresh(ids);
    return ids.map((id) => this.figuresOf(id));
  }

  /** Makes {@link figuresOf} of these campaigns current. */
  async refresh(ids: readonly string[]): Promise<void> {
    const now = this.now();
    for (const id of ids) this.rowOf(id).usedAt = now;
    await this.rounds.ask();
  }

  /** As of when the figures are, ms since 1970: the last time that all that was new could be read. */
  get asOf(): number {
    return this.readAt;
  }

  /** Of these campaigns, those whose figures have changed since a version. */
  changedSince(ids: readonly string[], version: number): CampaignFigures[] {
    return ids.filter((id) => (this.rows.get(id)?.version ?? 0) > version).map((id) => this.figuresOf(id));
  }

  figuresOf(id: string): CampaignFigures {
    return this.rowOf(id).figures(this.overview.totalsOf(id));
  }

  private rowOf(id: string): FiguresRow {
    let row = this.rows.get(id);
    if (row === undefined) {
      row = new FiguresRow(this.now);
      row.unfollow = this.news.follow(id, row);
      this.rows.set(id, row);
    }
    return row;
  }

  private async readWhatChanged(): Promise<void> {
    const now = this.now();
    this.forget(now);
    if (this.overview.campaignsVersion !== this.shownCampaigns) {
      this.shownCampaigns = this.overview.campaignsVersion;
      this.changeList();
    }
    for (const row of this.rows.values()) if (row.isOutdated) row.edited();
    await this.readWhole([...this.rows].filter(([, row]) => row.isStale && (row.isUrgent || now - row.readAt >= REREAD_EVERY_MS)), now);
    await this.readMinutes();
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    for (const [id, row] of this.rows) {
      // The last hour and what is expected by now move on by themselves, and totals are kept by somebody else.
      const { impressions, clicks, spend } = this.overview.totalsOf(id);
      const totals = `${impressions},${clicks},${spend}`;
      if (row.shownMinute === minute && row.shownTotals === totals) continue;
      row.shownMinute = minute;
      row.shownTotals = totals;
      this.touch(row);
    }
    this.readAt = now;
  }

  private async readWhole(stale: [string, FiguresRow][], now: number): Promise<void> {
    if (stale.length === 0) return;
    const ids = stale.map(([id]) => id);
    const told = stale.map(([, row]) => row.lastEventAt);
    for (const [, row] of stale) row.begin();
    try {
      const registered = new Map((await this.campaigns.findAll(ids)).map((campaign) => [campaign.id, campaign]));
      const since = FiguresRow.sinceOf(now);
      const days = ids.map((id) => dayOf(now, registered.get(id)?.timeZone ?? 'UTC'));
      const before = await this.stats.sums(ids.map((campaignId, place) => ({ campaignId, from: days[place]!.start, to: Math.max(since, days[place]!.start) })));
      const minutes = Map.groupBy(await this.stats.minutes(ids.map((campaignId, place) => ({ campaignId, from: since, to: days[place]!.end }))), ({ campaignId }) => campaignId);
      const arrivals = await this.events.lastArrivals(ids);
      stale.forEach(([id, row], place) => {
        row.end({ campaign: registered.get(id) ?? null, day: days[place]!, spentBefore: before[place]!.spend, since, minutes: minutes.get(id) ?? [] }, now);
        // Unless news were quicker.
        if (row.lastEventAt === told[place]) row.lastEventAt = arrivals.get(id) ?? null;
        this.touch(row);
      });
    } catch (error) {
      for (const [, row] of stale) row.edited();
      throw error;
    }
  }

  private async readMinutes(): Promise<void> {
    const changed = [...this.rows].map(([campaignId, row]) => ({ campaignId, row, minutes: row.takeChanged() })).filter(({ minutes }) => minutes.length > 0);
    if (changed.length === 0) return;
    const asked: BucketKey[] = changed.flatMap(({ campaignId, minutes }) => minutes.map((ts) => ({ campaignId, ts })));
    try {
      for (const { campaignId, ...point } of await this.stats.buckets(asked, 'minute')) this.rows.get(campaignId)?.set(point);
      for (const { row } of changed) this.touch(row);
    } catch (error) {
      for (const { row, minutes } of changed) row.putBack(minutes);
      throw error;
    }
  }

  private changeList(): void {
    this.lists += 1;
    this.listChangedAt = this.current += 1;
  }

  private touch(row: FiguresRow): void {
    row.version = this.current += 1;
  }

  private forget(now: number): void {
    for (const [id, row] of this.rows) {
      if (now - row.usedAt < FORGET_AFTER_MS) continue;
      row.unfollow();
      this.rows.delete(id);
    }
  }
}
