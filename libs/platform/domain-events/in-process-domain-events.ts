import type { Logger } from 'pino';
import type { Delivery, DomainEvent, DomainEventPublisher, Subscriber, Subscription } from '../../kernel/domain-events.ts';
import { Mailbox } from './mailbox.ts';

/** {@link DomainEventPublisher} for one process. */
export class InProcessDomainEvents implements DomainEventPublisher {
  private readonly mailboxes = new Map<string, Set<Mailbox<DomainEvent>>>();

  constructor(private readonly logger: Logger) {}

  publish(event: DomainEvent): void {
    this.deliver({ event, remote: false });
  }

  subscribe<E extends DomainEvent>(type: E['type'], subscriber: Subscriber<E>): Subscription {
    const mailbox = new Mailbox<DomainEvent>(subscriber, (error) =>
      this.logger.error({ err: error, event: type }, 'a subscriber failed to handle a domain event'),
    );
    const mailboxes = this.mailboxes.get(type) ?? new Set();
    this.mailboxes.set(type, mailboxes.add(mailbox));
    return {
      unsubscribe: () => {
        mailboxes.delete(mailbox);
        mailbox.close();
      },
    };
  }

  close(): Promise<void> {
    for (const mailboxes of this.mailboxes.values()) for (const mailbox of mailboxes) mailbox.close();
    this.mailboxes.clear();
    return Promise.resolve();
  }

  /** Hands an event to the subscribers of this process. */
  deliver(delivery: Delivery): void {
    for (const mailbox of this.mailboxes.get(delivery.event.type) ?? []) mailbox.post(delivery);
  }

  /** Tells every subscriber of this process that events were lost on the way. */
  deliverMissed(): void {
    for (const mailboxes of this.mailboxes.values()) for (const mailbox of mailboxes) mailbox.postMissed();
  }
}
