import type { Pool } from 'pg';
import { pipelineUnavailable } from '../../application/errors.ts';
import type { WatchLease } from '../../application/ports.ts';

/** Leases last by the database's clock, which is one for all. */
const TAKE = `
  UPDATE pipeline_watch SET owner = $1, lease_until = now() + $2 * interval '1 millisecond'
  WHERE owner = $1 OR owner IS NULL OR lease_until < now()
  RETURNING date_part('epoch', judged_until) * 1000 AS "judgedUntil"`;

export class PostgresWatchLease implements WatchLease {
  constructor(private readonly pool: Pool) {}

  async take(owner: string, leaseMs: number): Promise<{ judgedUntil: number | null } | undefined> {
    return (await this.query<{ judgedUntil: number | null }>(TAKE, [owner, leaseMs]))[0];
  }

  async judged(owner: string, until: number): Promise<void> {
    await this.query('UPDATE pipeline_watch SET judged_until = to_timestamp($2) WHERE owner = $1', [owner, until / 1000]);
  }

  async release(owner: string): Promise<void> {
    await this.query('UPDATE pipeline_watch SET owner = NULL, lease_until = NULL WHERE owner = $1', [owner]);
  }

  private async query<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw pipelineUnavailable(error);
    }
  }
}
