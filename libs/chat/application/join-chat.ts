import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { ChatUserCreated } from '../domain/domain-events.ts';
import type { UserName } from '../domain/user-name.ts';
import { ChatStore, type Joined } from './ports.ts';

/** Whoever gives a name is the user of that name; one that nobody has makes a new user. */
export class JoinChat extends Command<Joined> {
  constructor(readonly name: UserName) {
    super();
  }
}

@CommandHandler(JoinChat)
export class JoinChatHandler implements ICommandHandler<JoinChat> {
  constructor(
    private readonly store: ChatStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ name }: JoinChat): Promise<Joined> {
    const joined = await this.store.join(name, Date.now());
    if (joined.isNew) this.publisher.publish<ChatUserCreated>({ type: 'ChatUserCreated', userId: joined.user.id });
    return joined;
  }
}
