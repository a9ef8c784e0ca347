import type { Pool, PoolClient } from 'pg';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import { type DispatchRow, toDispatch } from './dispatch-row.ts';

export interface Locked {
  client: PoolClient;
  dispatch: Dispatch;
  /** By the database's clock, ms since 1970: the only one that all processes share. */
  now: number;
}

const DEADLOCK = '40P01';
const ATTEMPTS = 5;

/**
 * Does some work in one transaction that holds the lock of a dispatch. Whoever changes the state of its recipients works under it, and
 * locks them only then: what it reads there stays as it is, sums change together with what they count, and nobody waits in a circle. The
 * statements of the work are begun after the lock was got, and so see all that was committed before.
 *
 * @returns undefined when there is no such dispatch
 */
export async function withDispatch<T>(pool: Pool, id: string, work: (locked: Locked) => Promise<T>): Promise<T | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(pool, async (client) => {
        const { rows } = await client.query<DispatchRow>('SELECT * FROM dispatches WHERE id = $1 FOR UPDATE', [id]);
        if (rows[0] === undefined) return undefined;
        const clock = await client.query<{ now: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now');
        return work({ client, dispatch: toDispatch(rows[0]), now: clock.rows[0]!.now });
      });
    } catch (error) {
      // With an edit of one of its recipients, or the end of its campaign.
      if (sqlState(error) !== DEADLOCK || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Writes what has changed of a dispatch whose lock is held. */
export async function updateDispatch(client: PoolClient, id: string, columns: Record<string, unknown>): Promise<Dispatch> {
  const names = Object.keys(columns);
  const assignments = names.map((name, index) => `${name} = $${index + 2}, `);
  const { rows } = await client.query<DispatchRow>(`UPDATE dispatches SET ${assignments.join('')}updated_at = clock_timestamp() WHERE id = $1 RETURNING *`, [id, ...Object.values(columns)]);
  return toDispatch(rows[0]!);
}
