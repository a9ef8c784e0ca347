import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { eventRefused, eventStoreUnavailable } from '../../application/errors.ts';

const ATTEMPTS = 5;

/**
 * Does some work in the database, again if it was picked to break a deadlock.
 *
 * @throws DomainError `EVENT_REFUSED` where a value cannot be stored, `EVENT_STORE_UNAVAILABLE` otherwise
 */
export async function storing<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = sqlState(error);
      if ((code === '40P01' || code === '40001') && attempt < ATTEMPTS) continue;
      // Class 22: the value does not fit its type. 23: it breaks a constraint. 54: it exceeds a limit of the server.
      if (/^(22|23|54)/.test(code)) throw eventRefused(error);
      throw eventStoreUnavailable(error);
    }
  }
}
