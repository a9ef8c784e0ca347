import type { LiveConnection } from '../../../shared/live/live-connection.ts';
import { setUnread } from '../../../shared/page-title.ts';
import { getMessages, type Range } from '../api/get-messages.ts';
import type { ChatMessage, ChatUser, Unsent } from '../types.ts';
import { onOtherWindows, rememberedName, rememberName } from './browser-memory.ts';
import { firstOf, lastOf, MAX_HELD, type MessageWindow, withNewer, withOlder } from './message-window.ts';
import { Outbox, type Problem, type SendAnswer } from './outbox.ts';

const PAGE = 50;
/** What was missed while the line was lost is read up to this; of more, only the newest are held at first. */
const MOST_MISSED = 200;
const RETRY_MS = 2_000;
/** An acknowledged message is told to everybody sooner than this. */
const HEARD_MS = 2_000;
/** Several messages that are seen within this are told to be read at once. */
const TELL_READ_MS = 500;
/** Others show that somebody writes for twice as long. */
const TELL_TYPING_MS = 3_000;

interface PeopleBody {
  as_of: string;
  users: ChatUser[];
  typing: string[];
}

interface MessagesBody {
  as_of: string;
  room_id: string;
  newest: number;
  messages: ChatMessage[];
}

interface JoinAnswer {
  user?: { id: string; name: string };
  read_up_to?: number;
  problem?: Problem;
}

/** Where in the list of messages somebody is: it is not on the page, or its end is in sight, or not. */
export type Place = 'none' | 'end' | 'above';

export interface Me {
  /** Null until the server has said so, since this page was opened. */
  id: string | null;
  name: string;
}

export interface ChatState {
  /** Null: only looking on. */
  me: Me | null;
  /** Somebody has pressed Join and waits. */
  isJoining: boolean;
  /** Why joining did not work. */
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
  loading: null,
  failed: null,
};

/** The room as this window knows it: who is here, what was said, who we are, and what we have not sent yet. One for the whole page. */
export class ChatRoom {
  readonly #connection: LiveConnection;
  readonly #listeners = new Set<() => void>();
  readonly #outbox: Outbox;
  #state: ChatState = { ...BEGINNING, me: this.#remembered() };
  #roomId: string | null = null;
  #isJoined = false;
  /** Grows with each attempt to join and with leaving: an answer to an earlier one means nothing any more. */
  #attempt = 0;
  /** The held messages shall reach to the newest. Not so when somebody has gone far up, or to a place in between. */
  #isFollowing = true;
  #isCatchingUp = false;
  #place: Place = 'none';
  #isLooking = false;
  #rejoin: ReturnType<typeof setTimeout> | undefined;
  #tellRead: ReturnType<typeof setTimeout> | undefined;
  #toldRead = 0;
  #toldTypingAt = -Infinity;

