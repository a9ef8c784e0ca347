import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { RecipientsChanged } from '../domain/domain-events.ts';
import { recipientInvalid } from './errors.ts';
import { type GivenContact, parseContact } from './parse-contact.ts';
import { PhoneNumbers, RecipientStore, type RecipientView } from './ports.ts';

/**
 * Adds one recipient to a campaign.
 *
 * @throws DomainError `VALIDATION_FAILED`, `CAMPAIGN_NOT_FOUND`, `RECIPIENT_EXISTS`, `OUTREACH_UNAVAILABLE`
 */
export class AddRecipient extends Command<RecipientView> {
  /** @param region ISO 3166 code of where a phone number without country code belongs */
  constructor(
    readonly campaignId: string,
    readonly given: GivenContact,
    readonly region: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(AddRecipient)
export class AddRecipientHandler implements ICommandHandler<AddRecipient> {
  constructor(
    private readonly recipients: RecipientStore,
    private readonly phones: PhoneNumbers,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ campaignId, given, region }: AddRecipient): Promise<RecipientView> {
    const parsed = parseContact(given, { region, phones: this.phones, mayLackName: false });
    if ('errors' in parsed) throw recipientInvalid(parsed.errors);
    const added = await this.recipients.add(campaignId, parsed.contact);
    this.publisher.publish<RecipientsChanged>({ type: 'RecipientsChanged', campaignId });
    return added;
  }
}
