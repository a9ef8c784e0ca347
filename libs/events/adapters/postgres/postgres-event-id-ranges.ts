import type { Pool, QueryResultRow } from 'pg';
import { eventStoreUnavailable } from '../../application/errors.ts';
import type { EventIdRanges } from '../../application/ports.ts';

/** {@link EventIdRanges} by the unique index on event_id, whose column compares byte by byte. */
export class PostgresEventIdRanges implements EventIdRanges {
  constructor(private readonly pool: Pool) {}

  async count(from: string, to: string): Promise<{ impressions: number; clicks: number }> {
    const [row] = await this.read<{ impressions: number; clicks: number }>(
      `SELECT count(*) FILTER (WHERE type = 'impression')::int AS impressions, count(*) FILTER (WHERE type = 'click')::int AS clicks
       FROM events_raw WHERE event_id >= $1 AND event_id < $2`,
      [from, to],
    );
    return row!;
  }

  async highest(from: string, to: string): Promise<string | undefined> {
    const [row] = await this.read<{ event_id: string }>('SELECT event_id FROM events_raw WHERE event_id >= $1 AND event_id < $2 ORDER BY event_id DESC LIMIT 1', [from, to]);
    return row?.event_id;
  }

  private async read<Row extends QueryResultRow>(text: string, values: string[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw eventStoreUnavailable(error);
    }
  }
}
