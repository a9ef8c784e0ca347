import { DomainError } from '../../kernel/domain-error.ts';

/** Every error this context can end a query with. */

export function pipelineUnavailable(cause: unknown): DomainError {
  return new DomainError('unavailable', 'PIPELINE_UNAVAILABLE', 'The database does not answer. Please try again.', { retryAfterSeconds: 2, cause });
}
