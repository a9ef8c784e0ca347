import type { Pool, PoolClient } from 'pg';
import type { Claim, DeliveryQueue, Settlement } from '../../application/ports.ts';
import { type Dispatch, isUnderWay, type Pause } from '../../domain/dispatch.ts';
import { giveBack, nextTokenAt, takeTokens } from '../../domain/send-rate.ts';
import { AS_BEFORE, IN_AUDIENCE, UNSUBSCRIBED } from './audience.sql.ts';
import { claimDeliveries } from './claim-deliveries.sql.ts';
import { type DispatchRow, toDispatch } from './dispatch-row.ts';
import { IN_STEP, type Locked, updateDispatch, updateInSteps, withDispatch } from './locked-dispatch.ts';
import { asking } from './outreach-errors.ts';
import { type Settled, settleDeliveries } from './settle-deliveries.sql.ts';

/** Whoever was lost so often is what ends the process. */
const MAX_ATTEMPTS_EVER = 30;
const NOBODY: Claim = { id: '', deliveries: [] };

interface Rate {
  key: string;
  perMinute: number;
  fullAt: number;
}

/**
 * {@link DeliveryQueue} in PostgreSQL. The recipients themselves are the queue: a job of its own for each would be a second truth about
 * them, to be kept in step with the first through every crash (DECISIONS.md has the numbers).
 */
export class PostgresDeliveryQueue implements DeliveryQueue {
  constructor(private readonly pool: Pool) {}

  underWay(): Promise<Dispatch[]> {
    return asking(async () => {
      const { rows } = await this.pool.query<DispatchRow>(
        `SELECT * FROM dispatches WHERE status IN ('pending', 'processing', 'paused')
         AND (status = 'processing' OR (status = 'pending' AND (scheduled_at IS NULL OR scheduled_at <= clock_timestamp()))) ORDER BY id`,
      );
      return rows.map(toDispatch);
    });
  }

