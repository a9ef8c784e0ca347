import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import { statsUnavailable } from '../../application/errors.ts';
import type { MinuteStatsReader, SeriesQuery, StatsPointView, TotalsSnapshot } from '../../application/ports.ts';
import { TransactionSnapshot } from './transaction-snapshot.ts';

const [MINUS, ZERO, NINE] = ['-', '0', '9'].map((character) => character.charCodeAt(0)) as [number, number, number];

const BUCKETS = {
  minute: 'minute',
  hour: `date_trunc('hour', minute, 'UTC')`,
  day: `date_trunc('day', minute, 'UTC')`,
} as const;

/**
 * The whole series in one value, `seconds,impressions,clicks;…`: taking 1,440 points apart costs this process 0.1 ms,
 * where 1,440 rows cost it 1.5 ms and three arrays 1.7 ms, during which it could do nothing else. The aggregate takes
 * the rows as the inner query has ordered them.
 *
 * Summed as doubles, exact up to 2⁵³ like every number in JSON: sums of bigint are made by way of decimals, which took
 * a sixth of the query's time.
 */
function seriesSql(bucket: string): string {
  return `
    SELECT string_agg(date_part('epoch', ts) || ',' || impressions || ',' || clicks || ';', '') AS points
    FROM (
      SELECT ${bucket} AS ts, sum(impressions::float8)::bigint AS impressions, sum(clicks::float8)::bigint AS clicks
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
    FROM minute_stats GROUP BY campaign_id HAVING sum(impressions + clicks) > 0
  ) AS total`;

interface TotalsRow {
  snapshot: string;
  campaigns: [campaignId: string, impressions: number, clicks: number, spend: number][];
}

export class PostgresMinuteStatsReader implements MinuteStatsReader {
  constructor(private readonly pool: Pool) {}

  async series({ campaignId, from, to, granularity }: SeriesQuery): Promise<StatsPointView[]> {
    const rows = await this.read<{ points: string | null }>({
      name: `series-${granularity}`,
      text: seriesSql(BUCKETS[granularity]),
      values: [campaignId, from / 1000, to / 1000],
    });
    return parsePoints(rows[0]!.points ?? '');
  }

  async totals(): Promise<TotalsSnapshot> {
    const rows = await this.read<TotalsRow>({ text: TOTALS });
    const { snapshot, campaigns } = rows[0]!;
    const transactions = TransactionSnapshot.parse(snapshot);
    return {
      campaigns: campaigns.map(([campaignId, impressions, clicks, spend]) => ({ campaignId, impressions, clicks, spend })),
      covers: (commit) => transactions.sees(BigInt(commit)),
    };
  }

  private async read<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(query)).rows;
    } catch (error) {
      throw statsUnavailable(error);
    }
  }
}

/** Reads digit by digit: splitting makes six short-lived objects of every point and takes three times as long. */
function parsePoints(text: string): StatsPointView[] {
  const points: StatsPointView[] = [];
  let at = 0;
  function number(): number {
    const isNegative = text.charCodeAt(at) === MINUS;
    if (isNegative) at += 1;
    let value = 0;
    for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(at)) {
      value = value * 10 + code - ZERO;
      at += 1;
    }
    at += 1; // The separator.
    return isNegative ? -value : value;
  }
  while (at < text.length) points.push({ ts: number() * 1000, impressions: number(), clicks: number() });
  return points;
}
