import type { Pool } from 'pg';
import { textArray } from '../../../platform/postgres/text-array.ts';
import type { CampaignMinute, EventsAside, LateEvents } from '../../application/streaming-ports.ts';
import { storing } from './storing.ts';

const ARE_COUNTED = `
  SELECT EXISTS (
    SELECT FROM streamed_minutes AS s
    WHERE s.campaign_id = asked.campaign_id COLLATE "C" AND s.minute = to_timestamp(asked.seconds) AND s.device_type = asked.device_type COLLATE "C"
  ) AS is_counted
  FROM unnest($1::text[], $2::float8[], $3::text[]) WITH ORDINALITY AS asked (campaign_id, seconds, device_type, place) ORDER BY place`;

/** As many as anybody wants to know of. */
const COUNTED_UP_TO = 10_001;

/**
 * One that was counted here before is not put aside, though its minute has been counted elsewhere since. Only events of one door are ever
 * counted here: an id means another event at each.
 */
const PUT_ASIDE = `
  INSERT INTO late_events (door, event_id, campaign_id, occurred_at, record)
  SELECT record ->> 'door', record ->> 'event_id', record ->> 'campaign_id', to_timestamp((record ->> 'occurred_at')::float8 / 1000), record
  FROM unnest($1::jsonb[]) AS record
  WHERE record ->> 'door' <> 'events' OR NOT EXISTS (SELECT FROM events_raw WHERE event_id = (record ->> 'event_id') COLLATE "C")
  ORDER BY 1, 2
  ON CONFLICT DO NOTHING`;

export class PostgresLateEvents implements LateEvents, EventsAside {
  constructor(private readonly pool: Pool) {}

  async areCounted(minutes: readonly (CampaignMinute & { deviceType: string })[]): Promise<boolean[]> {
    const values = [textArray(minutes.map(({ campaignId }) => campaignId)), minutes.map(({ minute }) => minute / 1000), textArray(minutes.map(({ deviceType }) => deviceType))];
    const { rows } = await storing(() => this.pool.query<{ is_counted: boolean }>(ARE_COUNTED, values));
    return rows.map((row) => row.is_counted);
  }

  async putAside(records: readonly string[]): Promise<void> {
    await storing(() => this.pool.query(PUT_ASIDE, [textArray(records)]));
  }

  async count(): Promise<number> {
    const { rows } = await storing(() => this.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM (SELECT FROM late_events LIMIT ${COUNTED_UP_TO}) AS first`));
    return rows[0]!.count;
  }
}
