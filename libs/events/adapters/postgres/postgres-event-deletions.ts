import type { Pool, PoolClient } from 'pg';
import { eventStoreUnavailable } from '../../application/errors.ts';
import type { DeletionView, EventDeletions } from '../../application/ports.ts';
import {
  ADVANCE,
  CLEAR_BREAKDOWNS,
  CLEAR_MINUTES,
  DELETE_LATE,
  DELETE_RECENT,
  DELETE_SOME,
  FOLD_CAMPAIGN,
  LOCK,
  MAX_CLEARED,
  MAX_TAKEN,
  PASS_CUTOFF,
  REQUEST,
  TAKE_STREAMED_BREAKDOWNS,
  TAKE_STREAMED_MINUTES,
} from './delete-events.sql.ts';
import { FOLDING } from './fold-breakdowns.sql.ts';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { inTransaction } from '../../../platform/postgres/transaction.ts';

const ATTEMPTS = 5;

interface Row {
  campaign_id: string;
  last_id: string;
  cutoff: Date;
  /** Sums of bigint come as text. */
  total: string;
  deleted: string;
  started_at: Date;
  finished_at: Date | null;
}

/**
 * {@link EventDeletions} in PostgreSQL. Everything that changes something locks the one row of deletion_epoch first, and reads only
 * then: a statement that waited for the lock inside would go by what it saw before.
 */
export class PostgresEventDeletions implements EventDeletions {
  constructor(private readonly pool: Pool) {}

  request(campaignId: string, now: number): Promise<DeletionView> {
    return this.change(async (client) => {
      await client.query(LOCK);
      const { rows } = await client.query<Row>(REQUEST, [campaignId, new Date(now)]);
      await client.query(PASS_CUTOFF);
      return toView(rows[0]!);
    });
  }

  async find(campaignId: string): Promise<DeletionView | undefined> {
    const [row] = await this.read('WHERE campaign_id = $1', [campaignId]);
    return row && toView(row);
  }

  async unfinished(): Promise<string[]> {
    return (await this.read('WHERE finished_at IS NULL ORDER BY started_at')).map((row) => row.campaign_id);
  }

  async since(time: number): Promise<DeletionView[]> {
    return (await this.read('WHERE finished_at IS NULL OR finished_at > $1 ORDER BY started_at, campaign_id', [new Date(time)])).map(toView);
  }

  step(campaignId: string, now: number): Promise<DeletionView | undefined> {
    return this.change(async (client) => {
      const lock = await client.query(`${LOCK} SKIP LOCKED`);
      if (lock.rowCount === 0) return undefined;
      const { rows } = await client.query<Row>('SELECT * FROM event_deletions WHERE campaign_id = $1 AND finished_at IS NULL', [campaignId]);
      const [deletion] = rows;
      if (deletion === undefined) return undefined;
      const deleted = await deleteSome(client, deletion);
      const streamed = deleted === 0 ? await takeStreamed(client, deletion) : { count: 0, isDone: false };
      // In the same transaction as the last look for events: if it fails, all of it is done again.
      const isFinished = streamed.isDone && (await tidy(client, campaignId));
      const advanced = await client.query<Row>(ADVANCE, [campaignId, deleted + streamed.count, isFinished ? new Date(now) : null]);
      return toView(advanced.rows[0]!);
    });
  }

  private async change<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTransaction(this.pool, work);
      } catch (error) {
        if (sqlState(error) === '40P01' && attempt < ATTEMPTS) continue;
        throw eventStoreUnavailable(error);
      }
    }
  }

  private async read(condition: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(`SELECT * FROM event_deletions ${condition}`, values)).rows;
    } catch (error) {
      throw eventStoreUnavailable(error);
    }
  }
}

async function deleteSome(client: PoolClient, { campaign_id: campaignId, last_id: lastId, cutoff }: Row): Promise<number> {
  const { rows } = await client.query<{ count: number; emptied: string[] }>(DELETE_SOME, [campaignId, lastId, cutoff]);
  const { count, emptied } = rows[0]!;
  if (emptied.length > 0) await client.query(CLEAR_MINUTES, [campaignId, emptied]);
  return count;
}

/**
 * Takes out what was counted elsewhere. It is done when there was less than is taken at once: what the stream adds meanwhile is what came
 * after it was asked for, and would keep it from ever ending.
 */
async function takeStreamed(client: PoolClient, { campaign_id: campaignId, cutoff }: Row): Promise<{ count: number; isDone: boolean }> {
  const minutes = await client.query<{ taken: number; count: number; emptied: string[] }>(TAKE_STREAMED_MINUTES, [campaignId]);
  const { taken, count, emptied } = minutes.rows[0]!;
  if (emptied.length > 0) await client.query(CLEAR_MINUTES, [campaignId, emptied]);
  if (taken === MAX_TAKEN) return { count, isDone: false };
  const breakdowns = await client.query<{ taken: number }>(TAKE_STREAMED_BREAKDOWNS, [campaignId]);
  if (breakdowns.rows[0]!.taken === MAX_TAKEN) return { count, isDone: false };
  const recent = await client.query(DELETE_RECENT, [campaignId, cutoff]);
  const late = await client.query(DELETE_LATE, [campaignId, cutoff]);
  return { count, isDone: recent.rowCount! < MAX_TAKEN && late.rowCount! < MAX_TAKEN };
}

/** Of minutes without events nothing is kept. @returns whether all is tidy now */
async function tidy(client: PoolClient, campaignId: string): Promise<boolean> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [FOLDING]);
  await client.query(FOLD_CAMPAIGN, [campaignId]);
  const { rowCount } = await client.query(CLEAR_BREAKDOWNS, [campaignId]);
  return rowCount! < MAX_CLEARED;
}

function toView(row: Row): DeletionView {
  return {
    campaignId: row.campaign_id,
    total: Number(row.total),
    deleted: Number(row.deleted),
    startedAt: row.started_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? null,
  };
}