  start(dispatchId: string, attempts: number): Promise<Dispatch | undefined> {
    return this.locked(dispatchId, async ({ client, dispatch, now }) => {
      if (dispatch.status !== 'pending') return undefined;
      const queued = await updateInSteps(
        client,
        dispatch.campaignId,
        `UPDATE recipients r SET status = 'queued', dispatch_id = d.id, attempts = 0, attempts_left = $4, round = 0, last_error_code = NULL, last_error = NULL,
           next_attempt_at = $5, updated_at = clock_timestamp()
         FROM dispatches d WHERE d.id = $3 AND ${IN_AUDIENCE} AND NOT ${UNSUBSCRIBED} AND ${IN_STEP}`,
        [dispatchId, attempts, new Date(now)],
      );
      // After that: who unsubscribes meanwhile is either counted here, or taken up and let go by a claim.
      const left = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM dispatches d, recipients r WHERE d.id = $1 AND ${IN_AUDIENCE} AND ${UNSUBSCRIBED}`, [dispatchId]);
      const ending = queued === 0 ? { status: 'completed', finished_at: new Date(now) } : { status: 'processing' };
      return updateDispatch(client, dispatchId, { ...ending, started_at: new Date(now), queued, unsubscribed: left.rows[0]!.count });
    });
  }

  async claim(dispatchId: string, limits: { wanted: number; overallPerMinute: number | null; leaseMs: number }): Promise<Claim> {
    const result = await this.locked(dispatchId, async (locked) => {
      const { client, dispatch, now } = locked;
      if (dispatch.status !== 'processing') return undefined;
      const rates = await lockRates(client, [
        { key: `campaign ${dispatch.campaignId}`, perMinute: dispatch.ratePerMinute },
        { key: 'overall', perMinute: limits.overallPerMinute },
      ]);
      const count = Math.min(limits.wanted, ...rates.map(({ fullAt, perMinute }) => takeTokens(fullAt, { perMinute, now, wanted: limits.wanted }).taken));
      if (count === 0) return { ...NOBODY, waitUntil: Math.max(...rates.map(({ fullAt, perMinute }) => nextTokenAt(fullAt, perMinute))) };
      const id = crypto.randomUUID();
      const { claimed, unwilling } = await claimDeliveries(client, dispatchId, { id, count, leaseMs: limits.leaseMs });
      if (claimed.length + unwilling > 0) {
        const queued = dispatch.queued - claimed.length - unwilling;
        const sending = dispatch.sending + claimed.length;
        await updateDispatch(client, dispatchId, { queued, sending, unsubscribed: dispatch.unsubscribed + unwilling, ...endingOf({ ...dispatch, queued, sending }, now) });
        for (const { key, perMinute, fullAt } of rates) {
          const taken = takeTokens(fullAt, { perMinute, now, wanted: count });
          await client.query('UPDATE send_rates SET full_at = $2 WHERE key = $1', [key, giveBack(taken.fullAt, perMinute, taken.taken - claimed.length)]);
        }
        return { id, deliveries: claimed };
      }
      return { ...NOBODY, waitUntil: await this.nothingDue(locked) };
    });
    return result ?? NOBODY;
  }

  settle(dispatchId: string, settlements: readonly Settlement[]): Promise<Dispatch | undefined> {
    return this.locked(dispatchId, async ({ client, dispatch, now }) => {
      const settled = await settleDeliveries(client, dispatchId, settlements, dispatch.status !== 'cancelled');
      const count = (what: Settled): number => [...settled.values()].filter((each) => each === what).length;
      const sums = {
        queued: dispatch.queued + count('queued'),
        sending: dispatch.sending - settled.size,
        sent: dispatch.sent + count('sent'),
        failed: dispatch.failed + count('failed'),
        released: dispatch.released + count('released'),
      };
      const counted = settlements.filter(({ recipientId }) => settled.has(recipientId)).sort((a, b) => a.finishedAt - b.finishedAt);
      const lastSent = counted.findLastIndex(({ outcome }) => outcome.status === 'sent');
      const failures = counted.slice(lastSent + 1).filter(({ isFirst }) => isFirst).length;
      const failuresInRow = lastSent < 0 ? dispatch.failuresInRow + failures : failures;
      const last = counted.at(-1);
      const after = { ...dispatch, ...sums };
      const pause = failuresInRow >= dispatch.pauseAfterFailures && dispatch.status === 'processing' && last !== undefined ? tooManyFailures(failuresInRow, last, now) : undefined;
      const ending = endingOf(after, now);
      return updateDispatch(client, dispatchId, {
        ...sums,
        failures_in_row: failuresInRow,
        ...(ending ?? (pause && { status: 'paused', pause: JSON.stringify(pause) })),
      });
    });
  }

  renew(claimIds: readonly string[], leaseMs: number): Promise<void> {
    return asking(async () => {
      await this.pool.query(`UPDATE recipients SET lease_until = clock_timestamp() + $2::float8 * interval '1 ms' WHERE status = 'sending' AND claim = ANY($1::uuid[])`, [claimIds, leaseMs]);
    });
  }

  async recover(): Promise<Map<string, number>> {
    const { rows } = await asking(() => this.pool.query<{ dispatch_id: string }>(`SELECT DISTINCT dispatch_id FROM recipients WHERE status = 'sending' AND lease_until < clock_timestamp()`));
    const recovered = new Map<string, number>();
    for (const { dispatch_id: id } of rows) {
      const count = await this.locked(id, recoverLocked);
      if (count) recovered.set(id, count);
    }
    return recovered;
  }

  /** Completes a dispatch whose last recipients were removed. @returns when the next is due */
  private async nothingDue({ client, dispatch, now }: Locked): Promise<number | undefined> {
    const ending = endingOf(dispatch, now);
    if (ending !== undefined) {
      await updateDispatch(client, dispatch.id, ending);
      return undefined;
    }
    const { rows } = await client.query<{ next: Date | null }>(`SELECT min(next_attempt_at) AS next FROM recipients WHERE dispatch_id = $1 AND status = 'queued'`, [dispatch.id]);
    return rows[0]?.next?.getTime();
  }

  private locked<T>(dispatchId: string, work: (locked: Locked) => Promise<T>): Promise<T | undefined> {
    return asking(() => withDispatch(this.pool, dispatchId, work));
  }
}

/** In the order of their keys, so that nobody waits in a circle. */
async function lockRates(client: PoolClient, limits: { key: string; perMinute: number | null }[]): Promise<Rate[]> {
  const set = limits.filter((limit): limit is { key: string; perMinute: number } => limit.perMinute !== null);
  if (set.length === 0) return [];
  const keys = set.map(({ key }) => key).sort();
  await client.query('INSERT INTO send_rates (key, full_at) SELECT key, 0 FROM unnest($1::text[]) AS key ORDER BY key ON CONFLICT DO NOTHING', [keys]);
  const { rows } = await client.query<{ key: string; full_at: number }>('SELECT key, full_at FROM send_rates WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE', [keys]);
  const fullAt = new Map(rows.map((row) => [row.key, row.full_at]));
  return set.map(({ key, perMinute }) => ({ key, perMinute, fullAt: fullAt.get(key) ?? 0 }));
}

/** What makes a dispatch completed that has nothing left to do. */
function endingOf({ status, queued, sending }: Dispatch, now: number): Record<string, unknown> | undefined {
  return queued + sending === 0 && isUnderWay(status) ? { status: 'completed', pause: null, finished_at: new Date(now) } : undefined;
}

function tooManyFailures(count: number, { outcome }: Settlement, at: number): Pause {
  const reason = outcome.status === 'sent' ? '' : outcome.message;
  return { code: 'failures_in_row', detail: `${count} recipients in a row could not be reached, the last one with: ${reason}`, at };
}

async function recoverLocked({ client, dispatch, now }: Locked): Promise<number> {
  const { rows } = await client.query<{ attempts: number; became: 'queued' | 'failed' | 'released' }>(RECOVER, [dispatch.id, MAX_ATTEMPTS_EVER, dispatch.status !== 'cancelled']);
  if (rows.length === 0) return 0;
  const count = (what: string): number => rows.filter(({ became }) => became === what).length;
  const sums = { sending: dispatch.sending - rows.length, queued: dispatch.queued + count('queued'), failed: dispatch.failed + count('failed'), released: dispatch.released + count('released') };
  await updateDispatch(client, dispatch.id, { ...sums, ...endingOf({ ...dispatch, ...sums }, now) });
  return rows.length;
}

/** The attempt is given back: it was not the recipient's fault. */
const RECOVER = `
  WITH ended AS (
    SELECT r.id, r.claim, r.lease_until, r.updated_at AS begun,
      CASE WHEN r.attempts >= $2 THEN 'failed' WHEN $3 THEN 'queued' ELSE 'released' END AS became
    FROM recipients r WHERE r.dispatch_id = $1 AND r.status = 'sending' AND r.lease_until < clock_timestamp() FOR UPDATE
  ), recovered AS (
    UPDATE recipients r SET
      status = CASE ended.became WHEN 'released' THEN ${AS_BEFORE} ELSE ended.became::recipient_status END,
      dispatch_id = CASE WHEN ended.became = 'released' THEN NULL ELSE r.dispatch_id END,
      attempts_left = r.attempts_left + 1,
      next_attempt_at = CASE WHEN ended.became = 'queued' THEN clock_timestamp() END,
      last_error_code = 'LOST',
      last_error = 'The process that was sending it ended, and nobody knows what came of it.',
      claim = NULL, lease_until = NULL, updated_at = clock_timestamp()
    FROM ended WHERE r.id = ended.id
    RETURNING r.id, r.attempts, ended.became, ended.begun
  ), noted AS (
    INSERT INTO delivery_attempts (recipient_id, dispatch_id, attempt, outcome, error_code, error, started_at, finished_at)
    SELECT id, $1, attempts, 'lost', 'LOST', NULL, begun, clock_timestamp() FROM recovered
  )
  SELECT attempts, became FROM recovered`;
