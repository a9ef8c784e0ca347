import type { LiveConnection } from '../../../shared/live/live-connection.ts';
import { setUnread } from '../../../shared/page-title.ts';
import type { ChatMessage } from '../types.ts';
import type { ChatStore } from './chat-state.ts';

/** Several messages that are seen within this are told to be read at once. */
const TELL_MS = 500;
const RETRY_MS = 2_000;

/** Where in the list of messages somebody is: it is not on the page, or its end is in sight, or not. */
export type Place = 'none' | 'end' | 'above';

interface Parts {
  store: ChatStore;
  connection: LiveConnection;
  isJoined: () => boolean;
  isAtNewest: () => boolean;
}

/** What of the messages has been seen, here or in another window of the same user, and where the unseen ones begin. */
export class Reading {
  readonly #parts: Parts;
  #place: Place = 'none';
  #isLooking = false;
  /** What the server knows to be read. */
  #told = 0;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.store.subscribe(() => this.#count());
  }

  get isAbove(): boolean {
    return this.#place === 'above';
  }

  /** @param isLooking false while the window is behind others, or nobody is at it */
  setPlace(place: Place, isLooking: boolean): void {
    this.#place = place;
    this.#isLooking = isLooking;
    this.#mark();
    this.#readWhatIsSeen();
  }

  /** The list is closed: what was marked as unread when it was open has been seen. */
  forgetMark(): void {
    const { readUpTo, newest } = this.#parts.store.get();
    if (readUpTo === newest) this.#parts.store.set({ unreadAfter: null });
  }

  joined(readUpTo: number, isOther: boolean): void {
    this.#told = readUpTo;
    if (isOther) this.#parts.store.set({ readUpTo, unreadAfter: null });
    this.setRead(readUpTo);
    this.#mark();
    this.#readWhatIsSeen();
    this.#tellSoon(TELL_MS);
  }

  left(): void {
    this.#told = 0;
    this.#parts.store.set({ readUpTo: 0, unreadAfter: null });
  }

  /** Messages are about to be held that were not there before. */
  hear(heard: readonly ChatMessage[], isFirst: boolean): void {
    const myId = this.#parts.store.get().me?.id;
    // Nobody has to read what they have said themselves.
    for (const { sequence, user } of heard) if (myId && user?.id === myId && sequence === this.#parts.store.get().readUpTo + 1) this.setRead(sequence);
    if (isFirst || !this.#isSeenAtOnce) this.#mark();
  }

  held(): void {
    this.#readWhatIsSeen();
    this.#tellSoon(TELL_MS);
  }

  /** By another window of the same user, too. */
  setRead(upTo: number): void {
    if (upTo > this.#parts.store.get().readUpTo) this.#parts.store.set({ readUpTo: upTo });
  }

  /** The mark stands before the first message that was not seen when it came. */
  #mark(): void {
    const { me, newest, readUpTo, unreadAfter } = this.#parts.store.get();
    if (me === null || me.id === null || newest <= readUpTo) return;
    if (unreadAfter === null || unreadAfter < readUpTo) this.#parts.store.set({ unreadAfter: readUpTo });
  }

  get #isSeenAtOnce(): boolean {
    return this.#place === 'end' && this.#isLooking && this.#parts.isAtNewest();
  }

  #readWhatIsSeen(): void {
    if (!this.#parts.isJoined() || !this.#isSeenAtOnce) return;
    this.setRead(this.#parts.store.get().newest);
    this.#tellSoon(TELL_MS);
  }

  #tellSoon(ms: number): void {
    if (this.#telling !== undefined || this.#parts.store.get().readUpTo <= this.#told) return;
    this.#telling = setTimeout(() => void this.#tell(), ms);
  }

  async #tell(): Promise<void> {
    const upTo = this.#parts.store.get().readUpTo;
    const isWanted = this.#parts.isJoined() && upTo > this.#told;
    const answer = isWanted ? await this.#parts.connection.ask<{ read_up_to?: number }>('chat_read', { up_to: upTo }).catch(() => ({ read_up_to: undefined })) : undefined;
    this.#telling = undefined;
    if (answer === undefined) return;
    if (answer.read_up_to !== undefined) this.#told = Math.max(this.#told, answer.read_up_to);
    // What could not be told is told again: after joining anew, when there is no line.
    if (this.#parts.isJoined()) this.#tellSoon(answer.read_up_to === undefined ? RETRY_MS : TELL_MS);
  }

  #count(): void {
    const { me, newest, readUpTo } = this.#parts.store.get();
    setUnread(me === null || me.id === null ? 0 : Math.max(0, newest - readUpTo));
  }
}
