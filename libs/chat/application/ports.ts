import type { ChatMessage, ChatUser } from '../domain/chat.ts';
import type { UserName } from '../domain/user-name.ts';

export interface Joined {
  user: ChatUser;
  /** Sequence of the newest message that the user has seen; for a new user, of the newest there is. */
  readUpTo: number;
  isNew: boolean;
}

export type NewMessage = Omit<ChatMessage, 'sequence' | 'sentAt'>;

export interface Appended {
  message: ChatMessage;
  /** False when the same client id of the same user was stored before: it is that message. */
  isNew: boolean;
}

/** Which part of the messages: those next to one, older or newer ones; without either the newest. */
export interface MessageRange {
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
}

export interface Room {
  /** Another database has another one: what was known of one is not true of the other. */
  id: string;
  /** Sequence of the newest message, 0 when there are none. */
  newest: number;
}

/**
 * The users and the messages of the one room. What can be read are always all messages up to some sequence: one that was read
 * is never followed by one with a lower number. Every method is one atomic step.
 *
 * @throws DomainError `CHAT_UNAVAILABLE` (unavailable) from all of them when the store does not answer
 */
export abstract class ChatStore {
  /** The user of this name; makes one where there is none. */
  abstract join(name: UserName, now: number): Promise<Joined>;
  /** Everybody who has ever joined, in no order. */
  abstract users(): Promise<ChatUser[]>;
  /** @throws DomainError `CHAT_USER_NOT_FOUND` (not-found) */
  abstract append(message: NewMessage): Promise<Appended>;
  /** Whether Flightdeck itself has said something under this client id. */
  abstract hasSaid(clientId: string): Promise<boolean>;
  /** In the order of their sequence. */
  abstract read(range: MessageRange): Promise<ChatMessage[]>;
  abstract room(): Promise<Room>;
  /**
   * Moves what a user has seen forwards, never back nor beyond the newest message.
   *
   * @returns the sequence it is at now
   * @throws DomainError `CHAT_USER_NOT_FOUND` (not-found)
   */
  abstract markRead(userId: string, upTo: number): Promise<number>;
}

/** One connection of a user who is here. */
export interface Lease {
  connectionId: string;
  userId: string;
}

/**
 * Who is here, over all processes. A connection is here for as long as its lease lasts: whatever becomes of the process that
 * holds it, nobody is here for ever. Every method is one atomic step.
 */
export abstract class PresenceRegistry {
  /** Begins leases, or lengthens or shortens them to end so many ms from now. A connection belongs to the user it was last given to. */
  abstract renew(leases: readonly Lease[], forMs: number): Promise<void>;
  /** Ends leases. Those that there are not are passed over. */
  abstract release(connectionIds: readonly string[]): Promise<void>;
  /** The leases that last, in no order. */
  abstract present(): Promise<Lease[]>;
  abstract close(): Promise<void>;
}
