import type { Pool } from 'pg';
import type { MinuteStatsReader, SeriesQuery, StatsPointView, TotalsSnapshot } from '../../application/ports.ts';
import { TransactionSnapshot } from './transaction-snapshot.ts';

const SERIES = {
  minute: `date_part('epoch', minute)`,
  hour: `date_part('epoch', date_trunc('hour', minute, 'UTC'))`,
  day: `date_part('epoch', date_trunc('day', minute, 'UTC'))`,
} as const;

// Columns come back as three arrays: one row with 1,440 elements costs the driver a third of 1,440 rows.
function seriesSql(bucket: string): string {
  return `
    SELECT array_agg(ts) AS ts, array_agg(impressions) AS impressions, array_agg(clicks) AS clicks
    FROM (
      SELECT ${bucket} AS ts, sum(impressions)::float8 AS impressions, sum(clicks)::float8 AS clicks
      FROM minute_stats
      WHERE campaign_id = $1 AND minute >= to_timestamp($2) AND minute < to_timestamp($3)
      GROUP BY 1 ORDER BY 1
    ) AS point`;
}

const TOTALS = `
  SELECT pg_current_snapshot()::text AS snapshot,
         coalesce(json_agg(json_build_array(campaign_id, impressions, clicks, spend)), '[]') AS campaigns
  FROM (
    SELECT campaign_id, sum(impressions) AS impressions, sum(clicks) AS clicks, sum(spend) AS spend
    FROM minute_stats GROUP BY campaign_id
  ) AS total`;

interface SeriesRow {
  ts: number[] | null;
  impressions: number[] | null;
  clicks: number[] | null;
}

interface TotalsRow {
  snapshot: string;
  campaigns: [campaignId: string, impressions: number, clicks: number, spend: number][];
}

export class PostgresMinuteStatsReader implements MinuteStatsReader {
  constructor(private readonly pool: Pool) {}

  async series({ campaignId, from, to, granularity }: SeriesQuery): Promise<StatsPointView[]> {
    const { rows } = await this.pool.query<SeriesRow>({
      name: `series-${granularity}`,
      text: seriesSql(SERIES[granularity]),
      values: [campaignId, from / 1000, to / 1000],
    });
    const { ts, impressions, clicks } = rows[0]!;
    return (ts ?? []).map((seconds, index) => ({
      ts: seconds * 1000,
      impressions: impressions![index]!,
      clicks: clicks![index]!,
    }));
  }

  async totals(): Promise<TotalsSnapshot> {
    const { rows } = await this.pool.query<TotalsRow>(TOTALS);
    const { snapshot, campaigns } = rows[0]!;
    const transactions = TransactionSnapshot.parse(snapshot);
    return {
      campaigns: campaigns.map(([campaignId, impressions, clicks, spend]) => ({ campaignId, impressions, clicks, spend })),
      covers: (commit) => transactions.sees(BigInt(commit)),
    };
  }
}
