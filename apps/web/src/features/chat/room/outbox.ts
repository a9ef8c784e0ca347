import type { ChatMessage, Unsent } from '../types.ts';
import { changeOutbox, readOutbox } from './browser-memory.ts';

/** How long a message that could not be sent waits, when the server does not say. */
const RETRY_MS = 2_000;

export interface Problem {
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
  retry_after_ms?: number;
}

export interface SendAnswer {
  message?: ChatMessage;
  problem?: Problem;
}

/** What changes nothing when the same is sent again. */
const FINAL = new Set(['VALIDATION_FAILED']);

/**
 * Sends what was written, one after the other, so that it arrives in its order. What is not acknowledged stays, also when the
 * page is closed, and is sent again under the same client id: the server stores it once.
 */
export class Outbox {
  #userId: string | null = null;
  #obstacle: string | null = null;
  #isSending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #send: (unsent: Unsent) => Promise<SendAnswer>;
  readonly #onChange: () => void;
  readonly #onRejected: (problem: Problem) => void;

  /**
   * @param send rejects when no answer came
   * @param onRejected told of problems that are not the message's: the connection has not joined, or its user is gone
   */
  constructor(send: (unsent: Unsent) => Promise<SendAnswer>, onChange: () => void, onRejected: (problem: Problem) => void) {
    this.#send = send;
    this.#onChange = onChange;
    this.#onRejected = onRejected;
  }

  /** What keeps the first of them from being sent, in the server's words; it is tried again all the same. */
  get obstacle(): string | null {
    return this.#obstacle;
  }

  /** What this user has written, in its order. */
  of(userId: string): Unsent[] {
    return readOutbox().filter((unsent) => unsent.userId === userId);
  }

  /** Sends for this user from now on, for nobody with null. Begins with what is left from before. */
  begin(userId: string | null): void {
    this.#userId = userId;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#work();
  }

  add(unsent: Unsent): void {
    changeOutbox((outbox) => [...outbox, unsent]);
    this.#onChange();
    void this.#work();
  }

  remove(isDone: (unsent: Unsent) => boolean): void {
    if (!readOutbox().some(isDone)) return;
    changeOutbox((outbox) => outbox.filter((unsent) => !isDone(unsent)));
    this.#onChange();
  }

  async #work(): Promise<void> {
    if (this.#isSending || this.#timer !== undefined) return;
    this.#isSending = true;
    try {
      for (;;) {
        const userId = this.#userId;
        const next = userId === null ? undefined : this.of(userId).find(({ refusal }) => refusal === undefined);
        if (next === undefined) return;
        const waitMs = await this.#try(next);
        if (waitMs === null) return;
        if (waitMs > 0) {
          this.#timer = setTimeout(() => {
            this.#timer = undefined;
            void this.#work();
          }, waitMs);
          return;
        }
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** @returns ms to wait before going on; null: until somebody begins anew */
  async #try(unsent: Unsent): Promise<number | null> {
    let answer: SendAnswer;
    try {
      answer = await this.#send(unsent);
    } catch {
      this.#setObstacle(null);
      return RETRY_MS;
    }
    const { problem } = answer;
    if (problem === undefined) {
      this.#setObstacle(null);
      this.remove(({ clientId }) => clientId === unsent.clientId);
      return 0;
    }
    if (FINAL.has(problem.code)) {
      const refusal = problem.errors?.map(({ message }) => `It ${message}.`).join(' ') ?? problem.detail;
      changeOutbox((outbox) => outbox.map((each) => (each.clientId === unsent.clientId ? { ...each, refusal } : each)));
      this.#onChange();
      return 0;
    }
    if (problem.code === 'CHAT_NOT_JOINED' || problem.code === 'CHAT_USER_NOT_FOUND') {
      this.#onRejected(problem);
      return null;
    }
    this.#setObstacle(problem.detail);
    return problem.retry_after_ms ?? RETRY_MS;
  }

  #setObstacle(obstacle: string | null): void {
    if (this.#obstacle === obstacle) return;
    this.#obstacle = obstacle;
    this.#onChange();
  }
}
