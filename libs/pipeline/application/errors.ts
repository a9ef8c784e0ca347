import { DomainError } from '../../kernel/domain-error.ts';

/** Every error this context can end a query or a write with. */

export function pipelineUnavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'PIPELINE_UNAVAILABLE', 'The database does not answer. Please try again.', { retryAfterSeconds: 2, cause });
}

export function resultRefused(cause: unknown): DomainError {
  return new DomainError('invalid', 'PIPELINE_RESULT_REFUSED', 'The database cannot hold this result.', { cause });
}
