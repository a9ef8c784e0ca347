import { CampaignNews, type Follower } from './campaign-news.ts';
import { type CampaignReport, firstPointOf, GRANULARITY_MS, limitsOf, readReport, type ReportQuery } from './campaign-report.ts';
import { type BreakdownsView, CampaignStatsReader, type PointView } from './ports.ts';

/** Breakdowns sum over the whole range; twice a second is plenty for people and bearable for the database. */
const BREAKDOWNS_EVERY_MS = 500;

export interface ReportChanges extends Omit<CampaignReport, 'breakdowns'> {
  /** null when they have not changed. */
  breakdowns: BreakdownsView | null;
}

interface Point extends PointView {
  version: number;
}

/** A report that is kept up to date: after news, only the buckets that changed are read again. */
export class LiveReport implements Follower {
  private readonly points = new Map<number, Point>();
  private breakdowns: BreakdownsView | undefined;
  private breakdownsVersion = 0;
  private breakdownsReadAt = 0;
  private readonly changed = new Set<number>();
  private isStale = true;
  private areBreakdownsStale = false;
  private asOf = 0;
  private current = 0;
  /** The version at which everything was read: before that, points may have been there that are gone. */
  private wholeVersion = 0;
  private readonly unfollow: () => void;

  constructor(
    private readonly query: ReportQuery,
    private readonly stats: CampaignStatsReader,
    news: CampaignNews,
    private readonly now: () => number = Date.now,
  ) {
    this.unfollow = news.follow(query.campaignId, this);
  }

  /** Grows with every change. */
  get version(): number {
    return this.current;
  }

  counted(minute: number): void {
    const limits = limitsOf(this.query, this.now());
    if (minute < firstPointOf(this.query, limits) || minute >= limits.to) return;
    const step = GRANULARITY_MS[this.query.granularity];
    this.changed.add(Math.floor(minute / step) * step);
    if (minute >= limits.from) this.areBreakdownsStale = true;
  }

  stale(): void {
    this.isStale = true;
  }

  close(): void {
    this.unfollow();
  }

  /** Reads again what news have named. What it throws leaves the news standing for the next time. */
  async refresh(): Promise<void> {
    const now = this.now();
    if (this.isStale) await this.readAll(now);
    else {
      await this.readChanged(now);
      await this.readBreakdowns(now);
    }
  }

  view(): CampaignReport {
    return { ...this.frame(), points: [...this.points.values()].sort((a, b) => a.ts - b.ts), breakdowns: this.breakdowns! };
  }

  /** @returns undefined when changes do not tell it all, and the view must be sent whole */
  changesSince(version: number): ReportChanges | undefined {
    if (version < this.wholeVersion) return undefined;
    return {
      ...this.frame(),
      points: [...this.points.values()].filter((point) => point.version > version),
      breakdowns: this.breakdownsVersion > version ? this.breakdowns! : null,
    };
  }

  private frame(): Pick<CampaignReport, 'asOf' | 'from' | 'to' | 'granularity'> {
    return { asOf: this.asOf, ...limitsOf(this.query, this.asOf), granularity: this.query.granularity };
  }

  private async readAll(now: number): Promise<void> {
    this.isStale = false;
    this.changed.clear();
    this.areBreakdownsStale = false;
    try {
      const report = await readReport(this.stats, this.query, now);
      this.wholeVersion = this.current += 1;
      this.points.clear();
      for (const point of report.points) this.points.set(point.ts, { ...point, version: this.current });
      this.setBreakdowns(report.breakdowns, now);
      this.asOf = now;
    } catch (error) {
      this.isStale = true;
      throw error;
    }
  }

  private async readChanged(now: number): Promise<void> {
    const asked = [...this.changed].map((ts) => ({ campaignId: this.query.campaignId, ts }));
    this.changed.clear();
    try {
      const points = await this.stats.buckets(asked, this.query.granularity);
      if (points.length > 0) this.current += 1;
      for (const { ts, impressions, clicks, spend } of points) this.points.set(ts, { ts, impressions, clicks, spend, version: this.current });
      this.asOf = now;
      this.forget(now);
    } catch (error) {
      for (const { ts } of asked) this.changed.add(ts);
      throw error;
    }
  }

  /** A window leaves its oldest points behind; the breakdowns then sum over other minutes. */
  private forget(now: number): void {
    const first = firstPointOf(this.query, limitsOf(this.query, now));
    for (const ts of this.points.keys()) {
      if (ts >= first) continue;
      this.points.delete(ts);
      this.areBreakdownsStale = true;
    }
  }

  private async readBreakdowns(now: number): Promise<void> {
    if (!this.areBreakdownsStale || now - this.breakdownsReadAt < BREAKDOWNS_EVERY_MS) return;
    this.areBreakdownsStale = false;
    try {
      const breakdowns = await this.stats.breakdowns({ campaignId: this.query.campaignId, ...limitsOf(this.query, now) });
      this.current += 1;
      this.setBreakdowns(breakdowns, now);
    } catch (error) {
      this.areBreakdownsStale = true;
      throw error;
    }
  }

  private setBreakdowns(breakdowns: BreakdownsView, now: number): void {
    this.breakdowns = breakdowns;
    this.breakdownsVersion = this.current;
    this.breakdownsReadAt = now;
  }
}
