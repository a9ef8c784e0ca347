import type { Pool } from 'pg';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import type { CampaignMinute, Growth, StreamedCounts, StreamedRuns } from '../../application/streaming-ports.ts';
import { storing } from './storing.ts';
import { COUNT_RUNS, GROW_BREAKDOWNS, GROW_MINUTES, LOCK_BREAKDOWNS, LOCK_MINUTES, MAKE_BREAKDOWNS, MAKE_MINUTES } from './streamed-counts.sql.ts';

interface GrowthRow {
  commit: string;
  minutes: [campaignId: string, seconds: number, deviceType: string, impressions: number, clicks: number, spend: number][];
}

export class PostgresStreamedCounts implements StreamedCounts, StreamedRuns {
  constructor(private readonly pool: Pool) {}

  minutes(records: readonly string[]): Promise<Growth> {
    return this.grow<GrowthRow, Growth>([MAKE_MINUTES, LOCK_MINUTES, GROW_MINUTES], records, ([row]) => ({
      commit: row!.commit,
      minutes: row!.minutes.map(([campaignId, seconds, deviceType, impressions, clicks, spend]) => ({ campaignId, minute: seconds * 1000, deviceType, impressions, clicks, spend })),
    }));
  }

  breakdowns(records: readonly string[]): Promise<CampaignMinute[]> {
    return this.grow<{ campaign_id: string; minute: number }, CampaignMinute[]>([MAKE_BREAKDOWNS, LOCK_BREAKDOWNS, GROW_BREAKDOWNS], records, (rows) =>
      rows.map((row) => ({ campaignId: row.campaign_id, minute: row.minute * 1000 })),
    );
  }

  async runs(records: readonly string[]): Promise<void> {
    await storing(() => this.pool.query(COUNT_RUNS, [asArray(records)]));
  }

  async counted(runId: string): Promise<{ impressions: number; clicks: number }> {
    const { rows } = await storing(() =>
      this.pool.query<{ impressions: number; clicks: number }>('SELECT impressions::float8, clicks::float8 FROM streamed_runs WHERE run_id = $1', [runId]),
    );
    return rows[0] ?? { impressions: 0, clicks: 0 };
  }

  private grow<Row, Result>(statements: readonly [make: string, lock: string, grow: string], records: readonly string[], read: (rows: Row[]) => Result): Promise<Result> {
    const values = [asArray(records)];
    const [make, lock, grow] = statements;
    return storing(() =>
      inTransaction(this.pool, async (client) => {
        await client.query(make, values);
        await client.query(lock, values);
        return read((await client.query(grow, values)).rows as Row[]);
      }),
    );
  }
}

function asArray(records: readonly string[]): string {
  return `[${records.join()}]`;
}
