import { MemoryCampaignStatsReader } from '../../../../libs/events/adapters/memory/memory-campaign-stats-reader.ts';
import type { CampaignNews, Follower } from '../../../../libs/events/application/campaign-news.ts';
import type { CampaignStatsReader } from '../../../../libs/events/application/ports.ts';
import { adEvent } from './events.ts';

const MINUTE_MS = 60_000;

/** The minutes of one campaign, and the news of them: for specs of what is kept up to date from both. */
export class WatchedMinutes {
  /** Called before every read; what it throws, the read throws. */
  beforeRead: () => void | Promise<void> = () => undefined;
  /** Names of the reads so far. */
  readonly reads: string[] = [];
  private readonly followers = new Set<Follower>();
  private readonly counted = new MemoryCampaignStatsReader();

  readonly news = {
    follow: (_: string, follower: Follower) => {
      this.followers.add(follower);
      return () => void this.followers.delete(follower);
    },
  } as unknown as CampaignNews;

  readonly stats: CampaignStatsReader = {
    points: (query) => this.read('points', () => this.counted.points(query)),
    buckets: (keys, granularity) => this.read('buckets', () => this.counted.buckets(keys, granularity)),
    minutes: (ranges) => this.read('minutes', () => this.counted.minutes(ranges)),
    breakdowns: (range) => this.read('breakdowns', () => this.counted.breakdowns(range)),
    sums: (ranges) => this.read('sums', () => this.counted.sums(ranges)),
  };

  constructor(private readonly campaignId: string) {}

  /** Commits an impression, and tells. */
  add(time: number, cost = 0): void {
    this.counted.append([adEvent({ campaign_id: this.campaignId, occurred_at: new Date(time).toISOString(), metadata: { cost } })]);
    for (const follower of this.followers) follower.counted(Math.floor(time / MINUTE_MS) * MINUTE_MS, 1);
  }

  /** Deletes everything, and tells. */
  clear(): void {
    this.counted.clear();
    for (const follower of this.followers) follower.stale();
  }

  private async read<Value>(name: string, value: () => Promise<Value>): Promise<Value> {
    this.reads.push(name);
    await this.beforeRead();
    return value();
  }
}
