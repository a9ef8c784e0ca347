import type { LiveConnection } from '../../../shared/live/live-connection.ts';
import { rememberedName, rememberName } from './browser-memory.ts';
import type { ChatStore } from './chat-state.ts';
import type { Problem } from './outbox.ts';

const RETRY_MS = 2_000;
const NO_ANSWER = 'The server does not answer.';

interface JoinAnswer {
  user?: { id: string; name: string };
  read_up_to?: number;
  problem?: Problem;
}

interface Handlers {
  /** @param isOther the user is another one than was known before */
  joined: (user: { id: string; name: string }, readUpTo: number, isOther: boolean) => void;
  left: () => void;
}

/** Who this window is, for all windows of the browser: joins with each new connection, until somebody leaves. */
export class Membership {
  readonly #store: ChatStore;
  readonly #connection: LiveConnection;
  readonly #handlers: Handlers;
  #isJoined = false;
  /** Grows with each attempt to join and with leaving: an answer to an earlier one means nothing any more. */
  #attempt = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(store: ChatStore, connection: LiveConnection, handlers: Handlers) {
    this.#store = store;
    this.#connection = connection;
    this.#handlers = handlers;
    const name = rememberedName();
    if (name !== null) store.set({ me: { id: null, name } });
  }

  /** Whether the present connection has joined. */
  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** There is a new connection. */
  connected(): void {
    this.#isJoined = false;
    void this.rejoin();
  }

  /** Joins under a name; what stands against it is shown. */
  join(name: string): void {
    this.#store.set({ isJoining: true, joinProblem: null });
    void this.rejoin(name);
  }

  /** For all windows of this browser. */
  leave(): void {
    rememberName(null);
    this.#leaveHere();
  }

  /** Another window has joined or left. */
  followOtherWindow(): void {
    const name = rememberedName();
    const { me } = this.#store.get();
    if (name === (me?.name ?? null)) return;
    if (me !== null) this.#leaveHere();
    if (name === null) return;
    this.#store.set({ me: { id: null, name }, joinProblem: null });
    void this.rejoin();
  }

  async rejoin(name = this.#store.get().me?.name): Promise<void> {
    if (name === undefined) return;
    clearTimeout(this.#again);
    const attempt = (this.#attempt += 1);
    const answer = await this.#connection.ask<JoinAnswer>('chat_join', { name }).catch(() => null);
    if (attempt !== this.#attempt) return;
    if (answer === null) this.#unanswered();
    else if (answer.user === undefined) this.#refused(answer.problem!);
    else this.#joined(answer.user, answer.read_up_to ?? 0);
  }

  #joined(user: { id: string; name: string }, readUpTo: number): void {
    rememberName(user.name);
    this.#isJoined = true;
    const isOther = this.#store.get().me?.id !== user.id;
    this.#store.set({ me: user, isJoining: false, joinProblem: null });
    this.#handlers.joined(user, readUpTo, isOther);
  }

  #unanswered(): void {
    const isMember = this.#store.get().me !== null;
    this.#store.set({ isJoining: false });
    // Without a line, it is tried again as soon as there is one.
    if (isMember && this.#connection.isConnected) this.#tryAgain(NO_ANSWER, RETRY_MS);
    if (!isMember) this.#store.set({ joinProblem: `${NO_ANSWER} Please try again.` });
  }

  #refused({ code, detail, errors, retry_after_ms: waitMs }: Problem): void {
    const { me } = this.#store.get();
    if (me !== null && code !== 'VALIDATION_FAILED') return this.#tryAgain(detail, waitMs ?? RETRY_MS);
    if (me !== null) this.leave();
    this.#store.set({ isJoining: false, joinProblem: errors?.map(({ message }) => `The name ${message}.`).join(' ') ?? detail });
  }

  #tryAgain(why: string, afterMs: number): void {
    this.#store.set({ joinProblem: `You are not in the room yet, it is tried again. ${why}` });
    this.#again = setTimeout(() => void this.rejoin(), afterMs);
  }

  #leaveHere(): void {
    clearTimeout(this.#again);
    this.#attempt += 1;
    this.#isJoined = false;
    this.#store.set({ me: null, isJoining: false, joinProblem: null });
    this.#handlers.left();
    this.#connection.ask('chat_leave', {}).catch(() => undefined);
  }
}
