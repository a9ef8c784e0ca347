import type { PoolClient } from 'pg';
import type { Settlement } from '../../application/ports.ts';

/** What a recipient has become. */
export type Settled = 'sent' | 'failed' | 'queued' | 'released';

/**
 * Writes down what came of deliveries whose claim still holds, and each attempt beside it. Of a dispatch that goes on no longer, who was not
 * reached and could be tried again is let go.
 *
 * @returns by recipient, what became of those whose claim held
 */
export async function settleDeliveries(client: PoolClient, dispatchId: string, settlements: readonly Settlement[], goesOn: boolean): Promise<Map<string, Settled>> {
  const rows = settlements.map((settlement) => ({ ...settlement, becomes: becomes(settlement, goesOn) }));
  const failures = rows.map(({ outcome }) => (outcome.status === 'sent' ? undefined : outcome));
  const result = await client.query<{ id: string }>(SETTLE, [
    dispatchId,
    rows.map(({ claimId }) => claimId),
    rows.map(({ recipientId }) => recipientId),
    rows.map(({ becomes }) => becomes),
    rows.map(({ outcome }) => outcome.status),
    failures.map((failure) => failure?.code ?? null),
    failures.map((failure) => failure?.message ?? null),
    rows.map(({ startedAt }) => new Date(startedAt)),
    rows.map(({ finishedAt }) => new Date(finishedAt)),
    rows.map(({ becomes, retryAt }) => (becomes === 'queued' ? new Date(retryAt!) : null)),
  ]);
  const held = new Set(result.rows.map(({ id }) => id));
  return new Map(rows.filter(({ recipientId }) => held.has(recipientId)).map(({ recipientId, becomes }) => [recipientId, becomes]));
}

function becomes({ outcome, retryAt }: Settlement, goesOn: boolean): Settled {
  if (outcome.status === 'sent') return 'sent';
  if (outcome.status === 'permanent' || retryAt === null) return 'failed';
  return goesOn ? 'queued' : 'released';
}

const SETTLE = `
  WITH given AS (
    SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
      AS given (claim, id, becomes, outcome, error_code, error, started_at, finished_at, retry_at)
  ), settled AS (
    UPDATE recipients r SET
      status = CASE given.becomes WHEN 'released' THEN CASE WHEN r.sent_at IS NULL THEN 'queued' ELSE 'sent' END ELSE given.becomes END::recipient_status,
      dispatch_id = CASE WHEN given.becomes = 'released' THEN NULL ELSE r.dispatch_id END,
      last_error_code = given.error_code,
      last_error = given.error,
      next_attempt_at = given.retry_at,
      sent_at = CASE WHEN given.becomes = 'sent' THEN given.finished_at ELSE r.sent_at END,
      claim = NULL,
      lease_until = NULL,
      updated_at = clock_timestamp()
    FROM given WHERE r.id = given.id AND r.status = 'sending' AND r.claim = given.claim
    RETURNING r.id, r.attempts, given.outcome, given.error_code, given.error, given.started_at, given.finished_at
  ), noted AS (
    INSERT INTO delivery_attempts (recipient_id, dispatch_id, attempt, outcome, error_code, error, started_at, finished_at)
    SELECT id, $1, attempts, outcome::attempt_outcome, error_code, error, started_at, finished_at FROM settled
  )
  SELECT id FROM settled`;
