import type { Pool } from 'pg';
import { newRowIds } from '../../../platform/postgres/row-ids.ts';
import { textArray } from '../../../platform/postgres/text-array.ts';
import type { RecentEvents } from '../../application/streaming-ports.ts';
import { storing } from './storing.ts';

/** Of each campaign; some more until the next pruning. */
const KEPT = 500;

/** $1: row ids, $2: records, in their order. Metadata is what the client sent, and what only fields of their own say (ad topics). */
const ADD = `
  INSERT INTO recent_events (id, event_id, type, campaign_id, creative_id, source, occurred_at, user_id, metadata, inserted_at)
  SELECT id, event ->> 'event_id', (event ->> 'type')::event_type, event ->> 'campaign_id', event ->> 'creative_id', event ->> 'source',
         to_timestamp((event ->> 'occurred_at')::float8 / 1000), event ->> 'user_id',
         nullif(jsonb_strip_nulls(jsonb_build_object('device_type', event -> 'device_type', 'cost', event -> 'cost', 'impression_id', event -> 'impression_id'))
           || coalesce((event ->> 'metadata')::jsonb, '{}'), '{}'),
         clock_timestamp()
  FROM unnest($1::uuid[], $2::jsonb[]) AS given (id, event)
  ON CONFLICT (campaign_id, event_id) DO NOTHING`;

/** $1: campaigns. Finding the place takes reading some hundred entries of the index each. */
const PRUNE = `
  DELETE FROM recent_events AS r
  USING unnest($1::text[]) AS pruned (campaign_id),
  LATERAL (SELECT id FROM recent_events WHERE campaign_id = pruned.campaign_id COLLATE "C" ORDER BY id DESC OFFSET ${KEPT} LIMIT 1) AS newest_too_many
  WHERE r.campaign_id = pruned.campaign_id COLLATE "C" AND r.id <= newest_too_many.id`;

export class PostgresRecentEvents implements RecentEvents {
  constructor(
    private readonly pool: Pool,
    private readonly random: () => number = Math.random,
  ) {}

  async add(records: readonly string[], campaignIds: readonly string[]): Promise<void> {
    await storing(() => this.pool.query(ADD, [textArray(newRowIds(records.length)), textArray(records)]));
    // By chance, and the more likely the more came of it: a campaign is looked at once per hundred of its events, and nothing needs to be
    // remembered about it.
    const counts = new Map<string, number>();
    for (const campaignId of campaignIds) counts.set(campaignId, (counts.get(campaignId) ?? 0) + 1);
    const pruned = [...counts].filter(([, count]) => this.random() < count / 100).map(([campaignId]) => campaignId);
    if (pruned.length > 0) await storing(() => this.pool.query(PRUNE, [pruned]));
  }
}
