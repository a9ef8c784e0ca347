import { COUNTS, DEVICE } from './append-events.sql.ts';
import { foldBreakdowns } from './fold-breakdowns.sql.ts';

/** Events deleted in one transaction: some tens of milliseconds, so that ingest hardly waits for a minute's row. */
const STEP_EVENTS = 2_000;

/** Minutes without events, of the breakdowns, cleared away in one transaction. */
export const MAX_CLEARED = 20_000;

/** Whoever deletes, or changes what is to be deleted, holds this row to the end of the transaction. */
export const LOCK = 'SELECT FROM deletion_epoch FOR UPDATE';

/**
 * Asks for what is stored now. One that is asked for again while it runs takes in what has come since; one that had finished
 * begins anew. Nothing is deleted meanwhile, so the sum of the minutes is exactly what there is to delete.
 *
 * inserted_at is rounded to milliseconds: what is stored by now may bear the next one.
 */
export const REQUEST = `
  WITH stored AS (
    SELECT (SELECT sum(impressions + clicks) FROM minute_stats WHERE campaign_id = $1) AS total,
           (SELECT id FROM events_raw WHERE campaign_id = $1 ORDER BY id DESC LIMIT 1) AS last_id
  )
  INSERT INTO event_deletions AS d (campaign_id, last_id, cutoff, total, deleted, started_at, finished_at)
  SELECT $1, coalesce(last_id, '00000000-0000-0000-0000-000000000000'),
         date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond', coalesce(total, 0), 0, $2, NULL FROM stored
  ON CONFLICT (campaign_id) DO UPDATE
  SET last_id = excluded.last_id,
      cutoff = excluded.cutoff,
      total = excluded.total + CASE WHEN d.finished_at IS NULL THEN d.deleted ELSE 0 END,
      deleted = CASE WHEN d.finished_at IS NULL THEN d.deleted ELSE 0 END,
      started_at = CASE WHEN d.finished_at IS NULL THEN d.started_at ELSE excluded.started_at END,
      finished_at = NULL,
      minutes_to = NULL,
      breakdowns_to = NULL
  RETURNING *`;

/** Until whatever begins now bears a later inserted_at than the cutoff of {@link REQUEST}. */
export const PASS_CUTOFF = 'SELECT pg_sleep(0.002)';

/**
 * Deletes some events and takes them out of everything they were counted in: at every moment the sums are those of the events that
 * are left. What their breakdowns lose goes the same way as what they gain. Minutes are locked in the order of ingest: as an
 * UPDATE … FROM, in any order, it met with a deadlock more than once in two seconds.
 *
 * $1: campaign, $2: last row id, $3: cutoff. Returns the minutes that count nothing any more, too.
 */
export const DELETE_SOME = `
  WITH gone AS (
    DELETE FROM events_raw WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM events_raw WHERE campaign_id = $1 AND id <= $2 AND inserted_at <= $3 ORDER BY id LIMIT ${STEP_EVENTS}
    ))
    RETURNING type, campaign_id, creative_id, source, occurred_at, metadata
  ), forgotten AS (
    UPDATE deletion_epoch SET epoch = epoch + 1
  ), undetailed AS (
    INSERT INTO breakdown_inbox (campaign_id, minute, source, creative_id, impressions, clicks, spend)
    SELECT campaign_id, minute, source, creative_id, -impressions, -clicks, -spend FROM (
      SELECT campaign_id, date_trunc('minute', occurred_at, 'UTC'), source, coalesce(creative_id, ''), ${COUNTS}
      FROM gone GROUP BY 1, 2, 3, 4
    ) AS part (campaign_id, minute, source, creative_id, impressions, clicks, spend)
  ), uncounted AS (
    INSERT INTO minute_stats AS m (campaign_id, minute, device_type, impressions, clicks, spend)
    SELECT campaign_id, minute, device_type, -impressions, -clicks, -spend FROM (
      SELECT campaign_id, date_trunc('minute', occurred_at, 'UTC'), ${DEVICE}, ${COUNTS}
      FROM gone GROUP BY 1, 2, 3
    ) AS part (campaign_id, minute, device_type, impressions, clicks, spend) ORDER BY 1, 2, 3
    ON CONFLICT (campaign_id, minute, device_type) DO UPDATE
    SET impressions = m.impressions + excluded.impressions,
        clicks = m.clicks + excluded.clicks,
        spend = m.spend + excluded.spend
    RETURNING minute, impressions, clicks
  )
  SELECT (SELECT count(*)::int FROM gone) AS count,
         ARRAY(SELECT DISTINCT minute::text FROM uncounted WHERE impressions = 0 AND clicks = 0) AS emptied`;

/** Rows of counts from elsewhere that are taken out in one transaction. */
export const MAX_TAKEN = 2_000;

/** Before the first row of counts from elsewhere. */
export const MINUTES_START = ['-infinity', ''];
export const BREAKDOWNS_START = ['-infinity', '', ''];

