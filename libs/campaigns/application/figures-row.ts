import type { Follower } from '../../events/application/campaign-news.ts';
import type { CampaignTotalsView, PointView } from '../../events/application/ports.ts';
import { addMoney } from '../../kernel/money.ts';
import type { Campaign } from '../domain/campaign.ts';
import { paceOf } from '../domain/pacing.ts';
import type { Day } from '../../kernel/time-zone.ts';
import type { CampaignFigures } from './campaign-figures.ts';

const MINUTE_MS = 60_000;
const SHOWN_MINUTES = 60;
const SHOWN_MS = SHOWN_MINUTES * MINUTE_MS;
/** Minutes that are older become part of a sum, some time. */
const KEPT_MS = 3 * SHOWN_MS;

/** What a whole read of a campaign has found. */
export interface FiguresRead {
  /** null: not registered. */
  campaign: Campaign | null;
  /** The local day it was read on. */
  day: Day;
  /** Of the day, before the minutes that are given one by one. Currency units. */
  spentBefore: number;
  /** Where those minutes begin: an hour or more before now. */
  since: number;
  /** Up to the day's end. */
  minutes: PointView[];
}

/** What is kept of a campaign that somebody looks at. Times are milliseconds since 1970. */
export class FiguresRow implements Follower {
  /** Everything is to be read again. */
  isStale = true;
  /** And at once, because somebody has just edited the campaign. */
  isUrgent = true;
  readAt = 0;
  usedAt = 0;
  /** When the newest event arrived. */
  lastEventAt: number | null = null;
  /** Grows with every change. */
  version = 0;
  /** The minute, and the totals, at which the figures last changed. */
  shownMinute = 0;
  shownTotals = '';
  unfollow: () => void = () => undefined;
  private readonly changed = new Set<number>();
  private read: Omit<FiguresRead, 'minutes'> | undefined;
  private readonly minutes = new Map<number, PointView>();

  constructor(private readonly now: () => number) {}

  counted(minute: number): void {
    this.lastEventAt = this.now();
    this.changed.add(minute);
  }

  stale(): void {
    this.isStale = true;
  }

  edited(): void {
    this.isStale = true;
    this.isUrgent = true;
  }

  /** Where the minutes begin that are to be kept one by one from now on. */
  static sinceOf(now: number): number {
    return Math.floor(now / MINUTE_MS) * MINUTE_MS - SHOWN_MS;
  }

  /** A whole read begins: news that come from now on are to be read after it. */
  begin(): void {
    this.isStale = false;
    this.isUrgent = false;
    this.changed.clear();
  }

  end({ minutes, ...read }: FiguresRead, now: number): void {
    this.read = read;
    this.readAt = now;
    this.minutes.clear();
    for (const point of minutes) this.minutes.set(point.ts, point);
  }

  /** What was read belongs to yesterday, or more minutes are kept than have to be. */
  get isOutdated(): boolean {
    const now = this.now();
    return this.read !== undefined && (now >= this.read.day.end || now - this.read.since > KEPT_MS);
  }

  /** The minutes that news have named and that are kept one by one. Others make the row stale, or belong to another day. */
  takeChanged(): number[] {
    const minutes = [...this.changed];
    this.changed.clear();
    const { read } = this;
    if (read === undefined) return [];
    if (minutes.some((minute) => minute < read.since && minute >= read.day.start)) this.isStale = true;
    return minutes.filter((minute) => minute >= read.since && minute < read.day.end);
  }

  /** Reading them has failed. */
  putBack(minutes: number[]): void {
    for (const minute of minutes) this.changed.add(minute);
  }

  set(point: PointView): void {
    this.minutes.set(point.ts, point);
  }

  figures(totals: CampaignTotalsView): CampaignFigures {
    const now = this.now();
    const from = Math.floor(now / MINUTE_MS) * MINUTE_MS - (SHOWN_MINUTES - 1) * MINUTE_MS;
    const impressions = Array.from({ length: SHOWN_MINUTES }, (_, index) => this.minutes.get(from + index * MINUTE_MS)?.impressions ?? 0);
    const { campaign = null, day, spentBefore = 0 } = this.read ?? {};
    const pacing =
      campaign && day
        ? paceOf({
            budget: campaign.dailyBudget,
            day,
            now,
            spent: addMoney(spentBefore, this.spentBetween(day.start, day.end)),
            lastHour: this.spentBetween(now - SHOWN_MS, now),
          })
        : null;
    return { ...totals, name: campaign?.name ?? null, settingsVersion: campaign?.version ?? null, lastEventAt: this.lastEventAt, lastHour: { from, impressions }, pacing };
  }

  private spentBetween(from: number, to: number): number {
    let spend = 0;
    for (const [minute, point] of this.minutes) if (minute >= from && minute < to) spend = addMoney(spend, point.spend);
    return spend;
  }
}
