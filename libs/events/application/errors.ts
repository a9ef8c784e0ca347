import { DomainError } from '../../kernel/domain-error.ts';

/** Every error this context can end a command with. */

export function ingestOverloaded(): DomainError {
  return new DomainError('overloaded', 'INGEST_OVERLOADED', 'More events are arriving than can be stored. Please send again shortly.', {
    retryAfterSeconds: 1,
  });
}

export function ingestStopping(): DomainError {
  return new DomainError('unavailable', 'INGEST_STOPPING', 'This server is stopping and takes no more events. Please send again.', {
    retryAfterSeconds: 1,
  });
}

export function eventStoreUnavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'EVENT_STORE_UNAVAILABLE', 'The event store does not answer. Nothing is lost if you send again: repeated events count once.', {
    retryAfterSeconds: 2,
    cause,
  });
}

export function statsUnavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'STATS_UNAVAILABLE', 'The database does not answer. Please ask again.', { retryAfterSeconds: 2, cause });
}

export function eventRefused(cause: unknown): DomainError {
  return new DomainError('invalid', 'EVENT_REFUSED', 'The event store cannot hold this value.', { cause });
}

export function overviewUnread(): DomainError {
  return new DomainError('unavailable', 'OVERVIEW_UNREAD', 'The totals have not been read from the database yet. Please ask again.', { retryAfterSeconds: 2 });
}
