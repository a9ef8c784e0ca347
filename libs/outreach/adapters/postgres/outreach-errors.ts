import pg from 'pg';
import { DomainError } from '../../../kernel/domain-error.ts';
import { outreachUnavailable } from '../../application/errors.ts';

/**
 * Runs a question to the database. What it ends with is an outage, unless PostgreSQL has said that the question was wrong: then it is so
 * the next time, too, and nobody is to be told to try again.
 */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof DomainError || isBug(error) ? error : outreachUnavailable(error);
  }
}

/** Classes 22 (a value does not fit), 23 (a constraint is broken), 42 (there is no such thing), 54 (a limit of the server). */
function isBug(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof pg.DatabaseError && /^(22|23|42|54)/.test(error.code ?? '');
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
export const UNIQUE_VIOLATION = '23505';
export const FOREIGN_KEY_VIOLATION = '23503';
