import type { Pool } from 'pg';
import type { BreakdownInbox } from '../../application/ports.ts';

/** Entries folded in one transaction: some tens of milliseconds. */
const MAX_ENTRIES = 20_000;

/** Any number that no other advisory lock of ours has. */
const FOLDING = 7_301_001;

/**
 * Takes entries out and adds them to their minutes, in one statement. Rows are upserted in primary key order. Minutes whose
 * events were all deleted stay as zeros until the deletion ends.
 */
const FOLD = `
  WITH taken AS (
    DELETE FROM breakdown_inbox WHERE ctid = ANY (ARRAY(SELECT ctid FROM breakdown_inbox LIMIT ${MAX_ENTRIES}))
    RETURNING campaign_id, minute, source, creative_id, impressions, clicks, spend
  ), entry AS (
    SELECT campaign_id, 'source' AS dimension, minute, source AS value, impressions, clicks, spend FROM taken
    UNION ALL
    SELECT campaign_id, 'creative', minute, creative_id, impressions, clicks, spend FROM taken
  ), folded AS (
    INSERT INTO minute_breakdowns AS m (campaign_id, dimension, minute, value, impressions, clicks, spend)
    SELECT campaign_id, dimension, minute, value COLLATE "C", sum(impressions), sum(clicks), sum(spend)
    FROM entry GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (campaign_id, dimension, minute, value) DO UPDATE
    SET impressions = m.impressions + excluded.impressions,
        clicks = m.clicks + excluded.clicks,
        spend = m.spend + excluded.spend
  )
  SELECT count(*)::int AS taken FROM taken`;

export class PostgresBreakdownInbox implements BreakdownInbox {
  constructor(private readonly pool: Pool) {}

  async fold(): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      // One process at a time: two would only wait for each other's rows. Whoever has the lock does the work of all.
      const { rows: locks } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS free', [FOLDING]);
      const { rows } = locks[0]!.free ? await client.query<{ taken: number }>(FOLD) : { rows: [{ taken: 0 }] };
      await client.query('COMMIT');
      client.release();
      return rows[0]!.taken === MAX_ENTRIES;
    } catch (error) {
      // Closing the connection rolls back, whatever state it is in.
      client.release(true);
      throw error;
    }
  }
}
