import { DomainEventPublisher, type Subscription } from '../../kernel/domain-events.ts';
import type { DetailsArrived, EventsAccepted, EventsDeleted } from '../domain/domain-events.ts';
import type { MinuteTally } from '../domain/minute.ts';

/** Somebody who keeps figures of one campaign up to date. */
export interface Follower {
  /** These events were committed to this minute (start, ms since 1970), or something else is known of it: read it again. */
  counted(minute: number, events: number): void;
  /** Anything may have changed: read everything again. */
  stale(): void;
}

/**
 * Tells who follows a campaign which of its minutes have changed. The news say what to read again and are never added up:
 * what is shown is always what the database holds, and hearing a piece of news twice or late does no harm.
 */
export class CampaignNews {
  private readonly followers = new Map<string, Set<Follower>>();
  private readonly subscriptions: Subscription[];

  constructor(publisher: DomainEventPublisher) {
    this.subscriptions = [
      publisher.subscribe<EventsAccepted>('EventsAccepted', {
        handle: ({ event }) => this.tell(event.minutes),
        missed: () => this.tellAll(),
      }),
      publisher.subscribe<DetailsArrived>('DetailsArrived', {
        handle: ({ event }) => this.tell(event.minutes.map((minute) => ({ ...minute, impressions: 0, clicks: 0 }))),
        missed: () => this.tellAll(),
      }),
      publisher.subscribe<EventsDeleted>('EventsDeleted', {
        handle: ({ event }) => this.followers.get(event.campaignId)?.forEach((follower) => follower.stale()),
      }),
    ];
  }

  /** @returns a function that ends it */
  follow(campaignId: string, follower: Follower): () => void {
    const followers = this.followers.get(campaignId) ?? new Set();
    this.followers.set(campaignId, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.followers.get(campaignId) === followers) this.followers.delete(campaignId);
    };
  }

  stop(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
  }

  private tell(minutes: readonly Pick<MinuteTally, 'campaignId' | 'minute' | 'impressions' | 'clicks'>[]): void {
    if (this.followers.size === 0) return;
    for (const { campaignId, minute, impressions, clicks } of minutes) {
      this.followers.get(campaignId)?.forEach((follower) => follower.counted(minute, impressions + clicks));
    }
  }

  private tellAll(): void {
    for (const followers of this.followers.values()) for (const follower of followers) follower.stale();
  }
}