/**
 * Rows of counts from elsewhere of which not all is taken out yet, in the order in which the projector locks them. Behind what was taken
 * before: looked for from the beginning, each step would read all that earlier ones have left there.
 *
 * @param from parameters of the query
 */
function chooseStreamed(table: string, dimensions: string, from: string): string {
  return `
    SELECT campaign_id, minute, ${dimensions},
           impressions - removed_impressions AS impressions, clicks - removed_clicks AS clicks, spend - removed_spend AS spend
    FROM ${table}
    WHERE campaign_id = $1 AND (minute, ${dimensions}) > (${from})
      AND (impressions > removed_impressions OR clicks > removed_clicks OR spend > removed_spend)
    ORDER BY campaign_id, minute, ${dimensions} LIMIT ${MAX_TAKEN} FOR UPDATE`;
}

function lastChosen(dimensions: string): string {
  return `(SELECT ARRAY[minute::text, ${dimensions}] FROM chosen ORDER BY (minute, ${dimensions}) DESC LIMIT 1) AS last`;
}

/** Written down, and not deleted: what is counted elsewhere is told again and again, and only what comes to it counts from now on. */
const NOTE_REMOVED = `removed_impressions = s.removed_impressions + chosen.impressions,
        removed_clicks = s.removed_clicks + chosen.clicks,
        removed_spend = s.removed_spend + chosen.spend`;

/** Takes out what was counted elsewhere. $1: campaign, $2 and $3: behind this minute and device. Returns the minutes that count nothing any more, too. */
export const TAKE_STREAMED_MINUTES = `
  WITH chosen AS (${chooseStreamed('streamed_minutes', 'device_type', '$2::timestamptz, $3')}
  ), noted AS (
    UPDATE streamed_minutes AS s SET ${NOTE_REMOVED}
    FROM chosen WHERE s.campaign_id = chosen.campaign_id AND s.minute = chosen.minute AND s.device_type = chosen.device_type
  ), uncounted AS (
    INSERT INTO minute_stats AS m (campaign_id, minute, device_type, impressions, clicks, spend)
    SELECT campaign_id, minute, device_type, -impressions, -clicks, -spend FROM chosen ORDER BY 1, 2, 3
    ON CONFLICT (campaign_id, minute, device_type) DO UPDATE
    SET impressions = m.impressions + excluded.impressions,
        clicks = m.clicks + excluded.clicks,
        spend = m.spend + excluded.spend
    RETURNING minute, impressions, clicks
  )
  SELECT (SELECT count(*)::int FROM chosen) AS taken, ${lastChosen('device_type')},
         (SELECT coalesce(sum(impressions + clicks), 0)::float8 FROM chosen) AS count,
         ARRAY(SELECT DISTINCT minute::text FROM uncounted WHERE impressions = 0 AND clicks = 0) AS emptied`;

/** $1: campaign, $2 to $4: behind this minute, source and creative. */
export const TAKE_STREAMED_BREAKDOWNS = `
  WITH chosen AS (${chooseStreamed('streamed_breakdowns', 'source, creative_id', '$2::timestamptz, $3, $4')}
  ), noted AS (
    UPDATE streamed_breakdowns AS s SET ${NOTE_REMOVED}
    FROM chosen WHERE s.campaign_id = chosen.campaign_id AND s.minute = chosen.minute AND s.source = chosen.source AND s.creative_id = chosen.creative_id
  ), undetailed AS (
    INSERT INTO breakdown_inbox (campaign_id, minute, source, creative_id, impressions, clicks, spend)
    SELECT campaign_id, minute, source, creative_id, -impressions, -clicks, -spend FROM chosen
  )
  SELECT (SELECT count(*)::int FROM chosen) AS taken, ${lastChosen('source, creative_id')}`;

/** $1: campaign, $2: cutoff. */
export const DELETE_RECENT = deleteKept('recent_events');
export const DELETE_LATE = deleteKept('late_events');

function deleteKept(table: string): string {
  return `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE campaign_id = $1 AND inserted_at <= $2 LIMIT ${MAX_TAKEN}))`;
}

/** $1: campaign, $2: minutes of {@link DELETE_SOME}, whose rows this transaction has locked. */
export const CLEAR_MINUTES = 'DELETE FROM minute_stats WHERE campaign_id = $1 AND minute = ANY ($2::timestamptz[]) AND impressions = 0 AND clicks = 0';

export const FOLD_CAMPAIGN = foldBreakdowns('campaign_id = $1');

export const CLEAR_BREAKDOWNS = `
  DELETE FROM minute_breakdowns WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM minute_breakdowns WHERE campaign_id = $1 AND impressions = 0 AND clicks = 0 LIMIT ${MAX_CLEARED}
  ))`;

/**
 * $2: events deleted now, $3: when it ended, if it has, $4 and $5: up to where counts from elsewhere are taken out.
 * Events that were on their way when it was asked for may have come to the total.
 */
export const ADVANCE = `
  UPDATE event_deletions
  SET deleted = deleted + $2, total = greatest(total, deleted + $2), finished_at = $3, minutes_to = $4, breakdowns_to = $5
  WHERE campaign_id = $1 RETURNING *`;
