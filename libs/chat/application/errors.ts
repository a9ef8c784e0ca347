import { DomainError } from '../../kernel/domain-error.ts';

/** Every error this context can end a command or a query with. */

export function chatUnavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'CHAT_UNAVAILABLE', 'The chat cannot reach its database. Please try again.', { retryAfterSeconds: 2, cause });
}

export function chatUserNotFound(): DomainError {
  return new DomainError('not-found', 'CHAT_USER_NOT_FOUND', 'Nobody has joined the chat under this id.');
}

export function notJoined(): DomainError {
  return new DomainError('conflict', 'CHAT_NOT_JOINED', 'This connection has not joined the chat.');
}

/** @param waitMs until it may be tried again */
export function tooFast(waitMs: number): DomainError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new DomainError('too-fast', 'CHAT_TOO_FAST', `That is faster than the chat allows. Please wait ${seconds} s.`, { retryAfterSeconds: seconds });
}
