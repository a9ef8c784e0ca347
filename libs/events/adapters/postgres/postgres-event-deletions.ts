import type { Pool, QueryConfig } from 'pg';
import { eventStoreUnavailable } from '../../application/errors.ts';
import type { DeletionView, EventDeletions } from '../../application/ports.ts';
import { COUNTS, DEVICE } from './append-events.sql.ts';
import { sqlState } from './sql-state.ts';

/** Events deleted in one transaction: some tens of milliseconds, so that ingest hardly waits for a minute's row. */
const STEP_EVENTS = 2_000;

const VIEW = 'campaign_id, total::float8 AS total, deleted::float8 AS deleted, started_at, finished_at';

/**
 * What arrives later stays: row ids grow with time. One that is asked for again while it runs takes in what has come since;
 * one that had finished begins anew.
 */
const REQUEST = `
  WITH stored AS (
    SELECT (SELECT sum(impressions + clicks) FROM minute_stats WHERE campaign_id = $1) AS total,
           (SELECT id FROM events_raw WHERE campaign_id = $1 ORDER BY id DESC LIMIT 1) AS last_id
  )
  INSERT INTO event_deletions AS d (campaign_id, last_id, total, deleted, started_at, finished_at)
  SELECT $1, coalesce(last_id, '00000000-0000-0000-0000-000000000000'), coalesce(total, 0), 0, $2, NULL FROM stored
  ON CONFLICT (campaign_id) DO UPDATE
  SET last_id = excluded.last_id,
      total = excluded.total + CASE WHEN d.finished_at IS NULL THEN d.deleted ELSE 0 END,
      deleted = CASE WHEN d.finished_at IS NULL THEN d.deleted ELSE 0 END,
      started_at = CASE WHEN d.finished_at IS NULL THEN d.started_at ELSE excluded.started_at END,
      finished_at = NULL
  RETURNING ${VIEW}`;

/**
 * Deletes some events and takes them out of everything they were counted in, in one transaction: at every moment the sums
 * are those of the events that are left. What their breakdowns lose goes the same way as what they gain.
 */
const STEP = `
  WITH deletion AS (
    SELECT campaign_id, last_id FROM event_deletions WHERE campaign_id = $1 AND finished_at IS NULL FOR UPDATE SKIP LOCKED
  ), gone AS (
    DELETE FROM events_raw WHERE id IN (
      SELECT e.id FROM events_raw AS e JOIN deletion AS d ON e.campaign_id = d.campaign_id AND e.id <= d.last_id
      ORDER BY e.id LIMIT ${STEP_EVENTS}
    )
    RETURNING type, campaign_id, creative_id, source, occurred_at, metadata
  ), undetailed AS (
    INSERT INTO breakdown_inbox (campaign_id, minute, source, creative_id, impressions, clicks, spend)
    SELECT campaign_id, minute, source, creative_id, -impressions, -clicks, -spend FROM (
      SELECT campaign_id, date_trunc('minute', occurred_at, 'UTC'), source, coalesce(creative_id, ''), ${COUNTS}
      FROM gone GROUP BY 1, 2, 3, 4
    ) AS part (campaign_id, minute, source, creative_id, impressions, clicks, spend)
  ), part (campaign_id, minute, device_type, impressions, clicks, spend) AS (
    SELECT campaign_id, date_trunc('minute', occurred_at, 'UTC'), ${DEVICE}, ${COUNTS}
    FROM gone GROUP BY 1, 2, 3
  ), uncounted AS (
    UPDATE minute_stats AS m
    SET impressions = m.impressions - part.impressions, clicks = m.clicks - part.clicks, spend = m.spend - part.spend
    FROM part WHERE m.campaign_id = part.campaign_id AND m.minute = part.minute AND m.device_type = part.device_type COLLATE "C"
  )
  UPDATE event_deletions AS d
  SET deleted = d.deleted + (SELECT count(*) FROM gone),
      finished_at = CASE WHEN (SELECT count(*) FROM gone) < ${STEP_EVENTS} THEN $2::timestamptz END
  FROM deletion WHERE d.campaign_id = deletion.campaign_id
  RETURNING d.campaign_id, d.total::float8 AS total, d.deleted::float8 AS deleted, d.started_at, d.finished_at`;

/** Of minutes without events nothing is kept. One that is counted into at this moment is not without. */
const TIDY = [
  'DELETE FROM minute_stats WHERE campaign_id = $1 AND impressions = 0 AND clicks = 0',
  'DELETE FROM minute_breakdowns WHERE campaign_id = $1 AND impressions = 0 AND clicks = 0',
];

const ATTEMPTS = 5;

interface Row {
  campaign_id: string;
  total: number;
  deleted: number;
  started_at: Date;
  finished_at: Date | null;
}

/** {@link EventDeletions} in PostgreSQL. */
export class PostgresEventDeletions implements EventDeletions {
  constructor(private readonly pool: Pool) {}

  async request(campaignId: string, now: number): Promise<DeletionView> {
    return (await this.run({ text: REQUEST, values: [campaignId, new Date(now)] }))!;
  }

  find(campaignId: string): Promise<DeletionView | undefined> {
    return this.run({ text: `SELECT ${VIEW} FROM event_deletions WHERE campaign_id = $1`, values: [campaignId] });
  }

  async unfinished(): Promise<string[]> {
    try {
      const { rows } = await this.pool.query<{ campaign_id: string }>('SELECT campaign_id FROM event_deletions WHERE finished_at IS NULL ORDER BY started_at');
      return rows.map((row) => row.campaign_id);
    } catch (error) {
      throw eventStoreUnavailable(error);
    }
  }

  async since(time: number): Promise<DeletionView[]> {
    try {
      const text = `SELECT ${VIEW} FROM event_deletions WHERE finished_at IS NULL OR finished_at > $1 ORDER BY started_at, campaign_id`;
      return (await this.pool.query<Row>(text, [new Date(time)])).rows.map(toView);
    } catch (error) {
      throw eventStoreUnavailable(error);
    }
  }

  step(campaignId: string, now: number): Promise<DeletionView | undefined> {
    return this.run({ text: STEP, values: [campaignId, new Date(now)] });
  }

  async tidy(campaignId: string): Promise<void> {
    for (const text of TIDY) await this.run({ text, values: [campaignId] });
  }

  private async run(query: QueryConfig): Promise<DeletionView | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const [row] = (await this.pool.query<Row>(query)).rows;
        return row && toView(row);
      } catch (error) {
        // Ingest locks the same minutes, in an order that an UPDATE … FROM does not promise.
        if (sqlState(error) === '40P01' && attempt < ATTEMPTS) continue;
        throw eventStoreUnavailable(error);
      }
    }
  }
}

function toView(row: Row): DeletionView {
  return {
    campaignId: row.campaign_id,
    total: row.total,
    deleted: row.deleted,
    startedAt: row.started_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? null,
  };
}
