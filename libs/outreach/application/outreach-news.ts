import type { CampaignChanged } from '../../campaigns/domain/domain-events.ts';
import type { DomainEventPublisher, Subscriber } from '../../kernel/domain-events.ts';
import type { DispatchChanged, FeedbackGiven, ImportChanged, RecipientsChanged } from '../domain/domain-events.ts';

/**
 * Calls back whenever something about the outreach of a campaign may have changed; of any campaign when none is named.
 *
 * @returns what ends it
 */
export function followOutreach(publisher: DomainEventPublisher, campaignId: string | undefined, stale: () => void): () => void {
  const subscriber: Subscriber<CampaignChanged | DispatchChanged | FeedbackGiven | ImportChanged | RecipientsChanged> = {
    handle: ({ event }) => {
      if (campaignId === undefined || event.campaignId === campaignId) stale();
    },
    missed: stale,
  };
  const subscriptions = [
    publisher.subscribe<DispatchChanged>('DispatchChanged', subscriber),
    publisher.subscribe<RecipientsChanged>('RecipientsChanged', subscriber),
    publisher.subscribe<ImportChanged>('ImportChanged', subscriber),
    publisher.subscribe<FeedbackGiven>('FeedbackGiven', subscriber),
    publisher.subscribe<CampaignChanged>('CampaignChanged', subscriber),
  ];
  return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
}
