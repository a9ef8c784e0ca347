import type { Pool } from 'pg';
import type { AppendResult, EventStore } from '../../application/ports.ts';
import { eventRefused, eventStoreUnavailable } from '../../application/errors.ts';
import type { AdEvent } from '../../domain/ad-event.ts';
import { APPEND_EVENTS } from './append-events.sql.ts';
import { newRowIds } from '../../../platform/postgres/row-ids.ts';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { textArray } from '../../../platform/postgres/text-array.ts';

interface AppendRow {
  commit: string;
  epoch: number;
  stored_count: number;
  stored_ids: string[] | null;
}

const ATTEMPTS = 5;

/** {@link EventStore} in PostgreSQL: the unique index on event_id is the truth about duplicates. */
export class PostgresEventStore implements EventStore {
  constructor(private readonly pool: Pool) {}

  async append(events: readonly AdEvent[]): Promise<AppendResult> {
    const sorted = [...events].sort((a, b) => (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0));
    const { commit, epoch, ...row } = await this.run(appendParameters(sorted));
    if (row.stored_count === events.length) return { stored: events.map(() => true), commit, epoch };
    const ids = new Set(row.stored_ids);
    return { stored: events.map((event) => ids.has(event.eventId)), commit, epoch };
  }

  async epoch(): Promise<number> {
    try {
      const { rows } = await this.pool.query<{ epoch: number }>({ name: 'deletion-epoch', text: 'SELECT epoch::float8 FROM deletion_epoch' });
      return rows[0]!.epoch;
    } catch (error) {
      throw eventStoreUnavailable(error);
    }
  }

  private async run(values: string[]): Promise<AppendRow> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { rows } = await this.pool.query<AppendRow>({ name: 'append-events', text: APPEND_EVENTS, values });
        return rows[0]!;
      } catch (error) {
        const code = sqlState(error);
        if ((code === '40P01' || code === '40001') && attempt < ATTEMPTS) continue;
        // Class 22: the value does not fit its type. 23: it breaks a constraint. 54: it exceeds a limit of the server.
        if (/^(22|23|54)/.test(code)) throw eventRefused(error);
        throw eventStoreUnavailable(error);
      }
    }
  }
}

/** Parameters of {@link APPEND_EVENTS}: a column each, of events sorted by event id. */
function appendParameters(events: readonly AdEvent[]): string[] {
  return [
    textArray(newRowIds(events.length)),
    textArray(events.map((event) => event.eventId)),
    textArray(events.map((event) => event.type)),
    textArray(events.map((event) => event.campaignId)),
    textArray(events.map((event) => event.creativeId)),
    textArray(events.map((event) => event.source)),
    `{${events.map((event) => event.occurredAt / 1000).join()}}`,
    textArray(events.map((event) => event.userId)),
    textArray(events.map((event) => event.metadata)),
  ];
}
