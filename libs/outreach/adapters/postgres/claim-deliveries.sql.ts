import type { PoolClient } from 'pg';
import type { Claimed } from '../../application/ports.ts';
import { AS_BEFORE, UNSUBSCRIBED } from './audience.sql.ts';
import { type RecipientRow, toRecipient } from './recipient-row.ts';

/**
 * Takes the recipients of a dispatch that have been due the longest; those who have unsubscribed meanwhile leave it. The lock of the
 * dispatch is held, so nobody else takes from it at the same time: there is nothing to skip.
 */
export async function claimDeliveries(client: PoolClient, dispatchId: string, claim: { id: string; count: number; leaseMs: number }): Promise<{ claimed: Claimed[]; unwilling: number }> {
  const { rows } = await client.query<RecipientRow & { unwilling: boolean }>(CLAIM, [dispatchId, claim.count, claim.id, claim.leaseMs]);
  const willing = rows.filter((row) => !row.unwilling);
  return { claimed: willing.map((row) => ({ recipient: toRecipient(row), token: row.token })), unwilling: rows.length - willing.length };
}

const CLAIM = `
  WITH due AS (
    SELECT r.id, ${UNSUBSCRIBED} AS unwilling FROM recipients r
    WHERE r.dispatch_id = $1 AND r.status = 'queued' AND r.next_attempt_at <= clock_timestamp()
    ORDER BY r.next_attempt_at, r.id LIMIT $2
  )
  UPDATE recipients r SET
    status = CASE WHEN due.unwilling THEN ${AS_BEFORE} ELSE 'sending' END,
    dispatch_id = CASE WHEN due.unwilling THEN NULL ELSE r.dispatch_id END,
    attempts = r.attempts + CASE WHEN due.unwilling THEN 0 ELSE 1 END,
    attempts_left = r.attempts_left - CASE WHEN due.unwilling THEN 0 ELSE 1 END,
    next_attempt_at = NULL,
    claim = CASE WHEN due.unwilling THEN NULL ELSE $3::uuid END,
    lease_until = CASE WHEN due.unwilling THEN NULL ELSE clock_timestamp() + $4::float8 * interval '1 ms' END,
    updated_at = clock_timestamp()
  FROM due WHERE r.id = due.id AND r.status = 'queued'
  RETURNING r.*, due.unwilling`;
