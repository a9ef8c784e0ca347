import type { Pool, PoolClient } from 'pg';
import { DomainError } from '../../../kernel/domain-error.ts';
import { campaignNotFound, simulationsUnavailable } from '../../application/errors.ts';
import { checkLimits } from '../../application/limits.ts';
import type { Asked, Lease, SimulationStore } from '../../application/ports.ts';
import { type Simulation, wantedRate, type Wish } from '../../domain/simulation.ts';
import { allColumns, ownColumns, type SimulationRow, toSimulation } from './simulation-row.ts';

const UNDER_WAY = `status IN ('running', 'restarting')`;

/** Whoever starts or changes a simulation holds this lock, so that two at once cannot both take the last of the total rate. */
const LIMITS_LOCK = 7_364_201;

const FOREIGN_KEY_VIOLATION = '23503';

export class PostgresSimulationStore implements SimulationStore {
  constructor(private readonly pool: Pool) {}

  find(campaignId: string): Promise<Simulation | undefined> {
    return this.run(async (client) => {
      if (campaignId.includes('\0')) return undefined;
      const { rows } = await client.query<SimulationRow>('SELECT * FROM simulations WHERE campaign_id = $1', [campaignId]);
      return rows[0] && toSimulation(rows[0]);
    });
  }

  begin(simulation: Simulation): Promise<boolean> {
    return this.withinLimits(simulation.campaignId, simulation.settings.rate, async (client) => {
      const columns = allColumns(simulation);
      const names = Object.keys(columns);
      const { rowCount } = await client.query(
        `INSERT INTO simulations (${names.join(', ')}, updated_at) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}, now())
         ON CONFLICT (campaign_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = now()
         WHERE NOT simulations.${UNDER_WAY}`,
        Object.values(columns),
      );
      return rowCount === 1;
    });
  }

  want(seen: Simulation, wish: Wish): Promise<boolean> {
    const write = async (client: Pool | PoolClient): Promise<boolean> => {
      const { rowCount } = await client.query(
        `UPDATE simulations SET wish = $1, wishes = wishes + 1, updated_at = now()
         WHERE campaign_id = $2 AND run_id = $3 AND wishes = $4 AND ${UNDER_WAY}`,
        [JSON.stringify(wish), seen.campaignId, seen.runId, seen.wishes],
      );
      return rowCount === 1;
    };
    return wish.stop ? this.run(write) : this.withinLimits(seen.campaignId, wish.settings.rate, write);
  }

  requestCrash(campaignId: string): Promise<boolean> {
    return this.run(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE simulations SET crash_requests = crash_requests + 1, updated_at = now() WHERE campaign_id = $1 AND status = 'running'`,
        [campaignId],
      );
      return rowCount === 1;
    });
  }

  claim({ owner, forMs }: Lease): Promise<Simulation[]> {
    return this.run(async (client) => {
      const { rows } = await client.query<SimulationRow>(
        `UPDATE simulations SET owner = $1, lease_until = now() + $2 * interval '1 ms'
         WHERE campaign_id IN (
           SELECT campaign_id FROM simulations WHERE ${UNDER_WAY} AND (owner IS NULL OR lease_until <= now()) FOR UPDATE SKIP LOCKED
         ) RETURNING *`,
        [owner, forMs],
      );
      return rows.map(toSimulation);
    });
  }

  save(simulation: Simulation, { owner, forMs }: Lease, doneWish = -1): Promise<Asked | undefined> {
    return this.run(async (client) => {
      const columns = ownColumns(simulation);
      const assignments = Object.keys(columns).map((name, index) => `${name} = $${index + 6}`);
      const { rows } = await client.query<Pick<SimulationRow, 'wish' | 'wishes' | 'crash_requests'>>(
        `UPDATE simulations SET ${assignments.join(', ')}, updated_at = now(),
           wish = CASE WHEN wishes = $5 THEN NULL ELSE wish END,
           owner = CASE WHEN $4::float8 > 0 THEN owner END,
           lease_until = CASE WHEN $4::float8 > 0 THEN now() + $4::float8 * interval '1 ms' END
         WHERE campaign_id = $1 AND run_id = $2 AND owner = $3
         RETURNING wish, wishes, crash_requests`,
        [simulation.campaignId, simulation.runId, owner, forMs, doneWish, ...Object.values(columns)],
      );
      return rows[0] && { wish: rows[0].wish, wishes: rows[0].wishes, crashRequests: rows[0].crash_requests };
    });
  }

  /** Nothing writes to one that has crashed, so it was updated when it did. An index would cost every checkpoint more than this costs. */
  crashedSince(time: number): Promise<Simulation[]> {
    return this.run(async (client) => {
      const { rows } = await client.query<SimulationRow>(
        `SELECT * FROM simulations WHERE status = 'crashed' AND updated_at >= to_timestamp($1::float8) ORDER BY updated_at`,
        [time / 1000],
      );
      return rows.map(toSimulation);
    });
  }

  /** One transaction: checks what the others leave, then writes. */
  private withinLimits(campaignId: string, rate: number, write: (client: PoolClient) => Promise<boolean>): Promise<boolean> {
    return this.run(async (pool) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query('SELECT pg_advisory_xact_lock($1)', [LIMITS_LOCK]);
        const { rows } = await client.query<SimulationRow>(`SELECT * FROM simulations WHERE ${UNDER_WAY} AND campaign_id <> $1`, [campaignId]);
        checkLimits(rate, rows.map((row) => wantedRate(toSimulation(row))));
        const isWritten = await write(client);
        await client.query('COMMIT');
        return isWritten;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    });
  }

  private async run<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    try {
      return await work(this.pool);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      if ((error as { code?: string }).code === FOREIGN_KEY_VIOLATION) throw campaignNotFound();
      throw simulationsUnavailable(error);
    }
  }
}
