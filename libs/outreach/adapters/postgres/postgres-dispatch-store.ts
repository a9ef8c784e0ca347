import type { Pool } from 'pg';
import { newRowIds } from '../../../platform/postgres/row-ids.ts';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { campaignNotFound, dispatchUnderWay } from '../../application/errors.ts';
import type { DispatchStore, Steering, SteerResult } from '../../application/ports.ts';
import { type Dispatch, type DispatchSettings, type DispatchStatus, mayTurn } from '../../domain/dispatch.ts';
import { AS_BEFORE, IN_AUDIENCE, UNSUBSCRIBED } from './audience.sql.ts';
import { type DispatchRow, settingsColumns, toDispatch } from './dispatch-row.ts';
import { IN_STEP, type Locked, updateDispatch, updateInSteps, withDispatch } from './locked-dispatch.ts';
import { asking, FOREIGN_KEY_VIOLATION, UNIQUE_VIOLATION } from './outreach-errors.ts';

const AUDIENCE_SIZE = `(SELECT count(*)::int FROM recipients r WHERE ${IN_AUDIENCE} AND NOT ${UNSUBSCRIBED})`;

/** With how many a pending dispatch would go to now. */
export const SELECT_DISPATCH = `SELECT d.*, CASE WHEN d.status = 'pending' THEN ${AUDIENCE_SIZE} END AS audience_size FROM dispatches d`;

/** {@link DispatchStore} in PostgreSQL. */
export class PostgresDispatchStore implements DispatchStore {
  constructor(private readonly pool: Pool) {}

  create(campaignId: string, settings: DispatchSettings): Promise<Dispatch> {
    return this.guarded(async () => {
      const columns = { id: newRowIds(1)[0], campaign_id: campaignId, status: 'pending', ...settingsColumns(settings) };
      const names = Object.keys(columns);
      const zeros = ['queued', 'sending', 'sent', 'failed', 'unsubscribed', 'released', 'failures_in_row'];
      const { rows } = await this.pool.query<DispatchRow>(
        `INSERT INTO dispatches (${[...names, ...zeros].join(', ')}, created_at, updated_at)
         VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}, ${zeros.map(() => 0).join(', ')}, clock_timestamp(), clock_timestamp()) RETURNING *`,
        Object.values(columns),
      );
      return (await this.find(rows[0]!.id)) ?? toDispatch(rows[0]!);
    });
  }

  find(id: string): Promise<Dispatch | undefined> {
    return asking(async () => {
      const { rows } = await this.pool.query<DispatchRow>(`${SELECT_DISPATCH} WHERE d.id = $1`, [id]);
      return rows[0] && toDispatch(rows[0]);
    });
  }

  page(campaignId: string, limit: number, before?: string): Promise<Dispatch[]> {
    return asking(async () => {
      const { rows } = await this.pool.query<DispatchRow>(
        `${SELECT_DISPATCH} WHERE d.campaign_id = $1 AND ($2::uuid IS NULL OR d.id < $2::uuid) ORDER BY d.id DESC LIMIT $3`,
        [campaignId, before ?? null, limit],
      );
      return rows.map(toDispatch);
    });
  }

  audienceSize(campaignId: string, audience: DispatchSettings['audience']): Promise<number> {
    return asking(async () => {
      const { rows } = await this.pool.query<{ size: number }>(`SELECT ${AUDIENCE_SIZE} AS size FROM (VALUES ($1::text, $2::dispatch_audience)) AS d (campaign_id, audience)`, [campaignId, audience]);
      return rows[0]!.size;
    });
  }

  steer(id: string, steering: Steering): Promise<SteerResult> {
    return this.guarded(async () => {
      const result = await withDispatch(this.pool, id, async (locked) => ({ before: locked.dispatch, after: await steerLocked(locked, steering) }));
      if (result === undefined) return { status: 'missing' };
      const { before, after } = result;
      if (after === undefined) return { status: 'refused', dispatch: before };
      // The queue of one that is pending is counted, not kept.
      return { status: 'done', dispatch: after.status === 'pending' ? ((await this.find(id)) ?? after) : after };
    });
  }

