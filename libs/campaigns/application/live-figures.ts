import { DomainEventPublisher, type Subscription } from '../../kernel/domain-events.ts';
import { CampaignNews, type Follower } from '../../events/application/campaign-news.ts';
import { LiveOverview } from '../../events/application/live-overview.ts';
import { type BucketKey, CampaignStatsReader, type PointView, StoredEventsReader } from '../../events/application/ports.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import { paceOf } from '../domain/pacing.ts';
import { type Day, dayOf } from '../domain/time-zone.ts';
import type { CampaignFigures } from './campaign-figures.ts';
import { campaignNotFound } from './errors.ts';
import { CampaignStore } from './ports.ts';

const MINUTE_MS = 60_000;
const SHOWN_MINUTES = 60;
/** Minutes kept one by one; when there are more, the older ones become a sum. */
const KEPT_MINUTES = 180;

/** Figures that nobody has asked for this long are forgotten. */
const FORGET_AFTER_MS = 60_000;
/** How often the sum of a day is read anew at most, when events come late for minutes that are kept as a sum only. */
const REREAD_EVERY_MS = 2_000;

/** What is kept of a campaign that somebody looks at. */
class Row implements Follower {
  /** undefined: not read yet. */
  campaign: Campaign | null | undefined;
  day: Day | undefined;
  /** Of the day, before the minutes that are kept one by one. */
  spentBefore = 0;
  /** Where those minutes begin. */
  since = 0;
  readonly minutes = new Map<number, PointView>();
  readonly changed = new Set<number>();
  isStale = true;
  readAt = 0;
  usedAt = 0;
  lastEventAt: number | null = null;
  version = 0;
  /** The minute, and the totals, at which the figures last changed. */
  shownMinute = 0;
  shownTotals = '';
  unfollow: () => void = () => undefined;

  constructor(private readonly now: () => number) {}

  counted(minute: number): void {
    this.lastEventAt = this.now();
    if (minute >= this.since) this.changed.add(minute);
    else if (this.day === undefined || minute >= this.day.start) this.isStale = true;
    // Older minutes are part of the totals, which are kept elsewhere.
    else this.changed.add(minute);
  }

  stale(): void {
    this.isStale = true;
    this.campaign = undefined;
  }
}

/**
 * The figures of the campaigns that somebody looks at. A day's spend and the last hour are read once; after that only the
 * minutes that news have named are read again, for all campaigns in one query.
 */
