import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { MessagesRead } from '../domain/domain-events.ts';
import { ChatStore } from './ports.ts';

/**
 * A user has seen all messages up to one: none of them is unread any more, in whatever browser.
 *
 * @throws DomainError `CHAT_USER_NOT_FOUND` (not-found), `CHAT_UNAVAILABLE` (unavailable)
 */
export class MarkMessagesRead extends Command<number> {
  constructor(
    readonly userId: string,
    readonly upTo: number,
  ) {
    super();
  }
}

@CommandHandler(MarkMessagesRead)
export class MarkMessagesReadHandler implements ICommandHandler<MarkMessagesRead> {
  constructor(
    private readonly store: ChatStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ userId, upTo }: MarkMessagesRead): Promise<number> {
    const readUpTo = await this.store.markRead(userId, upTo);
    this.publisher.publish<MessagesRead>({ type: 'MessagesRead', userId, upTo: readUpTo });
    return readUpTo;
  }
}