  private guarded<T>(work: () => Promise<T>): Promise<T> {
    return asking(async () => {
      try {
        return await work();
      } catch (error) {
        const state = sqlState(error);
        if (state === UNIQUE_VIOLATION) throw dispatchUnderWay();
        if (state === FOREIGN_KEY_VIOLATION) throw campaignNotFound();
        throw error;
      }
    });
  }
}

/** @returns undefined when its present state does not allow that */
async function steerLocked(locked: Locked, steering: Steering): Promise<Dispatch | undefined> {
  const { client, dispatch } = locked;
  const turn = async (to: DispatchStatus, columns: Record<string, unknown> = {}): Promise<Dispatch | undefined> =>
    mayTurn(dispatch.status, to) ? updateDispatch(client, dispatch.id, { status: to, ...columns }) : undefined;
  switch (steering.to) {
    case 'pause':
      return turn('paused', { pause: JSON.stringify(steering.pause) });
    case 'resume':
      if (dispatch.status !== 'paused') return undefined;
      // One that had not begun begins anew, and a time that has passed is now: it was asked for by hand.
      if (dispatch.startedAt === null) return turn('pending', { pause: null, scheduled_at: dispatch.scheduledAt === null ? null : new Date(Math.max(dispatch.scheduledAt, locked.now)) });
      return turn('processing', { pause: null, failures_in_row: 0 });
    case 'cancel':
      return mayTurn(dispatch.status, 'cancelled') ? cancel(locked) : undefined;
    case 'retry-failed':
      return dispatch.startedAt === null ? undefined : retryFailed(locked, steering.attempts);
  }
}

async function cancel({ client, dispatch }: Locked): Promise<Dispatch> {
  const released = await updateInSteps(
    client,
    dispatch.campaignId,
    `UPDATE recipients r SET status = ${AS_BEFORE}, dispatch_id = NULL, attempts_left = 0, next_attempt_at = NULL, updated_at = clock_timestamp()
     WHERE campaign_id = $3 AND dispatch_id = $4 AND status = 'queued' AND ${IN_STEP}`,
    [dispatch.campaignId, dispatch.id],
  );
  return updateDispatch(client, dispatch.id, { status: 'cancelled', pause: null, queued: dispatch.queued - released, released, finished_at: new Date() });
}

/**
 * Of the newest dispatch alone, and with those who failed in earlier ones: what pages show is the newest, and everybody who failed can be sent to
 * again from there.
 */
async function retryFailed({ client, dispatch }: Locked, attempts: number): Promise<Dispatch | undefined> {
  const { rowCount: newer } = await client.query('SELECT FROM dispatches WHERE campaign_id = $1 AND id > $2 LIMIT 1', [dispatch.campaignId, dispatch.id]);
  if (newer) return undefined;
  const own = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM recipients WHERE campaign_id = $1 AND status = 'failed' AND dispatch_id = $2`, [dispatch.campaignId, dispatch.id]);
  const again = await updateInSteps(
    client,
    dispatch.campaignId,
    `UPDATE recipients r SET status = 'queued', dispatch_id = $4, attempts = CASE WHEN dispatch_id = $4 THEN attempts ELSE 0 END, attempts_left = $5,
       round = round + 1, next_attempt_at = clock_timestamp(), updated_at = clock_timestamp()
     WHERE campaign_id = $3 AND status = 'failed' AND ${IN_STEP}`,
    [dispatch.campaignId, dispatch.id, attempts],
  );
  if (again === 0) return undefined;
  const columns = { queued: dispatch.queued + again, failed: dispatch.failed - own.rows[0]!.count };
  const isOver = dispatch.status === 'completed' || dispatch.status === 'cancelled';
  return updateDispatch(client, dispatch.id, isOver ? { ...columns, status: 'processing', finished_at: null, failures_in_row: 0 } : columns);
}
