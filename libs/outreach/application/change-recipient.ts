import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { RecipientsChanged } from '../domain/domain-events.ts';
import { recipientInvalid, recipientNotFound } from './errors.ts';
import { type GivenContact, parseContact } from './parse-contact.ts';
import { PhoneNumbers, RecipientStore, type RecipientView } from './ports.ts';

/**
 * Changes the fields given; null takes an address away.
 *
 * @throws DomainError `VALIDATION_FAILED`, `RECIPIENT_NOT_FOUND`, `RECIPIENT_EXISTS`, `OUTREACH_UNAVAILABLE`
 */
export class ChangeRecipient extends Command<RecipientView> {
  /** @param region ISO 3166 code of where a phone number without country code belongs */
  constructor(
    readonly id: string,
    readonly changes: GivenContact,
    readonly region: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(ChangeRecipient)
export class ChangeRecipientHandler implements ICommandHandler<ChangeRecipient> {
  constructor(
    private readonly recipients: RecipientStore,
    private readonly phones: PhoneNumbers,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ id, changes, region }: ChangeRecipient): Promise<RecipientView> {
    const [present] = await this.recipients.findAll([id]);
    if (present === undefined) throw recipientNotFound();
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as GivenContact;
    const parsed = parseContact({ name: present.name, email: present.email, phone: present.phone, ...given }, { region, phones: this.phones, mayLackName: false });
    if ('errors' in parsed) throw recipientInvalid(parsed.errors);
    // What was not given is left as it is by now, not as it was read.
    const changed = await this.recipients.change(id, Object.fromEntries(Object.entries(parsed.contact).filter(([field]) => field in given)));
    if (changed === undefined) throw recipientNotFound();
    this.publisher.publish<RecipientsChanged>({ type: 'RecipientsChanged', campaignId: changed.campaignId });
    return changed;
  }
}
