import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import { statsUnavailable } from '../../application/errors.ts';
import {
  type BreakdownItemView,
  type BreakdownsView,
  type BucketKey,
  type CampaignStatsReader,
  type CampaignTotalsView,
  type Dimension,
  type Granularity,
  type PointView,
  type RangeQuery,
  type SeriesQuery,
} from '../../application/ports.ts';

/** Values beyond it are left out. */
const MAX_VALUES = 50;

/** The start of the bucket that a minute lies in. */
const BUCKET = {
  minute: 'minute',
  hour: `date_trunc('hour', minute, 'UTC')`,
  day: `date_trunc('day', minute, 'UTC')`,
} as const;

const LENGTH = { minute: '1 minute', hour: '1 hour', day: '1 day' } as const;

const SUMS = `sum(impressions::float8) AS impressions, sum(clicks::float8) AS clicks, sum(spend)::float8 AS spend`;

/**
 * Devices are summed from the minutes, sources and creatives from their own table and from what is not folded into it yet:
 * one statement sees each row in one of the two.
 */
const BREAKDOWNS = `
  WITH part AS (
    SELECT 'device' AS dimension, device_type AS value, impressions, clicks, spend FROM minute_stats
    WHERE campaign_id = $1 AND minute >= to_timestamp($2) AND minute < to_timestamp($3)
    UNION ALL
    SELECT dimension, value, impressions, clicks, spend FROM minute_breakdowns
    WHERE campaign_id = $1 AND dimension IN ('source', 'creative') AND minute >= to_timestamp($2) AND minute < to_timestamp($3)
    UNION ALL
    SELECT entry.dimension, entry.value, impressions, clicks, spend
    FROM breakdown_inbox, LATERAL (VALUES ('source', source), ('creative', creative_id)) AS entry (dimension, value)
    WHERE campaign_id = $1 AND minute >= to_timestamp($2) AND minute < to_timestamp($3)
  ), total AS (
    SELECT dimension, value, ${SUMS} FROM part GROUP BY dimension, value
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY dimension ORDER BY impressions + clicks DESC, value COLLATE "C") AS place FROM total
    WHERE impressions <> 0 OR clicks <> 0
  )
  SELECT dimension, value, impressions, clicks, spend FROM ranked WHERE place <= ${MAX_VALUES}
  ORDER BY impressions DESC, clicks DESC, value COLLATE "C"`;

export class PostgresCampaignStatsReader implements CampaignStatsReader {
  constructor(private readonly pool: Pool) {}

  async points({ campaignId, from, to, granularity }: SeriesQuery): Promise<PointView[]> {
    const rows = await this.read<PointRow>({
      name: `points-${granularity}`,
      text: `
        SELECT date_part('epoch', ${BUCKET[granularity]}) * 1000 AS ts, ${SUMS} FROM minute_stats
        WHERE campaign_id = $1 AND minute >= to_timestamp($2) AND minute < to_timestamp($3)
        GROUP BY ${BUCKET[granularity]} ORDER BY 1`,
      values: [campaignId, from / 1000, to / 1000],
    });
    return rows;
  }

  async buckets(keys: readonly BucketKey[], granularity: Granularity): Promise<(PointView & BucketKey)[]> {
    if (keys.length === 0) return [];
    const rows = await this.read<PointRow & { campaign_id: string }>({
      name: `buckets-${granularity}`,
      text: `
        SELECT asked.campaign_id, asked.ts * 1000 AS ts, ${SUMS}
        FROM unnest($1::text[], $2::float8[]) AS asked (campaign_id, ts)
        JOIN minute_stats AS m ON m.campaign_id = asked.campaign_id COLLATE "C"
          AND m.minute >= to_timestamp(asked.ts) AND m.minute < to_timestamp(asked.ts) + interval '${LENGTH[granularity]}'
        GROUP BY 1, asked.ts`,
      values: [keys.map(({ campaignId }) => campaignId), keys.map(({ ts }) => ts / 1000)],
    });
    return rows.map(withCampaign);
  }

  async minutes(ranges: readonly RangeQuery[]): Promise<(PointView & BucketKey)[]> {
    if (ranges.length === 0) return [];
    const rows = await this.read<PointRow & { campaign_id: string }>({
      name: 'minutes',
      text: `
        SELECT m.campaign_id, date_part('epoch', m.minute) * 1000 AS ts, ${SUMS}
        FROM unnest($1::text[], $2::float8[], $3::float8[]) AS asked (campaign_id, first, after)
        JOIN minute_stats AS m ON m.campaign_id = asked.campaign_id COLLATE "C" AND m.minute >= to_timestamp(first) AND m.minute < to_timestamp(after)
        GROUP BY m.campaign_id, m.minute`,
      values: rangeArrays(ranges),
    });
    return rows.map(withCampaign);
  }

  async breakdowns({ campaignId, from, to }: RangeQuery): Promise<BreakdownsView> {
    const rows = await this.read<BreakdownItemView & { dimension: Dimension }>({
      name: 'breakdowns',
      text: BREAKDOWNS,
      values: [campaignId, from / 1000, to / 1000],
    });
    const breakdowns: BreakdownsView = { device: [], source: [], creative: [] };
    for (const { dimension, ...item } of rows) breakdowns[dimension].push(item);
    return breakdowns;
  }

  async sums(ranges: readonly RangeQuery[]): Promise<CampaignTotalsView[]> {
    if (ranges.length === 0) return [];
    const rows = await this.read<{ impressions: number | null; clicks: number | null; spend: number | null }>({
      name: 'sums',
      text: `
        SELECT sums.* FROM unnest($1::text[], $2::float8[], $3::float8[]) WITH ORDINALITY AS asked (campaign_id, first, after, place),
        LATERAL (
          SELECT ${SUMS} FROM minute_stats AS m
          WHERE m.campaign_id = asked.campaign_id COLLATE "C" AND m.minute >= to_timestamp(first) AND m.minute < to_timestamp(after)
        ) AS sums ORDER BY place`,
      values: rangeArrays(ranges),
    });
    return rows.map((row, place) => ({ campaignId: ranges[place]!.campaignId, impressions: row.impressions ?? 0, clicks: row.clicks ?? 0, spend: row.spend ?? 0 }));
  }

  private async read<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw statsUnavailable(error);
    }
  }
}

/** Campaigns, and the limits in seconds. */
function rangeArrays(ranges: readonly RangeQuery[]): unknown[] {
  return [ranges.map(({ campaignId }) => campaignId), ranges.map(({ from }) => from / 1000), ranges.map(({ to }) => to / 1000)];
}

interface PointRow {
  ts: number;
  impressions: number;
  clicks: number;
  spend: number;
}

function withCampaign({ campaign_id: campaignId, ts, impressions, clicks, spend }: PointRow & { campaign_id: string }): PointView & BucketKey {
  return { campaignId, ts, impressions, clicks, spend };
}
