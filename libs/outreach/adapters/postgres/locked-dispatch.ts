import type { Pool, PoolClient } from 'pg';
import { throughDeadlocks } from '../../../platform/postgres/through-deadlocks.ts';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import { type DispatchRow, toDispatch } from './dispatch-row.ts';

export interface Locked {
  client: PoolClient;
  dispatch: Dispatch;
  /** By the database's clock, ms since 1970: the only one that all processes share. */
  now: number;
}

/**
 * Does some work in one transaction that holds the lock of a dispatch. Whoever changes the state of its recipients works under it, and
 * locks them only then: what it reads there stays as it is, sums change together with what they count, and nobody waits in a circle. The
 * statements of the work are begun after the lock was got, and so see all that was committed before.
 *
 * @returns undefined when there is no such dispatch
 */
export function withDispatch<T>(pool: Pool, id: string, work: (locked: Locked) => Promise<T>): Promise<T | undefined> {
  // With an edit of one of its recipients, or the end of its campaign.
  return throughDeadlocks(() =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<DispatchRow>('SELECT * FROM dispatches WHERE id = $1 FOR UPDATE', [id]);
      if (rows[0] === undefined) return undefined;
      const clock = await client.query<{ now: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now');
      return work({ client, dispatch: toDispatch(rows[0]), now: clock.rows[0]!.now });
    }),
  );
}

/** Writes what has changed of a dispatch whose lock is held. */
export async function updateDispatch(client: PoolClient, id: string, columns: Record<string, unknown>): Promise<Dispatch> {
  const names = Object.keys(columns);
  const assignments = names.map((name, index) => `${name} = $${index + 2}, `);
  const { rows } = await client.query<DispatchRow>(`UPDATE dispatches SET ${assignments.join('')}updated_at = clock_timestamp() WHERE id = $1 RETURNING *`, [id, ...Object.values(columns)]);
  return toDispatch(rows[0]!);
}

/** A statement may take 30 s; so many rows take a few at most. */
const STEP_ROWS = 20_000;

/**
 * Changes many recipients of a campaign in steps, so that no statement takes as long as there are recipients.
 *
 * @param update takes those with an id above `$1`, and not above `$2`; null: no such limit. What it needs besides stands behind these.
 * @returns how many were changed
 */
export async function updateInSteps(client: PoolClient, campaignId: string, update: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM recipients WHERE campaign_id = $1) AS numbered WHERE place % $2 = 0 ORDER BY id',
    [campaignId, STEP_ROWS],
  );
  const ends = [...rows.map(({ id }) => id), null];
  let after: string | null = null;
  let changed = 0;
  for (const end of ends) {
    changed += (await client.query(update, [after, end, ...values])).rowCount ?? 0;
    after = end;
  }
  return changed;
}

/** What an update for {@link updateInSteps} has to ask for, of recipients `r`. */
export const IN_STEP = '($1::uuid IS NULL OR r.id > $1::uuid) AND ($2::uuid IS NULL OR r.id <= $2::uuid)';
