import type { Pool } from 'pg';
import { pipelineUnavailable } from '../../application/errors.ts';
import type { PipelineStatusReader, PipelineStatusView } from '../../application/ports.ts';

/** {@link PipelineStatusReader} of direct mode, in which there is no cluster to ask about. */
export class PostgresDirectStatusReader implements PipelineStatusReader {
  constructor(private readonly pool: Pool) {}

  async read(): Promise<PipelineStatusView> {
    try {
      const { rows } = await this.pool.query<{ judgedUntil: number | null }>(`SELECT date_part('epoch', judged_until) * 1000 AS "judgedUntil" FROM pipeline_watch`);
      return { judgedUntil: rows[0]!.judgedUntil, streaming: null };
    } catch (error) {
      throw pipelineUnavailable(error);
    }
  }
}
