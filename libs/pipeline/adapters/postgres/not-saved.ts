import type { DomainError } from '../../../kernel/domain-error.ts';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { pipelineUnavailable, resultRefused } from '../../application/errors.ts';

/** What it means that PostgreSQL has not saved something: whether it never will, or may when it is asked again. */
export function notSaved(error: unknown): DomainError {
  // Class 22: the value does not fit its type. 23: it breaks a constraint. 54: it exceeds a limit of the server.
  return /^(22|23|54)/.test(sqlState(error)) ? resultRefused(error) : pipelineUnavailable(error);
}
