import { CampaignNews, type Follower } from './campaign-news.ts';
import { StoredEventsReader, type StoredEventView } from './ports.ts';

/** What a browser is shown at once; more than that passes by too quickly to be read. */
const SHOWN_EVENTS = 50;

export interface FeedView {
  asOf: number;
  /** Events that have come since this feed was opened here, shown or not. */
  accepted: number;
  /** Those that arrived last, newest first. */
  events: StoredEventView[];
}

/** The newest events of a campaign, read again whenever there is news of it. */
export class LiveFeed implements Follower {
  private readonly seen = new Map<string, number>();
  private events: StoredEventView[] = [];
  private accepted = 0;
  private hasNews = true;
  private asOf = 0;
  private current = 0;
  private readonly unfollow: () => void;

  constructor(
    private readonly campaignId: string,
    private readonly reader: StoredEventsReader,
    news: CampaignNews,
    private readonly now: () => number = Date.now,
  ) {
    this.unfollow = news.follow(campaignId, this);
  }

  get version(): number {
    return this.current;
  }

  counted(_minute: number, events: number): void {
    this.accepted += events;
    this.hasNews = true;
  }

  stale(): void {
    this.hasNews = true;
  }

  close(): void {
    this.unfollow();
  }

  async refresh(): Promise<void> {
    this.asOf = this.now();
    if (!this.hasNews) return;
    this.hasNews = false;
    try {
      this.events = await this.reader.newest({ campaignId: this.campaignId, limit: SHOWN_EVENTS });
    } catch (error) {
      this.hasNews = true;
      throw error;
    }
    this.current += 1;
    const ids = new Set(this.events.map(({ id }) => id));
    for (const id of this.seen.keys()) if (!ids.has(id)) this.seen.delete(id);
    for (const id of ids) if (!this.seen.has(id)) this.seen.set(id, this.current);
  }

  view(): FeedView {
    return { asOf: this.asOf, accepted: this.accepted, events: this.events };
  }

  changesSince(version: number): FeedView {
    return { ...this.view(), events: this.events.filter(({ id }) => this.seen.get(id)! > version) };
  }
}
