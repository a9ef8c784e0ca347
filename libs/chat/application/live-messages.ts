import type { DomainEventPublisher, Subscription } from '../../kernel/domain-events.ts';
import type { ChatMessage } from '../domain/chat.ts';
import type { MessagePosted } from '../domain/domain-events.ts';
import type { ChatStore, Room } from './ports.ts';

/** Kept for those who lag behind; whoever lags more reads what is missing page by page. */
const KEPT = 500;
/** What a page begins with. */
const SHOWN = 50;

export interface MessagesView {
  /** Ms since 1970. */
  asOf: number;
  room: Room;
  /** Without a gap, up to the room's newest. */
  messages: ChatMessage[];
}

/** The newest messages. News only say that there is something to read: what is shown is always what the store holds, in its order. */
export class LiveMessages {
  private room: Room | undefined;
  private messages: ChatMessage[] = [];
  private isStale = true;
  private asOf = 0;
  private refreshing: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly subscription: Subscription;

  constructor(
    private readonly store: ChatStore,
    publisher: DomainEventPublisher,
    private readonly now: () => number = Date.now,
  ) {
    this.subscription = publisher.subscribe<MessagePosted>('MessagePosted', {
      handle: ({ event }) => {
        if (event.sequence > this.version) this.stale();
      },
      missed: () => this.stale(),
    });
  }

  stop(): void {
    this.subscription.unsubscribe();
  }

  /** Sequence of the newest message. */
  get version(): number {
    return this.room?.newest ?? 0;
  }

  /** Calls whenever there may be something new. @returns a function that ends it */
  onNews(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @throws DomainError `CHAT_UNAVAILABLE` (unavailable) as long as the messages were never read */
  refresh(): Promise<void> {
    this.refreshing ??= this.update().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  view(): MessagesView {
    return { asOf: this.asOf, room: this.room!, messages: this.messages.slice(-SHOWN) };
  }

  /** Undefined when some of them are not kept any more. */
  changesSince(version: number): MessagesView | undefined {
    const missing = this.version - version;
    if (missing > this.messages.length) return undefined;
    return { ...this.view(), messages: missing > 0 ? this.messages.slice(-missing) : [] };
  }

  private stale(): void {
    this.isStale = true;
    for (const listener of this.listeners) listener();
  }

  private async update(): Promise<void> {
    const now = this.now();
    if (this.isStale) await this.readOn();
    this.asOf = now;
  }

  private async readOn(): Promise<void> {
    this.isStale = false;
    try {
      const { id } = (this.room ??= { id: (await this.store.room()).id, newest: 0 });
      const newer = this.messages.length === 0 ? [] : await this.store.read({ after: this.version, limit: KEPT });
      const isAll = this.messages.length > 0 && newer.length < KEPT;
      this.messages = isAll ? [...this.messages, ...newer].slice(-KEPT) : await this.store.read({ limit: SHOWN });
      this.room = { id, newest: this.messages.at(-1)?.sequence ?? 0 };
    } catch (error) {
      this.isStale = true;
      throw error;
    }
  }
}
