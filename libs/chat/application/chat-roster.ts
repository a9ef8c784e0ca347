import type { DomainEventPublisher, Subscription } from '../../kernel/domain-events.ts';
import type { ChatUser } from '../domain/chat.ts';
import type { ChatUserCreated, MessagePosted, UserTyping } from '../domain/domain-events.ts';
import type { ChatStore } from './ports.ts';
import type { Presence } from './presence.ts';

/** Whoever writes says so again before this is over. */
const TYPING_MS = 6_000;

export interface MemberView extends ChatUser {
  isOnline: boolean;
}

export interface RosterView {
  /** Ms since 1970. */
  asOf: number;
  members: MemberView[];
  /** Ids of those who write just now. */
  typing: string[];
}

/** Everybody who has ever joined, whether they are here, and who of them writes. */
export class ChatRoster {
  private readonly members = new Map<string, { view: MemberView; changedAt: number }>();
  /** Until when, by a clock that nobody sets. */
  private readonly typing = new Map<string, number>();
  private isStale = true;
  private shownPresence = -1;
  private current = 0;
  private asOf = 0;
  private refreshing: Promise<void> | undefined;
  private readonly subscriptions: Subscription[];

  constructor(
    private readonly store: ChatStore,
    private readonly presence: Presence,
    publisher: DomainEventPublisher,
    private readonly now: () => number = Date.now,
  ) {
    const stale = (): void => void (this.isStale = true);
    this.subscriptions = [
      publisher.subscribe<ChatUserCreated>('ChatUserCreated', { handle: stale, missed: stale }),
      publisher.subscribe<UserTyping>('UserTyping', { handle: ({ event }) => this.setTyping(event.userId, event.isTyping) }),
      publisher.subscribe<MessagePosted>('MessagePosted', { handle: ({ event }) => this.setTyping(event.userId ?? '', false) }),
    ];
  }

  stop(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
  }

  /** Grows with every change. */
  get version(): number {
    return this.current;
  }

  /** @throws DomainError `CHAT_UNAVAILABLE` (unavailable) as long as the users were never read */
  refresh(): Promise<void> {
    this.refreshing ??= this.update().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  view(): RosterView {
    return { asOf: this.asOf, members: [...this.members.values()].map(({ view }) => view), typing: [...this.typing.keys()] };
  }

  /** Those who have changed since a version; of those who write always all. */
  changesSince(version: number): RosterView {
    const changed = [...this.members.values()].filter(({ changedAt }) => changedAt > version);
    return { ...this.view(), members: changed.map(({ view }) => view) };
  }

  private async update(): Promise<void> {
    const now = this.now();
    if (this.isStale) await this.readUsers();
    if (this.shownPresence !== this.presence.version) {
      this.shownPresence = this.presence.version;
      for (const { view } of this.members.values()) this.set(view);
    }
    for (const [userId, until] of this.typing) if (until <= performance.now() || !this.presence.isOnline(userId)) this.setTyping(userId, false);
    this.asOf = now;
  }

  private async readUsers(): Promise<void> {
    this.isStale = false;
    try {
      for (const user of await this.store.users()) this.set(user);
    } catch (error) {
      this.isStale = true;
      // Whoever is known stays known.
      if (this.members.size === 0) throw error;
    }
  }

  private set({ id, name }: ChatUser): void {
    const isOnline = this.presence.isOnline(id);
    if (this.members.get(id)?.view.isOnline === isOnline) return;
    this.members.set(id, { view: { id, name, isOnline }, changedAt: (this.current += 1) });
  }

  private setTyping(userId: string, isTyping: boolean): void {
    if (this.typing.has(userId) !== isTyping) this.current += 1;
    if (isTyping) this.typing.set(userId, performance.now() + TYPING_MS);
    else this.typing.delete(userId);
  }
}
