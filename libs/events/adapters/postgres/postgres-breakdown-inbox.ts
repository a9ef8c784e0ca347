import type { Pool } from 'pg';
import type { BreakdownInbox } from '../../application/ports.ts';
import { FOLDING, foldBreakdowns } from './fold-breakdowns.sql.ts';
import { inTransaction } from '../../../platform/postgres/transaction.ts';

/** Entries folded in one transaction: some tens of milliseconds. */
const MAX_ENTRIES = 20_000;

const FOLD = foldBreakdowns(`ctid = ANY (ARRAY(SELECT ctid FROM breakdown_inbox LIMIT ${MAX_ENTRIES}))`);

export class PostgresBreakdownInbox implements BreakdownInbox {
  constructor(private readonly pool: Pool) {}

  fold(): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      // One at a time: two would only wait for each other's rows. What is appended meanwhile may be seen by neither, so the second waits
      // and looks, instead of taking the work for done.
      await client.query('SELECT pg_advisory_xact_lock($1)', [FOLDING]);
      const { rows } = await client.query<{ taken: number }>(FOLD);
      return rows[0]!.taken === MAX_ENTRIES;
    });
  }
}