export class LiveFigures {
  private readonly rows = new Map<string, Row>();
  private readonly subscription: Subscription;
  private refreshing: Promise<void> | undefined;
  private current = 0;
  private lists = 0;
  private listChangedAt = 0;
  private shownCampaigns: number;

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
        this.rows.get(event.campaignId)?.stale();
      },
      missed: () => {
        this.changeList();
        for (const row of this.rows.values()) row.stale();
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

  /**
   * The figures of a campaign that is known by its registration or by its events.
   *
   * @throws DomainError `CAMPAIGN_NOT_FOUND` (not-found), and what {@link read} throws
   */
  async readKnown(id: string): Promise<CampaignFigures> {
    const [figures] = await this.read([id]);
    if (figures!.settingsVersion === null && figures!.impressions + figures!.clicks === 0) throw campaignNotFound(id);
    return figures!;
  }

  /** Makes {@link figuresOf} of these campaigns current. Whoever asks while it is being done waits for the next round. */
  async refresh(ids: readonly string[]): Promise<void> {
    const now = this.now();
    for (const id of ids) this.rowOf(id).usedAt = now;
    while (this.refreshing !== undefined) await this.refreshing.catch(() => undefined);
    this.refreshing = this.readWhatChanged(now).finally(() => (this.refreshing = undefined));
    await this.refreshing;
  }

  /** Of these campaigns, those whose figures have changed since a version. */
  changedSince(ids: readonly string[], version: number): CampaignFigures[] {
    return ids.filter((id) => (this.rows.get(id)?.version ?? 0) > version).map((id) => this.figuresOf(id));
  }

  figuresOf(id: string): CampaignFigures {
    const row = this.rowOf(id);
    const now = this.now();
    const running = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const from = running - (SHOWN_MINUTES - 1) * MINUTE_MS;
    const impressions = Array.from({ length: SHOWN_MINUTES }, (_, index) => row.minutes.get(from + index * MINUTE_MS)?.impressions ?? 0);
    const { campaign, day } = row;
    const pacing =
      campaign && day
        ? paceOf({
            budget: campaign.dailyBudget,
            day,
            now,
            spent: row.spentBefore + spendFrom(row, day.start),
            lastHour: spendFrom(row, now - SHOWN_MINUTES * MINUTE_MS),
          })
        : null;
    return { ...this.overview.totalsOf(id), settingsVersion: campaign?.version ?? null, lastEventAt: row.lastEventAt, lastHour: { from, impressions }, pacing };
  }

  private rowOf(id: string): Row {
    let row = this.rows.get(id);
    if (row === undefined) {
      row = new Row(this.now);
      row.unfollow = this.news.follow(id, row);
      this.rows.set(id, row);
    }
    return row;
  }

  private async readWhatChanged(now: number): Promise<void> {
    this.forget(now);
    if (this.overview.campaignsVersion !== this.shownCampaigns) {
      this.shownCampaigns = this.overview.campaignsVersion;
      this.changeList();
    }
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    for (const row of this.rows.values()) {
      const isNextDay = row.day !== undefined && now >= row.day.end;
      if (isNextDay || row.minutes.size > KEPT_MINUTES) row.isStale = true;
    }
    await this.readWhole([...this.rows].filter(([, row]) => row.isStale && (row.version === 0 || now - row.readAt >= REREAD_EVERY_MS || row.campaign === undefined)), now);
    await this.readMinutes([...this.rows].filter(([, row]) => row.changed.size > 0));
    for (const [id, row] of this.rows) {
      // The last hour and what is expected by now move on by themselves, and totals are kept by somebody else.
      const { impressions, clicks, spend } = this.overview.totalsOf(id);
      const totals = `${impressions},${clicks},${spend}`;
      if (row.shownMinute === minute && row.shownTotals === totals) continue;
      row.shownMinute = minute;
      row.shownTotals = totals;
      this.touch(row);
    }
  }

  private async readWhole(stale: [string, Row][], now: number): Promise<void> {
    if (stale.length === 0) return;
    const told = stale.map(([, row]) => row.lastEventAt);
    for (const [, row] of stale) {
      row.isStale = false;
      row.changed.clear();
    }
    try {
      const registered = new Map((await this.campaigns.findAll(stale.map(([id]) => id))).map((campaign) => [campaign.id, campaign]));
      const since = Math.floor(now / MINUTE_MS) * MINUTE_MS - SHOWN_MINUTES * MINUTE_MS;
      const days = stale.map(([id]) => dayOf(now, registered.get(id)?.timeZone ?? 'UTC'));
      const before = await this.stats.sums(stale.map(([campaignId], place) => ({ campaignId, from: days[place]!.start, to: Math.max(since, days[place]!.start) })));
      const minutes = await this.stats.minutesSince(stale.map(([id]) => id), since);
      const arrivals = await this.events.lastArrivals(stale.map(([id]) => id));
      stale.forEach(([id, row], place) => {
        row.campaign = registered.get(id) ?? null;
        row.day = days[place]!;
        row.spentBefore = before[place]!.spend;
        row.since = since;
        row.readAt = now;
        // Unless news were quicker.
        if (row.lastEventAt === told[place]) row.lastEventAt = arrivals.get(id) ?? null;
        row.minutes.clear();
        this.touch(row);
      });
      for (const { campaignId, ...point } of minutes) this.rows.get(campaignId)?.minutes.set(point.ts, point);
    } catch (error) {
      for (const [, row] of stale) row.isStale = true;
      throw error;
    }
  }

  private async readMinutes(changed: [string, Row][]): Promise<void> {
    if (changed.length === 0) return;
    const asked: BucketKey[] = changed.flatMap(([campaignId, row]) => [...row.changed].filter((ts) => ts >= row.since).map((ts) => ({ campaignId, ts })));
    const names = changed.map(([, row]) => [...row.changed]);
    for (const [, row] of changed) row.changed.clear();
    try {
      for (const { campaignId, ...point } of await this.stats.buckets(asked, 'minute')) this.rows.get(campaignId)?.minutes.set(point.ts, point);
      for (const [, row] of changed) this.touch(row);
    } catch (error) {
      changed.forEach(([, row], place) => names[place]!.forEach((ts) => row.changed.add(ts)));
      throw error;
    }
  }

  private changeList(): void {
    this.lists += 1;
    this.listChangedAt = this.current += 1;
  }

  private touch(row: Row): void {
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

function spendFrom(row: Row, from: number): number {
  let spend = 0;
  for (const [minute, point] of row.minutes) if (minute >= from) spend += point.spend;
  return spend;
}
