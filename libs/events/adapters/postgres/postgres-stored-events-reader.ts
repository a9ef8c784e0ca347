import type { Pool } from 'pg';
import { statsUnavailable } from '../../application/errors.ts';
import type { StoredEventsReader, StoredEventView } from '../../application/ports.ts';

interface Row {
  id: string;
  event_id: string;
  type: StoredEventView['type'];
  creative_id: string | null;
  source: string;
  user_id: string | null;
  metadata: unknown;
  is_shortened: boolean | null;
  occurred_at: Date;
  inserted_at: Date;
}

/** Metadata may take 256 KB, and a page shows fifty events: of long ones only the keys that have a meaning are read. */
const METADATA = `CASE WHEN length(metadata::text) <= 2000 THEN metadata ELSE jsonb_strip_nulls(jsonb_build_object(
  'device_type', metadata -> 'device_type', 'browser', metadata -> 'browser', 'cost', metadata -> 'cost',
  'impression_id', metadata -> 'impression_id')) END AS metadata, length(metadata::text) > 2000 AS is_shortened`;

type Table = 'events_raw' | 'recent_events';

const newestOf = (table: Table): string => `
  (SELECT id, event_id, type, creative_id, source, user_id, ${METADATA}, occurred_at, inserted_at FROM ${table}
   WHERE campaign_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3)`;

const lastOf = (table: Table): string => `(SELECT id, inserted_at FROM ${table} WHERE campaign_id = asked.campaign_id COLLATE "C" ORDER BY id DESC LIMIT 1)`;

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Reads the events that were counted here, and the newest of those that were counted elsewhere; a table that has none is no trouble. */
export class PostgresStoredEventsReader implements StoredEventsReader {
  constructor(private readonly pool: Pool) {}

  async newest({ campaignId, limit, before }: { campaignId: string; limit: number; before?: string | undefined }): Promise<StoredEventView[]> {
    try {
      const { rows } = await this.pool.query<Row>({
        name: 'newest-events',
        text: `${newestOf('events_raw')} UNION ALL ${newestOf('recent_events')} ORDER BY id DESC LIMIT $3`,
        values: [campaignId, before ?? LAST_ID, limit],
      });
      return rows.map((row) => ({
        id: row.id,
        eventId: row.event_id,
        type: row.type,
        creativeId: row.creative_id,
        source: row.source,
        userId: row.user_id,
        metadata: row.metadata,
        isShortened: row.is_shortened === true,
        occurredAt: row.occurred_at.getTime(),
        receivedAt: row.inserted_at.getTime(),
      }));
    } catch (error) {
      throw statsUnavailable(error);
    }
  }

  async lastArrivals(campaignIds: readonly string[]): Promise<Map<string, number>> {
    try {
      const { rows } = await this.pool.query<{ campaign_id: string; at: Date }>({
        name: 'last-arrivals',
        text: `
          SELECT asked.campaign_id, last.inserted_at AS at FROM unnest($1::text[]) AS asked (campaign_id),
          LATERAL (${lastOf('events_raw')} UNION ALL ${lastOf('recent_events')} ORDER BY id DESC LIMIT 1) AS last`,
        values: [campaignIds],
      });
      return new Map(rows.map((row) => [row.campaign_id, row.at.getTime()]));
    } catch (error) {
      throw statsUnavailable(error);
    }
  }
}
