import { CampaignNews, type Follower } from './campaign-news.ts';
import { type CampaignReport, firstPointOf, GRANULARITY_MS, limitsOf, readReport, type ReportQuery } from './campaign-report.ts';
import { type BreakdownsView, CampaignStatsReader, type PointView } from './ports.ts';

/**
 * Breakdowns sum over the whole range. Twice a second is plenty for people; of a long range, reading them may take a
 * twentieth of the time at most (90 days of a busy campaign: 0.8 s).
 */
const BREAKDOWNS_EVERY_MS = 500;
const BREAKDOWNS_SHARE = 1 / 20;

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
  /** Not before this time are they read again. */
  private breakdownsDue = 0;
  private readonly changed = new Set<number>();
  private isStale = true;
  private areBreakdownsStale = false;
  /** Of what is kept. */
  private limits = { from: 0, to: 0 };
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
    const { limits } = this;
    // What lies in a bucket that has yet to begin is read when it does.
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
    const limits = limitsOf(this.query, now);
    if (this.isStale || limits.from >= this.limits.to) await this.readAll(now);
    else {
      this.move(limits);
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
    return { asOf: this.asOf, ...this.limits, granularity: this.query.granularity };
  }

  /** As time goes on a window leaves points behind, and comes to buckets of which events may have arrived before they began. */
  private move(limits: { from: number; to: number }): void {
    const { from, to } = this.limits;
    this.limits = limits;
    for (let ts = to; ts < limits.to; ts += GRANULARITY_MS[this.query.granularity]) this.changed.add(ts);
    const first = firstPointOf(this.query, limits);
    for (const ts of this.points.keys()) {
      if (ts >= from && ts < limits.from) this.areBreakdownsStale = true;
      if (ts < first) this.points.delete(ts);
    }
  }

  private async readAll(now: number): Promise<void> {
    const before = this.limits;
    this.isStale = false;
    this.changed.clear();
    this.areBreakdownsStale = false;
    // News that come meanwhile are held against these.
    this.limits = limitsOf(this.query, now);
    try {
      const report = await readReport(this.stats, this.query, now);
      this.wholeVersion = this.current += 1;
      this.points.clear();
      for (const point of report.points) this.points.set(point.ts, { ...point, version: this.current });
      this.setBreakdowns(report.breakdowns, now);
      this.asOf = now;
    } catch (error) {
      this.limits = before;
      this.isStale = true;
      throw error;
    }
  }

  private async readChanged(now: number): Promise<void> {
    const asked = [...this.changed];
    this.changed.clear();
    try {
      const points = await this.stats.buckets(asked.map((ts) => ({ campaignId: this.query.campaignId, ts })), this.query.granularity);
      if (points.length > 0) this.current += 1;
      for (const { ts, impressions, clicks, spend } of points) {
        // The first of a bucket that has just begun.
        if (!this.points.has(ts) && ts >= this.limits.from) this.areBreakdownsStale = true;
        this.points.set(ts, { ts, impressions, clicks, spend, version: this.current });
      }
      this.asOf = now;
    } catch (error) {
      for (const ts of asked) this.changed.add(ts);
      throw error;
    }
  }

  private async readBreakdowns(now: number): Promise<void> {
    if (!this.areBreakdownsStale || now < this.breakdownsDue) return;
    this.areBreakdownsStale = false;
    try {
      const breakdowns = await this.stats.breakdowns({ campaignId: this.query.campaignId, ...this.limits });
      this.current += 1;
      this.setBreakdowns(breakdowns, now);
    } catch (error) {
      this.areBreakdownsStale = true;
      throw error;
    }
  }

  /** @param begun when reading them began */
  private setBreakdowns(breakdowns: BreakdownsView, begun: number): void {
    this.breakdowns = breakdowns;
    this.breakdownsVersion = this.current;
    this.breakdownsDue = begun + Math.max(BREAKDOWNS_EVERY_MS, (this.now() - begun) / BREAKDOWNS_SHARE);
  }
}
