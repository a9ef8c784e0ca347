import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { FeedbackGiven } from '../domain/domain-events.ts';
import { feedbackLinkUnknown } from './errors.ts';
import { FeedbackStore, type Invitation } from './ports.ts';

/**
 * A recipient wants no more requests at any of their addresses, whichever campaign they come from, or takes that back. A link does this
 * for as long as there is somebody behind it, expired or not.
 *
 * @throws DomainError `FEEDBACK_LINK_UNKNOWN` (not-found), `OUTREACH_UNAVAILABLE` (unavailable)
 */
export class SetUnsubscribed extends Command<Invitation> {
  constructor(
    readonly token: string,
    readonly unsubscribed: boolean,
  ) {
    super();
  }
}

@CommandHandler(SetUnsubscribed)
export class SetUnsubscribedHandler implements ICommandHandler<SetUnsubscribed> {
  constructor(
    private readonly store: FeedbackStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ token, unsubscribed }: SetUnsubscribed): Promise<Invitation> {
    const invitation = await this.store.findByToken(token);
    if (invitation === undefined) throw feedbackLinkUnknown();
    const campaignIds = await this.store.setUnsubscribed(invitation.recipientId, unsubscribed);
    for (const campaignId of campaignIds) this.publisher.publish<FeedbackGiven>({ type: 'FeedbackGiven', campaignId });
    return { ...invitation, unsubscribed };
  }
}