  constructor(connection: LiveConnection) {
    this.#connection = connection;
    this.#outbox = new Outbox(
      (unsent) => this.#send(unsent),
      () => this.#showUnsent(),
      () => void this.#join(),
    );
  }

  /** Never ends: there is one per page. */
  open(): void {
    const connection = this.#connection;
    connection.watch<PeopleBody>('chat_people', {}, { snapshot: (body) => this.#showPeople(body, true), update: (body) => this.#showPeople(body, false) });
    connection.watch<MessagesBody>('chat_messages', {}, { snapshot: (body) => this.#hear(body), update: (body) => this.#hear(body) });
    connection.onEvent<{ up_to: number }>('chat_read', ({ up_to }) => this.#setRead(up_to));
    connection.onConnected(() => {
      this.#isJoined = false;
      void this.#join();
    });
    onOtherWindows({ name: () => this.#followOtherWindow(), outbox: () => this.#showUnsent() });
  }

  readonly getState = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Joins under a name; what stands against it is shown. */
  join(name: string): void {
    this.#set({ isJoining: true, joinProblem: null });
    void this.#join(name);
  }

  /** For all windows of this browser. */
  leave(): void {
    rememberName(null);
    this.#forgetMe();
    this.#connection.ask('chat_leave', {}).catch(() => undefined);
  }

  send(text: string): void {
    const { me } = this.#state;
    if (me === null || me.id === null) return;
    this.#toldTypingAt = -Infinity;
    this.#set({ unreadAfter: null });
    this.#outbox.add({ clientId: newClientId(), userId: me.id, text, writtenAt: Date.now() });
    if (!this.isAtNewest) void this.showNewest();
  }

  /** Takes back what was refused. */
  discard(clientId: string): void {
    this.#outbox.remove((unsent) => unsent.clientId === clientId);
  }

  /** Tells the others, now and then, that something is being written, or not any more. */
  typing(isTyping: boolean): void {
    const now = performance.now();
    if (!this.#isJoined || (isTyping ? now - this.#toldTypingAt < TELL_TYPING_MS : this.#toldTypingAt === -Infinity)) return;
    this.#toldTypingAt = isTyping ? now : -Infinity;
    this.#connection.ask('chat_typing', { typing: isTyping }).catch(() => undefined);
  }

  /** Whether the held messages reach to the room's newest. */
  get isAtNewest(): boolean {
    return this.#state.messages !== null && lastOf(this.#state.messages) === this.#state.newest;
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
    if (this.#state.readUpTo === this.#state.newest) this.#set({ unreadAfter: null });
  }

  async loadOlder(): Promise<void> {
    const { messages } = this.#state;
    if (messages === null || firstOf(messages) === 1) return;
    const older = await this.#load('older', { before: firstOf(messages) });
    if (older === undefined) return;
    this.#hold(withOlder(this.#state.messages ?? [], older));
    this.#isFollowing &&= this.isAtNewest;
  }

  async loadNewer(): Promise<void> {
    const { messages } = this.#state;
    if (messages === null || this.isAtNewest) return;
    const newer = await this.#load('newer', { after: lastOf(messages) });
    if (newer === undefined) return;
    this.#hold(withNewer(this.#state.messages ?? [], newer));
    this.#isFollowing = this.isAtNewest;
  }

  async showNewest(): Promise<void> {
    if (this.isAtNewest) return;
    const newest = await this.#load('newer', {});
    if (newest === undefined) return;
    this.#isFollowing = true;
    this.#hold(newest);
    void this.#catchUp();
  }

  /** Holds the messages around this one instead. */
  async showAround(sequence: number): Promise<void> {
    const { messages } = this.#state;
    if (messages !== null && firstOf(messages) <= sequence && sequence <= lastOf(messages)) return;
    const around = await this.#load('older', { after: Math.max(0, sequence - PAGE / 2) });
    if (around === undefined) return;
    this.#hold(around);
    this.#isFollowing = this.isAtNewest;
  }

  #remembered(): Me | null {
    const name = rememberedName();
    return name === null ? null : { id: null, name };
  }

  async #join(name = this.#state.me?.name): Promise<void> {
    clearTimeout(this.#rejoin);
    const attempt = (this.#attempt += 1);
    if (name === undefined) return;
    let answer: JoinAnswer;
    try {
      answer = await this.#connection.ask<JoinAnswer>('chat_join', { name });
    } catch {
      if (attempt !== this.#attempt) return;
      this.#set({ isJoining: false, ...(this.#state.me === null && { joinProblem: 'The server does not answer. Please try again.' }) });
      // Without a line, it is tried again as soon as there is one.
      if (this.#connection.isConnected) this.#joinAgain(RETRY_MS);
      return;
    }
    if (attempt !== this.#attempt) return;
    const { user, read_up_to: readUpTo = 0, problem } = answer;
    if (user === undefined) return this.#refuseJoin(problem!);
    rememberName(user.name);
    this.#isJoined = true;
    const isOther = this.#state.me?.id !== user.id;
    if (isOther) this.#toldRead = 0;
    this.#set({ me: user, isJoining: false, joinProblem: null, ...(isOther && { readUpTo, unreadAfter: null }) });
    this.#setRead(readUpTo);
    this.#mark();
    this.#readWhatIsSeen();
    this.#showUnsent();
    this.#outbox.begin(user.id);
  }

  #refuseJoin({ code, detail, errors, retry_after_ms: waitMs }: Problem): void {
    const { me } = this.#state;
    if (me !== null && code !== 'VALIDATION_FAILED') return this.#joinAgain(waitMs ?? RETRY_MS);
    if (me !== null) {
      rememberName(null);
      this.#forgetMe();
    }
    this.#set({ isJoining: false, joinProblem: errors?.map(({ message }) => `The name ${message}.`).join(' ') ?? detail });
  }

  #joinAgain(afterMs: number): void {
    clearTimeout(this.#rejoin);
    this.#rejoin = setTimeout(() => void this.#join(), afterMs);
  }

  #forgetMe(): void {
    clearTimeout(this.#rejoin);
    this.#attempt += 1;
    this.#isJoined = false;
    this.#outbox.begin(null);
    this.#set({ me: null, isJoining: false, unsent: [], unreadAfter: null, readUpTo: 0 });
  }

  #followOtherWindow(): void {
    const name = rememberedName();
    if (name === null) {
      if (this.#state.me !== null) this.leave();
    } else if (name !== this.#state.me?.name) {
      this.#set({ me: { id: null, name } });
      void this.#join();
    }
  }

  #showPeople({ users, typing }: PeopleBody, isAll: boolean): void {
    const people = new Map(isAll ? [] : this.#state.people);
    for (const user of users) people.set(user.id, user);
    this.#set({ people, typing });
  }

  #hear({ room_id: roomId, newest, messages: heard }: MessagesBody): void {
    if (this.#roomId !== null && this.#roomId !== roomId) {
      // Another database: nothing that was known is true of it.
      this.#set({ messages: null, newest: 0, readUpTo: 0, unreadAfter: null, people: null });
      this.#isFollowing = true;
      this.#toldRead = 0;
      void this.#join();
    }
    this.#roomId = roomId;
    const { messages } = this.#state;
    this.#set({ newest: Math.max(newest, this.#state.newest) });
    if (messages === null) {
      this.#mark();
      this.#hold(heard);
    } else {
      // Whoever reads further up keeps what they read; a button leads them down.
      if (this.#place === 'above' && messages.length + heard.length > MAX_HELD) this.#isFollowing = false;
      if (this.#isFollowing) this.#hold(withNewer(messages, heard));
      if (!this.#isSeenAtOnce) this.#mark();
      void this.#catchUp();
    }
    const mine = this.#state.me?.id;
    this.#outbox.remove(({ clientId }) => heard.some(({ client_id, user }) => client_id === clientId && user?.id === mine));
    this.#readWhatIsSeen();
  }

  /** Something was missed between what is held and what was heard. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    try {
      while (this.#isFollowing && !this.isAtNewest && this.#connection.isConnected) {
        const { messages, newest } = this.#state;
        const last = lastOf(messages ?? []);
        const isFar = newest - last > MOST_MISSED;
        // Whoever reads further up comes to it by reading on.
        if (isFar && this.#place === 'above') this.#isFollowing = false;
        else this.#hold(isFar ? await getMessages({}, PAGE) : withNewer(this.#state.messages ?? [], await getMessages({ after: last }, MOST_MISSED)));
      }
    } catch {
      setTimeout(() => void this.#catchUp(), RETRY_MS);
    } finally {
      this.#isCatchingUp = false;
    }
  }

  async #send({ clientId, text }: Unsent): Promise<SendAnswer> {
    const answer = await this.#connection.ask<SendAnswer>('chat_send', { client_id: clientId, text });
    // It stays on the page as unsent until it stands there as sent.
    if (answer.message !== undefined) await this.#heard(answer.message.sequence);
    return answer;
  }

  #heard(sequence: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const look = () => {
        if (lastOf(this.#state.messages ?? []) >= sequence) end();
      };
      const timer = setTimeout(end, HEARD_MS);
      const stop = this.subscribe(look);
      look();
    });
  }

  async #load(end: 'older' | 'newer', range: Range, limit = PAGE): Promise<ChatMessage[] | undefined> {
    if (this.#state.loading === end) return undefined;
    this.#set({ loading: end, failed: null });
    try {
      return await getMessages(range, limit);
    } catch {
      this.#set({ failed: end });
      return undefined;
    } finally {
      this.#set({ loading: null });
    }
  }

  #hold(messages: MessageWindow): void {
    this.#set({ messages, newest: Math.max(this.#state.newest, lastOf(messages)) });
    this.#readWhatIsSeen();
  }

  /** The mark stands before the first message that was not seen when it came. */
  #mark(): void {
    const { me, newest, readUpTo, unreadAfter } = this.#state;
    if (me === null || me.id === null || newest <= readUpTo) return;
    if (unreadAfter === null || unreadAfter < readUpTo) this.#set({ unreadAfter: readUpTo });
  }

  get #isSeenAtOnce(): boolean {
    return this.#place === 'end' && this.#isLooking && this.isAtNewest;
  }

  #readWhatIsSeen(): void {
    const { newest, readUpTo } = this.#state;
    if (!this.#isJoined || !this.#isSeenAtOnce || newest <= readUpTo) return;
    this.#setRead(newest);
    if (this.#tellRead !== undefined) return;
    this.#tellRead = setTimeout(() => {
      this.#tellRead = undefined;
      const upTo = this.#state.readUpTo;
      if (upTo <= this.#toldRead || !this.#isJoined) return;
      this.#toldRead = upTo;
      this.#connection.ask('chat_read', { up_to: upTo }).catch(() => (this.#toldRead = 0));
    }, TELL_READ_MS);
  }

  #setRead(upTo: number): void {
    if (upTo > this.#state.readUpTo) this.#set({ readUpTo: upTo });
  }

  #showUnsent(): void {
    const { me } = this.#state;
    this.#set({ unsent: me === null || me.id === null ? [] : this.#outbox.of(me.id), obstacle: this.#outbox.obstacle });
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    const { me, newest, readUpTo } = this.#state;
    setUnread(me === null || me.id === null ? 0 : Math.max(0, newest - readUpTo));
    for (const listener of this.#listeners) listener();
  }
}

/** `randomUUID` exists on https and localhost only. */
function newClientId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36).padStart(7, '0')).join('-');
}
