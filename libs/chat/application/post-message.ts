import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { ChatMessage } from '../domain/chat.ts';
import type { MessagePosted } from '../domain/domain-events.ts';
import { ChatStore, type NewMessage } from './ports.ts';

/**
 * Says something in the room. Sent again under the same client id it is the message that was stored first.
 *
 * @throws DomainError `CHAT_USER_NOT_FOUND` (not-found), `CHAT_UNAVAILABLE` (unavailable)
 */
export class PostMessage extends Command<ChatMessage> {
  constructor(readonly message: NewMessage) {
    super();
  }
}

@CommandHandler(PostMessage)
export class PostMessageHandler implements ICommandHandler<PostMessage> {
  constructor(
    private readonly store: ChatStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ message }: PostMessage): Promise<ChatMessage> {
    const { message: stored } = await this.store.append(message);
    // Also when it was stored before: the process that did so may have died before it could tell.
    this.publisher.publish<MessagePosted>({ type: 'MessagePosted', sequence: stored.sequence, userId: stored.user?.id ?? null });
    return stored;
  }
}
