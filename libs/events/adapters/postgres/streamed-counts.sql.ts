/** A table of absolute values that were counted elsewhere; its key has to sort as rows are locked. */
interface Streamed {
  table: 'streamed_minutes' | 'streamed_breakdowns';
  /** Columns of the key behind campaign and minute, as they are in the records. */
  dimensions: readonly string[];
}

const MINUTES: Streamed = { table: 'streamed_minutes', dimensions: ['device_type'] };
const BREAKDOWNS: Streamed = { table: 'streamed_breakdowns', dimensions: ['source', 'creative_id'] };

const keyOf = ({ dimensions }: Streamed): string => ['campaign_id', 'minute', ...dimensions].join(', ');

/** $1: a JSON array of records. Money stays a decimal all the way. */
function input({ dimensions }: Streamed): string {
  return `
  SELECT (record ->> 'campaign_id') COLLATE "C" AS campaign_id,
         date_trunc('minute', to_timestamp((record ->> 'minute')::float8 / 1000), 'UTC') AS minute,
         ${dimensions.map((name) => `(record ->> '${name}') COLLATE "C" AS ${name},`).join('\n         ')}
         max((record ->> 'impressions')::bigint) AS impressions,
         max((record ->> 'clicks')::bigint) AS clicks,
         max(round((record ->> 'spend')::numeric, 9)) AS spend
  FROM jsonb_array_elements($1::jsonb) AS record
  GROUP BY ${['campaign_id', 'minute', ...dimensions].map((_, index) => index + 1).join(', ')}`;
}

/** Makes rows of keys that are new, in the order of keys. Waits for others that are making the same. */
function makeRows(streamed: Streamed): string {
  const key = keyOf(streamed);
  return `
  INSERT INTO ${streamed.table} (${key}, impressions, clicks, spend)
  SELECT ${key}, 0, 0, 0 FROM (${input(streamed)}) AS input ORDER BY ${key}
  ON CONFLICT DO NOTHING`;
}

/**
 * Locks the rows in the order of keys. In a statement of its own: the next one sees what it waited for here. As a single statement with
 * ON CONFLICT DO UPDATE, two members of a group that hold the same partition for a moment would both add the same growth.
 */
function lockRows(streamed: Streamed): string {
  const key = keyOf(streamed);
  return `SELECT FROM ${streamed.table} AS s JOIN (${input(streamed)}) AS input USING (${key}) ORDER BY ${key} FOR UPDATE OF s`;
}

/** What the rows, locked by now, grow by. Nothing ever shrinks: an older record after a newer one adds nothing. */
function grow(streamed: Streamed): string {
  const key = keyOf(streamed);
  return `
  WITH grown AS (
    SELECT ${key},
           greatest(input.impressions - s.impressions, 0) AS impressions,
           greatest(input.clicks - s.clicks, 0) AS clicks,
           greatest(input.spend - s.spend, 0) AS spend
    FROM (${input(streamed)}) AS input JOIN ${streamed.table} AS s USING (${key})
    WHERE input.impressions > s.impressions OR input.clicks > s.clicks OR input.spend > s.spend
  ), noted AS (
    UPDATE ${streamed.table} AS s
    SET impressions = s.impressions + grown.impressions, clicks = s.clicks + grown.clicks, spend = s.spend + grown.spend
    FROM grown WHERE ${key.split(', ').map((column) => `s.${column} = grown.${column}`).join(' AND ')}
  )`;
}

export const MAKE_MINUTES = makeRows(MINUTES);
export const LOCK_MINUTES = lockRows(MINUTES);

/** What minutes have grown by is added where direct ingest counts, in the order in which it does. */
export const GROW_MINUTES = `${grow(MINUTES)}, counted AS (
    INSERT INTO minute_stats AS m (campaign_id, minute, device_type, impressions, clicks, spend)
    SELECT campaign_id, minute, device_type, impressions, clicks, spend FROM grown ORDER BY 1, 2, 3
    ON CONFLICT (campaign_id, minute, device_type) DO UPDATE
    SET impressions = m.impressions + excluded.impressions,
        clicks = m.clicks + excluded.clicks,
        spend = m.spend + excluded.spend
  )
  SELECT pg_current_xact_id()::text AS commit,
         (SELECT coalesce(json_agg(json_build_array(campaign_id, date_part('epoch', minute), device_type, impressions, clicks, spend)), '[]') FROM grown) AS minutes`;

export const MAKE_BREAKDOWNS = makeRows(BREAKDOWNS);
export const LOCK_BREAKDOWNS = lockRows(BREAKDOWNS);

export const GROW_BREAKDOWNS = `${grow(BREAKDOWNS)}, detailed AS (
    INSERT INTO breakdown_inbox (campaign_id, minute, source, creative_id, impressions, clicks, spend)
    SELECT campaign_id, minute, source, creative_id, impressions, clicks, spend FROM grown
  )
  SELECT DISTINCT campaign_id, date_part('epoch', minute) AS minute FROM grown`;

/** $1: a JSON array of records. */
export const COUNT_RUNS = `
  INSERT INTO streamed_runs AS r (run_id, impressions, clicks)
  SELECT (record ->> 'run_id') COLLATE "C", max((record ->> 'impressions')::bigint), max((record ->> 'clicks')::bigint)
  FROM jsonb_array_elements($1::jsonb) AS record GROUP BY 1 ORDER BY 1
  ON CONFLICT (run_id) DO UPDATE
  SET impressions = greatest(r.impressions, excluded.impressions), clicks = greatest(r.clicks, excluded.clicks)
  WHERE r.impressions < excluded.impressions OR r.clicks < excluded.clicks`;
