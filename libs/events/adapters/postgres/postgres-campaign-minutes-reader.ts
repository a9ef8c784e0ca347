import type { Pool } from 'pg';
import { statsUnavailable } from '../../application/errors.ts';
import type { CampaignMinutesReader, CampaignMinutesView, StatsPointView } from '../../application/ports.ts';
import { campaignsWithMinutes } from './campaigns-with-minutes.sql.ts';

const BUSIEST = `${campaignsWithMinutes()}, busiest AS (
    SELECT campaign_id, impressions FROM campaign, LATERAL (
      SELECT sum(m.impressions::float8) AS impressions, sum(m.clicks::float8) AS clicks FROM minute_stats AS m
      WHERE m.campaign_id = campaign.campaign_id AND m.minute >= to_timestamp($1) AND m.minute < to_timestamp($2)
    ) AS sums
    WHERE impressions + clicks > 0
    ORDER BY impressions DESC, campaign_id LIMIT $3
  )
  SELECT campaign_id, date_part('epoch', minute) * 1000 AS ts, sum(m.impressions::float8) AS impressions, sum(m.clicks::float8) AS clicks
  FROM busiest JOIN minute_stats AS m USING (campaign_id)
  WHERE m.minute >= to_timestamp($1) AND m.minute < to_timestamp($2)
  GROUP BY campaign_id, minute, busiest.impressions
  ORDER BY busiest.impressions DESC, campaign_id, minute`;

/** The walk over the campaigns stops when there are enough. */
const NEXT = `${campaignsWithMinutes('campaign_id > $3')}
  SELECT campaign_id AS "campaignId", past.minutes
  FROM campaign, LATERAL (
    SELECT json_agg(json_build_array(date_part('epoch', minute), impressions, clicks)) AS minutes FROM (
      SELECT m.minute, sum(m.impressions) AS impressions, sum(m.clicks) AS clicks FROM minute_stats AS m
      WHERE m.campaign_id = campaign.campaign_id AND m.minute >= to_timestamp($1) AND m.minute < to_timestamp($2)
      GROUP BY m.minute
    ) AS each
  ) AS past
  WHERE past.minutes IS NOT NULL
  LIMIT $4`;

interface Row {
  campaign_id: string;
  ts: number;
  impressions: number;
  clicks: number;
}

export class PostgresCampaignMinutesReader implements CampaignMinutesReader {
  constructor(private readonly pool: Pool) {}

  async busiest({ from, to, limit }: { from: number; to: number; limit: number }): Promise<CampaignMinutesView[]> {
    try {
      return byCampaign((await this.pool.query<Row>({ name: 'busiest', text: BUSIEST, values: [from / 1000, to / 1000, limit] })).rows);
    } catch (error) {
      throw statsUnavailable(error);
    }
  }

  async next({ from, to, after = '', limit }: { from: number; to: number; after: string | undefined; limit: number }): Promise<CampaignMinutesView[]> {
    try {
      const { rows } = await this.pool.query<{ campaignId: string; minutes: [number, number, number][] }>({ name: 'next-campaigns', text: NEXT, values: [from / 1000, to / 1000, after, limit] });
      return rows.map(({ campaignId, minutes }) => ({ campaignId, minutes: minutes.map(toPoint) }));
    } catch (error) {
      throw statsUnavailable(error);
    }
  }
}

function toPoint([seconds, impressions, clicks]: [number, number, number]): StatsPointView {
  return { ts: seconds * 1000, impressions, clicks };
}

/** @param rows those of each campaign together */
function byCampaign(rows: readonly Row[]): CampaignMinutesView[] {
  const campaigns: CampaignMinutesView[] = [];
  for (const { campaign_id: campaignId, ...point } of rows) {
    let last = campaigns.at(-1);
    if (last?.campaignId !== campaignId) {
      last = { campaignId, minutes: [] };
      campaigns.push(last);
    }
    last.minutes.push(point);
  }
  return campaigns;
}
