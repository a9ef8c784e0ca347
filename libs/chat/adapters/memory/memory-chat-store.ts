import { chatUserNotFound } from '../../application/errors.ts';
import type { Appended, ChatStore, Joined, MessageRange, NewMessage, Room } from '../../application/ports.ts';
import type { ChatMessage, ChatUser } from '../../domain/chat.ts';
import type { UserName } from '../../domain/user-name.ts';

/** A room in memory, for tests: the reference that the contract suite holds PostgreSQL against. */
export class MemoryChatStore implements ChatStore {
  private readonly byKey = new Map<string, ChatUser>();
  private readonly readUpTo = new Map<string, number>();
  private readonly messages: ChatMessage[] = [];
  private readonly roomId = crypto.randomUUID();

  constructor(private readonly now: () => number = Date.now) {}

  join({ text, key }: UserName): Promise<Joined> {
    const known = this.byKey.get(key);
    const user = known ?? { id: crypto.randomUUID(), name: text };
    if (known === undefined) {
      this.byKey.set(key, user);
      this.readUpTo.set(user.id, this.messages.length);
    }
    return Promise.resolve({ user, readUpTo: this.readUpTo.get(user.id)!, isNew: known === undefined });
  }

  users(): Promise<ChatUser[]> {
    return Promise.resolve([...this.byKey.values()]);
  }

  append(message: NewMessage): Promise<Appended> {
    if (message.user !== null && !this.readUpTo.has(message.user.id)) return Promise.reject(chatUserNotFound());
    const known = this.messages.find(({ user, clientId }) => user?.id === message.user?.id && clientId === message.clientId);
    if (known !== undefined) return Promise.resolve({ message: known, isNew: false });
    const stored = { ...message, sequence: this.messages.length + 1, sentAt: this.now() };
    this.messages.push(stored);
    return Promise.resolve({ message: stored, isNew: true });
  }

  hasSaid(clientId: string): Promise<boolean> {
    return Promise.resolve(this.messages.some((message) => message.user === null && message.clientId === clientId));
  }

  read({ before = Infinity, after, limit }: MessageRange): Promise<ChatMessage[]> {
    const matching = this.messages.filter(({ sequence }) => sequence < before && sequence > (after ?? 0));
    return Promise.resolve(after === undefined ? matching.slice(-limit) : matching.slice(0, limit));
  }

  room(): Promise<Room> {
    return Promise.resolve({ id: this.roomId, newest: this.messages.length });
  }

  markRead(userId: string, upTo: number): Promise<number> {
    const present = this.readUpTo.get(userId);
    if (present === undefined) return Promise.reject(chatUserNotFound());
    const moved = Math.max(present, Math.min(upTo, this.messages.length));
    this.readUpTo.set(userId, moved);
    return Promise.resolve(moved);
  }
}
