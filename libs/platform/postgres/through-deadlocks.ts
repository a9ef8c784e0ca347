import { sqlState } from './sql-state.ts';

const DEADLOCK = '40P01';
const ATTEMPTS = 5;

/**
 * Does some work, again when PostgreSQL has picked it to break a deadlock.
 *
 * @param work one statement, or one transaction from its beginning: nothing of it is left then
 * @throws the deadlock when it was picked five times
 */
export async function throughDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (sqlState(error) !== DEADLOCK || attempt === ATTEMPTS) throw error;
    }
  }
}
