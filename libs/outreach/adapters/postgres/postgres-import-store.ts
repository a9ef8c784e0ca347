import type { Pool } from 'pg';
import { newRowIds } from '../../../platform/postgres/row-ids.ts';
import { textArray } from '../../../platform/postgres/text-array.ts';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import { campaignNotFound, importUnderWay } from '../../application/errors.ts';
import { BROKEN_OFF, type ImportStore, type RecipientImport, type Reject } from '../../application/ports.ts';
import { asking } from './outreach-errors.ts';

interface ImportRow {
  id: string;
  campaign_id: string;
  status: RecipientImport['status'];
  file_name: string;
  bytes: string | null;
  bytes_read: string;
  lines: number;
  added: number;
  merged: number;
  repeated: number;
  rejected: number;
  header: string;
  problem: string | null;
  started_at: Date;
  updated_at: Date;
  finished_at: Date | null;
}

const RUNS = `status = 'running' AND updated_at > clock_timestamp() - interval '1 minute'`;
/** One whose process has ended in the middle is shown as what it is. */
const VIEW = `SELECT *, CASE WHEN ${RUNS} OR status <> 'running' THEN status ELSE 'aborted' END AS status,
    CASE WHEN ${RUNS} OR status <> 'running' THEN problem ELSE '${BROKEN_OFF}' END AS problem,
    CASE WHEN ${RUNS} OR status <> 'running' THEN finished_at ELSE updated_at END AS finished_at
  FROM recipient_imports`;

/** {@link ImportStore} in PostgreSQL. */
export class PostgresImportStore implements ImportStore {
  constructor(private readonly pool: Pool) {}

  begin({ campaignId, fileName, bytes, header }: Parameters<ImportStore['begin']>[0]): Promise<RecipientImport> {
    return asking(() =>
      inTransaction(this.pool, async (client) => {
        // Of two that begin at once, one waits here. Those who add rows that belong to the campaign do not.
        const { rowCount } = await client.query('SELECT FROM campaigns WHERE id = $1 FOR NO KEY UPDATE', [campaignId]);
        if (rowCount === 0) throw campaignNotFound();
        const running = await client.query(`SELECT FROM recipient_imports WHERE campaign_id = $1 AND ${RUNS}`, [campaignId]);
        if (running.rowCount !== 0) throw importUnderWay();
        const { rows } = await client.query<ImportRow>(
          `INSERT INTO recipient_imports (id, campaign_id, status, file_name, bytes, bytes_read, lines, added, merged, repeated, rejected, header, started_at, updated_at)
           SELECT $1, $2, 'running', $3, $4, 0, 0, 0, 0, 0, 0, $5, now, now FROM clock_timestamp() AS now RETURNING *`,
          [newRowIds(1)[0], campaignId, storable(fileName), bytes, storable(header)],
        );
        return toImport(rows[0]!);
      }),
    );
  }

  progress(present: RecipientImport, rejects: readonly Reject[]): Promise<boolean> {
    return asking(async () => {
      const { rowCount } = await this.pool.query(
        `WITH present AS (
           UPDATE recipient_imports SET status = $2::import_status, bytes_read = $3, lines = $4, added = $5, merged = $6, repeated = $7, rejected = $8, problem = $9,
             updated_at = clock_timestamp(), finished_at = CASE WHEN $2::import_status <> 'running' THEN clock_timestamp() END
           WHERE id = $1 AND ${RUNS} RETURNING id
         ), told AS (
           INSERT INTO import_rejects (import_id, line, reason, text)
           SELECT present.id, reject.line, reject.reason, reject.text FROM present, unnest($10::integer[], $11::text[], $12::text[]) AS reject (line, reason, text)
         ) SELECT FROM present`,
        [
          present.id,
          present.status,
          present.bytesRead,
          present.lines,
          present.added,
          present.merged,
          present.repeated,
          present.rejected,
          present.problem,
          rejects.map(({ line }) => line),
          textArray(rejects.map(({ reason }) => storable(reason))),
          textArray(rejects.map(({ text }) => storable(text))),
        ],
      );
      return rowCount === 1;
    });
  }

  find(id: string): Promise<RecipientImport | undefined> {
    return this.one('WHERE id = $1', id);
  }

  latest(campaignId: string): Promise<RecipientImport | undefined> {
    return campaignId.includes('\0') ? Promise.resolve(undefined) : this.one('WHERE campaign_id = $1 ORDER BY id DESC LIMIT 1', campaignId);
  }

  rejects(importId: string, after: number, limit: number): Promise<Reject[]> {
    return asking(async () => {
      const query = 'SELECT line, reason, text FROM import_rejects WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3';
      return (await this.pool.query<Reject>(query, [importId, after, limit])).rows;
    });
  }

  private one(condition: string, value: string): Promise<RecipientImport | undefined> {
    return asking(async () => {
      const { rows } = await this.pool.query<ImportRow>(`${VIEW} ${condition}`, [value]);
      return rows[0] && toImport(rows[0]);
    });
  }
}

/** PostgreSQL's text has no NUL, and half of a surrogate pair is no character in UTF-8. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function toImport(row: ImportRow): RecipientImport {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    status: row.status,
    fileName: row.file_name,
    bytes: row.bytes === null ? null : Number(row.bytes),
    bytesRead: Number(row.bytes_read),
    lines: row.lines,
    added: row.added,
    merged: row.merged,
    repeated: row.repeated,
    rejected: row.rejected,
    header: row.header,
    problem: row.problem,
    startedAt: row.started_at.getTime(),
    updatedAt: row.updated_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? null,
  };
}
