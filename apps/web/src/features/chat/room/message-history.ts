import { getMessages, type Range } from '../api/get-messages.ts';
import type { ChatMessage } from '../types.ts';
import type { ChatStore } from './chat-state.ts';
import { firstOf, isOtherHistory, lastOf, MAX_HELD, type MessageWindow, withNewer, withOlder } from './message-window.ts';

const PAGE = 50;
/** What was missed while the line was lost is read up to this; of more, only the newest are held at first. */
const MOST_MISSED = 200;
const RETRY_MS = 2_000;

export interface MessagesBody {
  as_of: string;
  room_id: string;
  newest: number;
  messages: ChatMessage[];
}

interface Parts {
  /** Somebody reads further up than the end. */
  isReadAbove: () => boolean;
  /** Others are held, not because of something that was heard. */
  onHeld: () => void;
}

/** The messages that the page holds: those told over the live line, and what scrolling asks for. */
export class MessageHistory {
  readonly #store: ChatStore;
  readonly #parts: Parts;
  #roomId: string | null = null;
  /** The held messages shall reach to the newest. Not so when somebody has gone far up, or to a place in between. */
  #isFollowing = true;
  #isCatchingUp = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** Grows with each load: what an earlier one brings is not wanted any more. */
  #loads = 0;

  constructor(store: ChatStore, parts: Parts) {
    this.#store = store;
    this.#parts = parts;
  }

  /** Whether the held messages reach to the room's newest. */
  get isAtNewest(): boolean {
    const { messages, newest } = this.#store.get();
    return messages !== null && lastOf(messages) === newest;
  }

  /** @returns whether it is another room than was known: nothing that was known is true of it */
  hear({ room_id: roomId, newest, messages: heard }: MessagesBody): boolean {
    const isOther = (this.#roomId !== null && this.#roomId !== roomId) || isOtherHistory(this.#store.get().messages ?? [], heard);
    if (isOther) {
      this.#isFollowing = true;
      this.#loads += 1;
      this.#store.set({ messages: null, newest: 0, loading: null });
    }
    this.#roomId = roomId;
    const { messages, newest: known } = this.#store.get();
    this.#store.set({ newest: Math.max(newest, known) });
    if (messages === null) {
      this.#put(heard);
      return isOther;
    }
    // Whoever reads further up keeps what they read; a button leads them down.
    if (this.#parts.isReadAbove() && messages.length + heard.length > MAX_HELD) this.#isFollowing = false;
    if (this.#isFollowing) this.#put(withNewer(messages, heard));
    void this.#catchUp();
    return isOther;
  }

  async loadOlder(): Promise<void> {
    const { messages, loading } = this.#store.get();
    if (messages === null || loading !== null || firstOf(messages) === 1) return;
    const older = await this.#load('older', { before: firstOf(messages) });
    if (older === undefined) return;
    this.#hold(withOlder(this.#store.get().messages ?? [], older));
    this.#isFollowing &&= this.isAtNewest;
  }

  async loadNewer(): Promise<void> {
    const { messages, loading } = this.#store.get();
    if (messages === null || loading !== null || this.isAtNewest) return;
    const newer = await this.#load('newer', { after: lastOf(messages) });
    if (newer === undefined) return;
    this.#hold(withNewer(this.#store.get().messages ?? [], newer));
    this.#isFollowing = this.isAtNewest;
  }

  async showNewest(): Promise<void> {
    this.#isFollowing = true;
    if (this.#store.get().messages === null || this.isAtNewest) return;
    const newest = await this.#load('newer', {});
    if (newest === undefined) return;
    this.#isFollowing = true;
    this.#hold(newest);
    void this.#catchUp();
  }

  /** Holds the messages around this one instead. */
  async showAround(sequence: number): Promise<void> {
    const { messages } = this.#store.get();
    if (messages !== null && firstOf(messages) <= sequence && sequence <= lastOf(messages)) return;
    const around = await this.#load('older', { after: Math.max(0, sequence - PAGE / 2) });
    if (around === undefined) return;
    this.#hold(around);
    this.#isFollowing = this.isAtNewest;
  }

  /** Resolves when the page holds this message, or cannot be waited for. */
  holds(sequence: number, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const look = () => {
        if (!this.#isFollowing || lastOf(this.#store.get().messages ?? []) >= sequence) end();
      };
      const timer = setTimeout(end, withinMs);
      const stop = this.#store.subscribe(look);
      look();
    });
  }

  #hold(messages: MessageWindow): void {
    this.#put(messages);
    this.#parts.onHeld();
  }

  #put(messages: MessageWindow): void {
    this.#store.set({ messages, newest: Math.max(this.#store.get().newest, lastOf(messages)) });
  }

  /** Something was missed between what is held and what was heard. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    clearTimeout(this.#again);
    try {
      while (this.#isFollowing && !this.isAtNewest) {
        const { messages, newest } = this.#store.get();
        const last = lastOf(messages ?? []);
        const isFar = newest - last > MOST_MISSED;
        // Whoever reads further up comes to it by reading on.
        if (isFar && this.#parts.isReadAbove()) this.#isFollowing = false;
        else this.#hold(isFar ? await getMessages({}, PAGE) : withNewer(this.#store.get().messages ?? [], await getMessages({ after: last }, MOST_MISSED)));
      }
    } catch {
      this.#again = setTimeout(() => void this.#catchUp(), RETRY_MS);
    } finally {
      this.#isCatchingUp = false;
    }
  }

  /** @returns undefined when it failed, or something else was asked for meanwhile */
  async #load(end: 'older' | 'newer', range: Range): Promise<ChatMessage[] | undefined> {
    const load = (this.#loads += 1);
    this.#store.set({ loading: end, failed: null });
    const messages = await getMessages(range, PAGE).catch(() => null);
    if (load !== this.#loads) return undefined;
    this.#store.set({ loading: null, ...(messages === null && { failed: end }) });
    return messages ?? undefined;
  }
}
