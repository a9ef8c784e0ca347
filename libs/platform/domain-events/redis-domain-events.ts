import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { DomainEvent, DomainEventPublisher, Subscriber, Subscription } from '../../kernel/domain-events.ts';
import { InProcessDomainEvents } from './in-process-domain-events.ts';

/** Commands that may wait for Redis before events are dropped instead: about 10 s of full load. */
const MAX_UNSENT = 5_000;

/**
 * {@link DomainEventPublisher} across processes: Redis pub/sub carries what the others must hear, while subscribers of
 * this process are told directly, so that they hear everything even when Redis is away. Whenever other processes may
 * have published unheard (before the first connection was made, while Redis was away) subscribers are told that they
 * missed something.
 */
export class RedisDomainEvents implements DomainEventPublisher {
  private readonly local: InProcessDomainEvents;
  private readonly origin = randomUUID();
  private unsent = 0;
  private dropped = false;

  /**
   * @param sender connection for publishing
   * @param listener connection of its own: Redis lets a subscribed connection do nothing else
   * @param channel separates installations that share a Redis
   */
  constructor(
    private readonly sender: Redis,
    private readonly listener: Redis,
    private readonly channel: string,
    private readonly logger: Logger,
  ) {
    this.local = new InProcessDomainEvents(logger);
    listener.on('message', (_channel: string, message: string) => this.receive(message));
    listener.on('ready', () => void this.listen());
    sender.on('ready', () => this.admitDropped());
    if (listener.status === 'ready') void this.listen();
  }

  publish(event: DomainEvent): void {
    this.local.publish(event);
    if (this.sender.status !== 'ready' || this.unsent >= MAX_UNSENT) {
      this.dropped = true;
      return;
    }
    this.admitDropped();
    this.send({ origin: this.origin, event });
  }

  subscribe<E extends DomainEvent>(type: E['type'], subscriber: Subscriber<E>): Subscription {
    return this.local.subscribe(type, subscriber);
  }

  async close(): Promise<void> {
    await this.local.close();
    this.listener.disconnect();
    this.sender.disconnect();
  }

  /** Not only with the next event: there may be none for hours. */
  private admitDropped(): void {
    if (!this.dropped) return;
    this.dropped = false;
    this.send({ origin: this.origin, missed: true });
  }

  private send(message: Message): void {
    this.unsent += 1;
    this.sender
      .publish(this.channel, JSON.stringify(message))
      .catch(() => {
        this.dropped = true;
      })
      .finally(() => {
        this.unsent -= 1;
      });
  }

  private async listen(): Promise<void> {
    try {
      await this.listener.subscribe(this.channel);
      // What was published before this subscription is gone, and subscribers may have read before it.
      this.local.deliverMissed();
    } catch (error) {
      this.logger.warn({ err: error }, 'could not listen to domain events of other processes');
    }
  }

  private receive(text: string): void {
    try {
      const message = JSON.parse(text) as Message;
      if (message.origin === this.origin) return;
      if (message.event) this.local.deliver({ event: message.event, remote: true });
      else this.local.deliverMissed();
    } catch (error) {
      this.logger.warn({ err: error }, 'an unreadable domain event was ignored');
    }
  }
}

interface Message {
  origin: string;
  event?: DomainEvent;
  missed?: true;
}
