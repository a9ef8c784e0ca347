import type { ChatUser, Unsent } from '../types.ts';
import type { MessageWindow } from './message-window.ts';

interface Me {
  /** Null until the server has said so, since this page was opened. */
  id: string | null;
  name: string;
}

/** All that the page shows of the chat. */
export interface ChatState {
  /** Null: only looking on. */
  me: Me | null;
  /** Somebody has pressed Join and waits. */
  isJoining: boolean;
  /** Why joining did not work; for who was in the room before, it is tried again. */
  joinProblem: string | null;
  /** By id; null before they were heard of. */
  people: ReadonlyMap<string, ChatUser> | null;
  typing: readonly string[];
  /** Null before the first were heard of. */
  messages: MessageWindow | null;
  /** Sequence of the room's newest message, held or not. */
  newest: number;
  readUpTo: number;
  /** The first unread message came after this one when it came; null: nothing to mark. */
  unreadAfter: number | null;
  unsent: readonly Unsent[];
  /** Why the first of them waits although there is a connection; null when nothing stands against it. */
  obstacle: string | null;
  /** How often something was sent from this window: whoever sends wants to see it. */
  sent: number;
  /** Which end is being read, and which could not be. */
  loading: 'older' | 'newer' | null;
  failed: 'older' | 'newer' | null;
}

const BEGINNING: ChatState = {
  me: null,
  isJoining: false,
  joinProblem: null,
  people: null,
  typing: [],
  messages: null,
  newest: 0,
  readUpTo: 0,
  unreadAfter: null,
  unsent: [],
  obstacle: null,
  sent: 0,
  loading: null,
  failed: null,
};

/** The state with those who look at it. Its parts write each their own fields. */
export class ChatStore {
  #state = BEGINNING;
  readonly #listeners = new Set<() => void>();

  readonly get = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
