import type { Pool, QueryResultRow } from 'pg';
import { statsUnavailable } from '../../application/errors.ts';
import type { DeviceEngagementReader, DeviceEngagementView } from '../../application/ports.ts';
import { DEVICE } from './append-events.sql.ts';
import { campaignsWithMinutes } from './campaigns-with-minutes.sql.ts';

/** What claims to have happened later than it came, by more than this, counts for no user: the clock it was made by is wrong. */
const AHEAD_MS = 2 * 60_000;

/** Grouped for each campaign, so that it is looked up for each: joined as a whole, all minutes there ever were would be read. */
const COUNTED = `
    SELECT own.* FROM campaign, LATERAL (
      SELECT m.minute, m.device_type, sum(m.impressions) AS impressions, sum(m.clicks) AS clicks FROM minute_stats AS m
      WHERE m.campaign_id = campaign.campaign_id AND m.minute >= to_timestamp($1) AND m.minute < to_timestamp($2)
      GROUP BY m.minute, m.device_type
    ) AS own`;

const COUNTS = `${campaignsWithMinutes()}
  SELECT date_part('epoch', minute) * 1000 AS minute, device_type AS "deviceType", sum(impressions)::float8 AS impressions, sum(clicks)::float8 AS clicks
  FROM (${COUNTED}) AS counted GROUP BY 1, 2`;

/**
 * Row ids begin with the time of arrival, so the primary key leads to what has come since shortly before the minute. A click is joined to
 * its impression by the unique index on event_id, whenever that came, and counts under its own type of device, as everywhere else: the
 * streaming pipeline takes the impression's only for the clicks of ad servers, which name none.
 */
const OF_MINUTE = `${campaignsWithMinutes()}, counted AS (
    SELECT device_type, sum(impressions) AS impressions, sum(clicks) AS clicks FROM (${COUNTED}) AS each GROUP BY device_type
  ), seen AS MATERIALIZED (
    SELECT type, ${DEVICE} AS device_type, user_id, occurred_at, metadata ->> 'impression_id' AS impression_id FROM events_raw
    WHERE id >= $3 AND occurred_at >= to_timestamp($1) AND occurred_at < to_timestamp($2)
  ), attributed AS MATERIALIZED (
    SELECT click.device_type, click.occurred_at - impression.occurred_at AS time
    FROM seen AS click JOIN events_raw AS impression ON impression.event_id = click.impression_id
    WHERE click.type = 'click' AND click.impression_id <> '' AND impression.type = 'impression'
      AND click.occurred_at BETWEEN impression.occurred_at AND impression.occurred_at + interval '30 minutes'
  ), person AS (
    SELECT device_type, count(DISTINCT user_id) AS users FROM seen GROUP BY device_type
  ), delay AS (
    SELECT device_type, avg(extract(epoch FROM time) * 1000)::float8 AS mean FROM attributed GROUP BY device_type
  )
  SELECT device_type AS "deviceType", coalesce(impressions, 0)::float8 AS impressions, coalesce(clicks, 0)::float8 AS clicks,
         coalesce(users, 0)::float8 AS users, mean AS "meanTimeToClickMs"
  FROM counted FULL JOIN person USING (device_type) FULL JOIN delay USING (device_type)`;

export class PostgresDeviceEngagementReader implements DeviceEngagementReader {
  constructor(private readonly pool: Pool) {}

  counts(from: number, to: number): Promise<{ minute: number; deviceType: string; impressions: number; clicks: number }[]> {
    return this.read('device-counts', COUNTS, [from / 1000, to / 1000]);
  }

  ofMinute(minute: number): Promise<DeviceEngagementView[]> {
    return this.read('device-engagement', OF_MINUTE, [minute / 1000, minute / 1000 + 60, firstIdOf(minute - AHEAD_MS)]);
  }

  private async read<Row extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>({ name, text, values })).rows;
    } catch (error) {
      throw statsUnavailable(error);
    }
  }
}

/** Below all row ids that are made at this time or later. */
function firstIdOf(time: number): string {
  const hex = Math.max(0, time).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
