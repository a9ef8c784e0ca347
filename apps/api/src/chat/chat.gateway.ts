import type { OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ConnectedSocket, MessageBody, type OnGatewayDisconnect, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { notJoined, tooFast } from '../../../../libs/chat/application/errors.ts';
import { JoinChat } from '../../../../libs/chat/application/join-chat.ts';
import { MarkMessagesRead } from '../../../../libs/chat/application/mark-messages-read.ts';
import { PostMessage } from '../../../../libs/chat/application/post-message.ts';
import { Presence } from '../../../../libs/chat/application/presence.ts';
import type { ChatUser } from '../../../../libs/chat/domain/chat.ts';
import type { MessagesRead, UserTyping } from '../../../../libs/chat/domain/domain-events.ts';
import { type Allowance, TokenBucket } from '../../../../libs/kernel/token-bucket.ts';
import { DomainError, type FieldError } from '../../../../libs/kernel/domain-error.ts';
import { DomainEventPublisher, type Subscription } from '../../../../libs/kernel/domain-events.ts';
import { Platform } from '../../../../libs/platform/platform.module.ts';
import { LIVE_NAMESPACE } from '../live/live.gateway.ts';
import { readMessage, readName, readSequence } from './chat-params.ts';
import { type ChatMessageBody, toChatMessageBody } from './chat.schema.ts';

/** Of one connection. Nobody types faster, and a loop gone wild does not fill the room. */
const ALLOWED = {
  /** Of all kinds together, also those that are refused: looking at them takes time, too. */
  events: { burst: 40, perSecond: 20 },
  joins: { burst: 5, perSecond: 0.5 },
  sends: { burst: 10, perSecond: 2 },
  signs: { burst: 10, perSecond: 4 },
} satisfies Record<string, Allowance>;

/** What a connection is told instead of what it asked for. */
interface Refusal {
  problem: { code: string; detail: string; errors?: FieldError[]; retry_after_ms?: number };
}

interface Joined {
  user: ChatUser;
  read_up_to: number;
}

/**
 * What a connection can do in the chat: join, leave, send, say that its user writes, or has read. What there is to see it
 * watches like everything live. Each event is acknowledged, with what came of it or with a problem.
 */
@WebSocketGateway(LIVE_NAMESPACE)
export class ChatGateway implements OnGatewayDisconnect, OnModuleDestroy {
  private readonly users = new Map<Socket, ChatUser>();
  /** How often each connection has asked to join, or to leave: joins take their time, and only the last wish comes true. */
  private readonly wishes = new WeakMap<Socket, number>();
  private readonly buckets = new WeakMap<Socket, Record<keyof typeof ALLOWED, TokenBucket>>();
  private readonly subscription: Subscription;

  constructor(
    private readonly commands: CommandBus,
    private readonly presence: Presence,
    private readonly publisher: DomainEventPublisher,
    private readonly platform: Platform,
  ) {
    // Somebody who has read something in one window has read it in all.
    this.subscription = publisher.subscribe<MessagesRead>('MessagesRead', {
      handle: ({ event }) => {
        for (const [socket, user] of this.users) if (user.id === event.userId) socket.emit('chat_read', { up_to: event.upTo });
      },
    });
  }

  onModuleDestroy(): void {
    this.subscription.unsubscribe();
  }

  handleDisconnect(socket: Socket): void {
    this.users.delete(socket);
    this.presence.lose(socket.id);
  }

  @SubscribeMessage('chat_join')
  join(@ConnectedSocket() socket: Socket, @MessageBody() message: unknown): Promise<Joined | Refusal> {
    return this.answer(socket, async () => {
      this.allow(socket, 'joins');
      const name = readName(fieldsOf(message));
      const wish = this.wish(socket);
      const { user, readUpTo } = await this.commands.execute(new JoinChat(name));
      if (!socket.connected || this.wishes.get(socket) !== wish) throw notJoined();
      this.users.set(socket, user);
      // Known here at once; a registry that hangs keeps nobody waiting.
      void this.presence.enter({ connectionId: socket.id, userId: user.id });
      return { user, read_up_to: readUpTo };
    });
  }

  @SubscribeMessage('chat_leave')
  leave(@ConnectedSocket() socket: Socket): Promise<object> {
    return this.answer(socket, () => {
      this.wish(socket);
      this.users.delete(socket);
      void this.presence.leave(socket.id);
      return Promise.resolve({});
    });
  }

  @SubscribeMessage('chat_send')
  send(@ConnectedSocket() socket: Socket, @MessageBody() message: unknown): Promise<{ message: ChatMessageBody } | Refusal> {
    return this.answer(socket, async () => {
      const user = this.userOf(socket);
      const { clientId, text } = readMessage(fieldsOf(message));
      this.allow(socket, 'sends');
      return { message: toChatMessageBody(await this.commands.execute(new PostMessage({ user, clientId, text, campaignId: null }))) };
    });
  }

  @SubscribeMessage('chat_typing')
  typing(@ConnectedSocket() socket: Socket, @MessageBody() message: unknown): Promise<object> {
    return this.answer(socket, () => {
      const { id: userId } = this.userOf(socket);
      this.allow(socket, 'signs');
      this.publisher.publish<UserTyping>({ type: 'UserTyping', userId, isTyping: fieldsOf(message).typing === true });
      return Promise.resolve({});
    });
  }

  @SubscribeMessage('chat_read')
  read(@ConnectedSocket() socket: Socket, @MessageBody() message: unknown): Promise<{ read_up_to: number } | Refusal> {
    return this.answer(socket, async () => {
      const { id } = this.userOf(socket);
      const upTo = readSequence(fieldsOf(message));
      this.allow(socket, 'signs');
      return { read_up_to: await this.commands.execute(new MarkMessagesRead(id, upTo)) };
    });
  }

  private wish(socket: Socket): number {
    const wish = (this.wishes.get(socket) ?? 0) + 1;
    this.wishes.set(socket, wish);
    return wish;
  }

  private userOf(socket: Socket): ChatUser {
    const user = this.users.get(socket);
    if (user === undefined) throw notJoined();
    return user;
  }

  private allow(socket: Socket, what: keyof typeof ALLOWED): void {
    let buckets = this.buckets.get(socket);
    if (buckets === undefined) {
      buckets = { events: new TokenBucket(ALLOWED.events), joins: new TokenBucket(ALLOWED.joins), sends: new TokenBucket(ALLOWED.sends), signs: new TokenBucket(ALLOWED.signs) };
      this.buckets.set(socket, buckets);
    }
    const waitMs = buckets[what].take(performance.now());
    if (waitMs > 0) throw tooFast(waitMs);
  }

  private async answer<Outcome extends object>(socket: Socket, work: () => Promise<Outcome>): Promise<Outcome | Refusal> {
    try {
      this.allow(socket, 'events');
      return await work();
    } catch (error) {
      const known = error instanceof DomainError ? error : undefined;
      if (known === undefined || known.cause !== undefined) this.platform.logger.error({ err: known?.cause ?? error }, 'a chat event could not be handled');
      if (known === undefined) return { problem: { code: 'INTERNAL_ERROR', detail: 'Something failed on our side. Please try again.' } };
      const { code, message: detail, errors, retryAfterSeconds } = known;
      return { problem: { code, detail, ...(errors && { errors }), ...(retryAfterSeconds !== undefined && { retry_after_ms: retryAfterSeconds * 1000 }) } };
    }
  }
}

function fieldsOf(message: unknown): Record<string, unknown> {
  return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : {};
}
