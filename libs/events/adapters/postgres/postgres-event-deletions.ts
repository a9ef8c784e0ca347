import type { Pool, PoolClient } from 'pg';
import { eventStoreUnavailable } from '../../application/errors.ts';
import type { DeletionView, EventDeletions } from '../../application/ports.ts';
import {
  ADVANCE,
  BREAKDOWNS_START,
  CLEAR_BREAKDOWNS,
  CLEAR_MINUTES,
  DELETE_LATE,
  DELETE_RECENT,
  DELETE_SOME,
  FOLD_CAMPAIGN,
  LOCK,
  MAX_CLEARED,
  MAX_TAKEN,
  MINUTES_START,
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
  /** Keys of the last rows of counts from elsewhere that were taken out, without the campaign. */
  minutes_to: string[] | null;
  breakdowns_to: string[] | null;
}

/** What was taken out of what was counted elsewhere, and up to where. */
interface Streamed {
  count: number;
  isDone: boolean;
  minutesTo: string[] | null;
  breakdownsTo: string[] | null;
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
      const streamed = deleted === 0 ? await takeStreamed(client, deletion) : { count: 0, isDone: false, minutesTo: deletion.minutes_to, breakdownsTo: deletion.breakdowns_to };
      // In the same transaction as the last look for events: if it fails, all of it is done again.
      const advanced = await client.query<Row>(ADVANCE, [campaignId, deleted + streamed.count, streamed.isDone ? new Date(now) : null, streamed.minutesTo, streamed.breakdownsTo]);
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
 * Takes out what was counted elsewhere, and clears away. It is done when there was less than is taken at once: what the stream adds meanwhile is
 * what came after it was asked for, and would keep it from ever ending. Minutes and breakdowns grow while others are taken out, and should
 * lose the same: so at the end there is a step that looks at all of them, from the beginning, in one transaction.
 */
async function takeStreamed(client: PoolClient, { campaign_id: campaignId, cutoff, minutes_to: minutesFrom, breakdowns_to: breakdownsFrom }: Row): Promise<Streamed> {
  const taken = await takeBehind(client, campaignId, minutesFrom, breakdownsFrom);
  if (!taken.isDone) return taken;
  const recent = await client.query(DELETE_RECENT, [campaignId, cutoff]);
  const late = await client.query(DELETE_LATE, [campaignId, cutoff]);
  const isTidy = recent.rowCount! < MAX_TAKEN && late.rowCount! < MAX_TAKEN && (await tidy(client, campaignId));
  const isFromBeginning = minutesFrom === null && breakdownsFrom === null;
  return isTidy && !isFromBeginning ? { count: taken.count, isDone: false, minutesTo: null, breakdownsTo: null } : { ...taken, isDone: isTidy };
}

/** Behind those positions, or all. */
async function takeBehind(client: PoolClient, campaignId: string, minutesFrom: string[] | null, breakdownsFrom: string[] | null): Promise<Streamed> {
  const minutes = await client.query<{ taken: number; last: string[] | null; count: number; emptied: string[] }>(TAKE_STREAMED_MINUTES, [campaignId, ...(minutesFrom ?? MINUTES_START)]);
  const { taken, last, count, emptied } = minutes.rows[0]!;
  const minutesTo = last ?? minutesFrom;
  if (emptied.length > 0) await client.query(CLEAR_MINUTES, [campaignId, emptied]);
  if (taken === MAX_TAKEN) return { count, isDone: false, minutesTo, breakdownsTo: breakdownsFrom };
  const breakdowns = await client.query<{ taken: number; last: string[] | null }>(TAKE_STREAMED_BREAKDOWNS, [campaignId, ...(breakdownsFrom ?? BREAKDOWNS_START)]);
  const [detail] = breakdowns.rows;
  return { count, isDone: detail!.taken < MAX_TAKEN, minutesTo, breakdownsTo: detail!.last ?? breakdownsFrom };
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
