import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { DispatchChanged, RecipientsChanged } from '../domain/domain-events.ts';
import { recipientNotFound } from './errors.ts';
import { RecipientStore } from './ports.ts';

/**
 * Forgets a recipient, and what they have answered.
 *
 * @throws DomainError `RECIPIENT_NOT_FOUND`, `OUTREACH_UNAVAILABLE`
 */
export class RemoveRecipient extends Command<void> {
  constructor(readonly id: string) {
    super();
  }
}

@CommandHandler(RemoveRecipient)
export class RemoveRecipientHandler implements ICommandHandler<RemoveRecipient> {
  constructor(
    private readonly recipients: RecipientStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ id }: RemoveRecipient): Promise<void> {
    const removed = await this.recipients.remove(id);
    if (removed === undefined) throw recipientNotFound();
    const { campaignId, dispatchId } = removed;
    this.publisher.publish<RecipientsChanged>({ type: 'RecipientsChanged', campaignId });
    if (dispatchId !== null) this.publisher.publish<DispatchChanged>({ type: 'DispatchChanged', campaignId, dispatchId });
  }
}
