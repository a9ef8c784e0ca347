import type { LiveConnection } from '../../../shared/live/live-connection.ts';
import type { ChatUser, Unsent } from '../types.ts';
import { onOtherWindows } from './browser-memory.ts';
import { ChatStore } from './chat-state.ts';
import { Membership } from './membership.ts';
import { MessageHistory, type MessagesBody } from './message-history.ts';
import { Outbox, type SendAnswer } from './outbox.ts';
import { type Place, Reading } from './reading.ts';

/** Others show that somebody writes for twice as long. */
const TELL_TYPING_MS = 3_000;
/** An acknowledged message is told to everybody sooner than this. */
const HEARD_MS = 2_000;

interface PeopleBody {
  as_of: string;
  users: ChatUser[];
  typing: string[];
}

/** The room as this window knows it: who is here, what was said, who we are, and what we have not sent yet. One for the whole page. */
export class ChatRoom {
  readonly #connection: LiveConnection;
  readonly #store = new ChatStore();
  readonly #outbox: Outbox;
  readonly #membership: Membership;
  readonly #history: MessageHistory;
  readonly #reading: Reading;
  #toldTypingAt = -Infinity;

  constructor(connection: LiveConnection) {
    this.#connection = connection;
    const store = this.#store;
    this.#history = new MessageHistory(store, { isReadAbove: () => this.#reading.isAbove, onHeld: () => this.#reading.held() });
    this.#membership = new Membership(store, connection, {
      joined: ({ name }, readUpTo, isOther) => {
        this.#reading.joined(readUpTo, isOther);
        this.#showUnsent();
        this.#outbox.begin(name);
      },
      left: () => {
        this.#outbox.begin(null);
        this.#reading.left();
        this.#showUnsent();
      },
    });
    this.#reading = new Reading({ store, connection, isJoined: () => this.#membership.isJoined, isAtNewest: () => this.isAtNewest });
    this.#outbox = new Outbox({ send: (unsent) => this.#send(unsent), onChange: () => this.#showUnsent(), onOutside: () => void this.#membership.rejoin() });
  }

  /** Never ends: there is one per page. */
  open(): void {
    const connection = this.#connection;
    connection.watch<PeopleBody>('chat_people', {}, { snapshot: (body) => this.#showPeople(body, true), update: (body) => this.#showPeople(body, false) });
    connection.watch<MessagesBody>('chat_messages', {}, { snapshot: (body) => this.#hear(body), update: (body) => this.#hear(body) });
    connection.onEvent<{ up_to: number }>('chat_read', ({ up_to }) => this.#reading.setRead(up_to));
    connection.onConnected(() => this.#membership.connected());
    onOtherWindows({ name: () => this.#membership.followOtherWindow(), unsent: (clientId, unsent) => this.#outbox.follow(clientId, unsent) });
  }

  readonly getState = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  join(name: string): void {
    this.#membership.join(name);
  }

  /** For all windows of this browser. */
  leave(): void {
    this.#membership.leave();
  }

  send(text: string): void {
    const { me, sent } = this.#store.get();
    if (me === null || me.id === null) return;
    this.#toldTypingAt = -Infinity;
    this.#store.set({ unreadAfter: null, sent: sent + 1 });
    this.#outbox.add(me.name, text);
  }

  /** Takes back what is not sent. */
  discard(clientId: string): void {
    this.#outbox.remove(clientId);
  }

  /** Tells the others, now and then, that something is being written, or not any more. */
  typing(isTyping: boolean): void {
    const now = performance.now();
    if (!this.#membership.isJoined || (isTyping ? now - this.#toldTypingAt < TELL_TYPING_MS : this.#toldTypingAt === -Infinity)) return;
    this.#toldTypingAt = isTyping ? now : -Infinity;
    this.#connection.ask('chat_typing', { typing: isTyping }).catch(() => undefined);
  }

  /** Whether the held messages reach to the room's newest. */
  get isAtNewest(): boolean {
    return this.#history.isAtNewest;
  }

  loadOlder(): Promise<void> {
    return this.#history.loadOlder();
  }

  loadNewer(): Promise<void> {
    return this.#history.loadNewer();
  }

  showNewest(): Promise<void> {
    return this.#history.showNewest();
  }

  /** Holds the messages around this one. */
  showAround(sequence: number): Promise<void> {
    return this.#history.showAround(sequence);
  }

  /** @param isLooking false while the window is behind others, or nobody is at it */
  setPlace(place: Place, isLooking: boolean): void {
    this.#reading.setPlace(place, isLooking);
  }

  /** The list is closed: what was marked as unread when it was open has been seen. */
  forgetMark(): void {
    this.#reading.forgetMark();
  }

  #showPeople({ users, typing }: PeopleBody, isAll: boolean): void {
    const people = new Map(isAll ? [] : this.#store.get().people);
    for (const user of users) people.set(user.id, user);
    this.#store.set({ people, typing });
  }

  #hear(body: MessagesBody): void {
    const isFirst = this.#store.get().messages === null;
    const isOther = this.#history.hear(body);
    this.#reading.hear(body.messages, isFirst);
    const myId = this.#store.get().me?.id;
    for (const { user, client_id: clientId } of body.messages) if (myId && user?.id === myId) this.#outbox.remove(clientId);
    if (!isOther) return this.#reading.held();
    this.#reading.left();
    void this.#membership.rejoin();
  }

  async #send({ clientId, text }: Unsent): Promise<SendAnswer> {
    const answer = await this.#connection.ask<SendAnswer>('chat_send', { client_id: clientId, text });
    // It stays on the page as unsent until it stands there as sent.
    if (answer.message !== undefined) await this.#history.holds(answer.message.sequence, HEARD_MS);
    return answer;
  }

  #showUnsent(): void {
    const { me } = this.#store.get();
    this.#store.set({ unsent: me === null || me.id === null ? [] : this.#outbox.of(me.name), obstacle: this.#outbox.obstacle });
  }
}
