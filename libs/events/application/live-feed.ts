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
  /** The version at which events that were shown had gone. */
  private wholeVersion = 0;
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
    const now = this.now();
    if (this.hasNews) await this.read();
    this.asOf = now;
  }

  view(): FeedView {
    return { asOf: this.asOf, accepted: this.accepted, events: this.events };
  }

  /** @returns undefined when events that were shown have gone */
  changesSince(version: number): FeedView | undefined {
    if (version < this.wholeVersion) return undefined;
    return { ...this.view(), events: this.events.filter(({ id }) => this.seen.get(id)! > version) };
  }

  private async read(): Promise<void> {
    this.hasNews = false;
    try {
      this.events = await this.reader.newest({ campaignId: this.campaignId, limit: SHOWN_EVENTS });
    } catch (error) {
      this.hasNews = true;
      throw error;
    }
    this.current += 1;
    const ids = new Set(this.events.map(({ id }) => id));
    const oldest = this.events.length < SHOWN_EVENTS ? '' : this.events.at(-1)!.id;
    for (const id of this.seen.keys()) {
      if (ids.has(id)) continue;
      this.seen.delete(id);
      // Not displaced by newer ones, but deleted.
      if (id > oldest) this.wholeVersion = this.current;
    }
    for (const id of ids) if (!this.seen.has(id)) this.seen.set(id, this.current);
  }
}
