import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { DomainEvent, DomainEventPublisher, Subscriber, Subscription } from '../../kernel/domain-events.ts';
import { InProcessDomainEvents } from './in-process-domain-events.ts';

/** Commands that may wait for Redis before events are dropped instead: about 10 s of full load. */
const MAX_UNSENT = 5_000;

/** How often each process gives a sign of life, and after how long a silence the others take it for dead. */
const SIGN_EVERY_MS = 2_000;
const SILENCE_MS = 10_000;

/**
 * {@link DomainEventPublisher} across processes: Redis pub/sub carries what the others must hear, while subscribers of
 * this process are told directly, so that they hear everything even when Redis is away. Whenever other processes may
 * have published unheard (before the first connection was made, while Redis was away) subscribers are told that they
 * missed something; so they are when another process falls silent, for one that was killed may have committed what it
 * could not tell any more.
 */
export class RedisDomainEvents implements DomainEventPublisher {
  private readonly local: InProcessDomainEvents;
  private readonly origin = randomUUID();
  private unsent = 0;
  private dropped = false;
  /** When each of the other processes was last heard, in ms. */
  private readonly heard = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

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
    sender.on('ready', () => {
      this.admitDropped();
      this.giveSign();
    });
    if (listener.status === 'ready') void this.listen();
    this.timer = setInterval(() => {
      this.giveSign();
      this.missSilent();
    }, SIGN_EVERY_MS).unref();
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
    clearInterval(this.timer);
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

  private giveSign(): void {
    if (this.sender.status === 'ready' && this.unsent < MAX_UNSENT) this.send({ origin: this.origin, alive: true });
  }

  private missSilent(): void {
    const silent = [...this.heard].filter(([, at]) => performance.now() - at > SILENCE_MS);
    for (const [origin] of silent) this.heard.delete(origin);
    if (silent.length > 0) this.local.deliverMissed();
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
      this.heard.set(message.origin, performance.now());
      if (message.event) this.local.deliver({ event: message.event, remote: true });
      else if (message.missed) this.local.deliverMissed();
    } catch (error) {
      this.logger.warn({ err: error }, 'an unreadable domain event was ignored');
    }
  }
}

interface Message {
  origin: string;
  event?: DomainEvent;
  missed?: true;
  /** Nothing but a sign of life. */
  alive?: true;
}
