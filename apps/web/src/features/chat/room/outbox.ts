import type { ChatMessage, Unsent } from '../types.ts';
import { forgetUnsent, rememberedUnsent, rememberUnsent } from './browser-memory.ts';

/** How long a message that could not be sent waits, when the server does not say. */
const RETRY_MS = 2_000;
/** What another window has written is its to send; unless that was closed. */
const OTHERS_TURN_MS = 3_000;

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

/** These are not the message's fault: the connection has not joined, or its user is gone. */
const OUTSIDE = new Set(['CHAT_NOT_JOINED', 'CHAT_USER_NOT_FOUND']);

interface Parts {
  /** Rejects when no answer came. */
  send: (unsent: Unsent) => Promise<SendAnswer>;
  onChange: () => void;
  /** The connection has to join anew. */
  onOutside: () => void;
}

/**
 * Sends what was written, one after the other, so that it arrives in its order. What is not acknowledged stays, also when the
 * page is closed, and is sent again under the same client id: the server stores it once. This window's memory leads; what the
 * browser keeps is a copy for the next one.
 */
export class Outbox {
  readonly #unsent = new Map(rememberedUnsent().map((unsent) => [unsent.clientId, unsent]));
  readonly #parts: Parts;
  #userName: string | null = null;
  #obstacle: string | null = null;
  #isSending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #othersTurn: ReturnType<typeof setTimeout> | undefined;
  #lastWrittenAt = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What keeps the first of them from being sent, in the server's words; it is tried again all the same. */
  get obstacle(): string | null {
    return this.#obstacle;
  }

  /** What this user has written, in its order. */
  of(userName: string): Unsent[] {
    return [...this.#unsent.values()].filter((unsent) => unsent.userName === userName).sort((a, b) => a.writtenAt - b.writtenAt || (a.clientId < b.clientId ? -1 : 1));
  }

  /** Sends for this user from now on, for nobody with null. Begins with what is left from before. */
  begin(userName: string | null): void {
    this.#userName = userName;
    this.#setObstacle(null);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#work();
  }

  add(userName: string, text: string): void {
    this.#lastWrittenAt = Math.max(Date.now(), this.#lastWrittenAt + 1);
    const unsent = { clientId: newClientId(), userName, text, writtenAt: this.#lastWrittenAt };
    this.#keep(unsent);
    void this.#work();
  }

  /** It is stored, or was taken back. */
  remove(clientId: string): void {
    if (!this.#unsent.delete(clientId)) return;
    forgetUnsent(clientId);
    this.#parts.onChange();
  }

  /** What another window of this browser has done. */
  follow(clientId: string, unsent: Unsent | undefined): void {
    if (unsent === undefined) this.#unsent.delete(clientId);
    else this.#unsent.set(clientId, unsent);
    this.#parts.onChange();
    clearTimeout(this.#othersTurn);
    this.#othersTurn = setTimeout(() => void this.#work(), OTHERS_TURN_MS);
  }

  #keep(unsent: Unsent): void {
    this.#unsent.set(unsent.clientId, unsent);
    rememberUnsent(unsent);
    this.#parts.onChange();
  }

  async #work(): Promise<void> {
    if (this.#isSending || this.#timer !== undefined) return;
    this.#isSending = true;
    try {
      for (;;) {
        const next = this.#userName === null ? undefined : this.of(this.#userName).find(({ refusal }) => refusal === undefined);
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
      answer = await this.#parts.send(unsent);
    } catch {
      this.#setObstacle(null);
      return RETRY_MS;
    }
    const { problem } = answer;
    if (problem === undefined) {
      this.#setObstacle(null);
      this.remove(unsent.clientId);
      return 0;
    }
    if (problem.code === 'VALIDATION_FAILED') {
      this.#keep({ ...unsent, refusal: problem.errors?.map(({ message }) => `It ${message}.`).join(' ') ?? problem.detail });
      return 0;
    }
    if (OUTSIDE.has(problem.code)) {
      this.#parts.onOutside();
      return null;
    }
    this.#setObstacle(problem.detail);
    return problem.retry_after_ms ?? RETRY_MS;
  }

  #setObstacle(obstacle: string | null): void {
    if (this.#obstacle === obstacle) return;
    this.#obstacle = obstacle;
    this.#parts.onChange();
  }
}

/** `randomUUID` exists on https and localhost only. */
function newClientId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36).padStart(7, '0')).join('-');
}
