import type { Pool } from 'pg';
import type { CountedAppendResult, CountingEventStore } from '../../application/ports.ts';
import { eventStoreUnavailable } from '../../application/errors.ts';
import type { AdEvent } from '../../domain/ad-event.ts';
import { APPEND_EVENTS } from './append-events.sql.ts';
import { storing } from './storing.ts';
import { newRowIds } from '../../../platform/postgres/row-ids.ts';
import { textArray } from '../../../platform/postgres/text-array.ts';

interface AppendRow {
  commit: string;
  epoch: number;
  stored_count: number;
  stored_ids: string[] | null;
}

/** {@link EventStore} in PostgreSQL: the unique index on event_id is the truth about duplicates. */
export class PostgresEventStore implements CountingEventStore {
  constructor(private readonly pool: Pool) {}

  async append(events: readonly AdEvent[]): Promise<CountedAppendResult> {
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

  private run(values: string[]): Promise<AppendRow> {
    return storing(async () => (await this.pool.query<AppendRow>({ name: 'append-events', text: APPEND_EVENTS, values })).rows[0]!);
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
