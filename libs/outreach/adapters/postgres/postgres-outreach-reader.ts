import type { Pool } from 'pg';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import type { FailureGroup, OutreachReader, OutreachState, OutreachSummary, RecipientCounts } from '../../application/ports.ts';
import { UNSUBSCRIBED } from './audience.sql.ts';
import { type DispatchRow, toDispatch } from './dispatch-row.ts';
import { asking } from './outreach-errors.ts';
import { SELECT_DISPATCH } from './postgres-dispatch-store.ts';

/** {@link OutreachReader} in PostgreSQL. */
export class PostgresOutreachReader implements OutreachReader {
  /** @param pool reads for pages, which can wait */
  constructor(private readonly pool: Pool) {}

  state(campaignId: string): Promise<OutreachState> {
    return asking(() =>
      inTransaction(this.pool, async (client) => {
        // One snapshot for all of it: the sums of the dispatch and those of the rows are of the same moment.
        await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const counts = await client.query<RecipientCounts>(COUNTS, [campaignId]);
        const dispatch = await client.query<DispatchRow & { next_attempt_at: Date | null }>(LATEST, [campaignId]);
        const failures = await client.query<FailureGroup>(FAILURES, [campaignId]);
        const row = dispatch.rows[0];
        return {
          recipients: counts.rows[0]!,
          dispatch: row === undefined ? null : toDispatch(row),
          nextAttemptAt: row?.next_attempt_at?.getTime() ?? null,
          failures: failures.rows,
        };
      }),
    );
  }

  summaries(): Promise<OutreachSummary[]> {
    return asking(async () => {
      const { rows } = await this.pool.query<SummaryRow>(SUMMARIES);
      return rows.map(({ campaign_id: campaignId, recipients, responses, average_rating: averageRating, dispatch }) => ({
        campaignId,
        recipients,
        responses,
        averageRating,
        dispatch: dispatch && { ...dispatch, createdAt: Date.parse(dispatch.createdAt), startedAt: dispatch.startedAt === null ? null : Date.parse(dispatch.startedAt) },
      }));
    });
  }

  isMoving(campaignId: string): Promise<boolean> {
    return asking(async () => {
      const { rows } = await this.pool.query<{ moves: boolean }>(`SELECT EXISTS (SELECT FROM dispatches WHERE campaign_id = $1 AND (status IN ('pending', 'processing') OR sending > 0)) AS moves`, [campaignId]);
      return rows[0]!.moves;
    });
  }
}

interface SummaryRow {
  campaign_id: string;
  recipients: number;
  responses: number;
  average_rating: number | null;
  dispatch: (Omit<NonNullable<OutreachSummary['dispatch']>, 'createdAt' | 'startedAt'> & { createdAt: string; startedAt: string | null }) | null;
}

const COUNTS = `
  SELECT count(*)::int AS total,
    count(*) FILTER (WHERE status = 'queued')::int AS queued,
    count(*) FILTER (WHERE status = 'sending')::int AS sending,
    count(*) FILTER (WHERE status = 'sent')::int AS sent,
    count(*) FILTER (WHERE status = 'failed')::int AS failed,
    (SELECT count(*)::int FROM recipients r WHERE r.campaign_id = $1 AND ${UNSUBSCRIBED}) AS unsubscribed
  FROM recipients WHERE campaign_id = $1`;

/** Of those who wait for another attempt, the one that comes next, when nobody else is to be sent to before. */
const NEXT_ATTEMPT = `(SELECT min(r.next_attempt_at) FROM recipients r WHERE r.dispatch_id = l.id AND r.status = 'queued')`;

const LATEST = `
  SELECT l.*, CASE WHEN l.status = 'processing' AND l.sending = 0 THEN ${NEXT_ATTEMPT} END AS next_attempt_at
  FROM (${SELECT_DISPATCH} WHERE d.campaign_id = $1 ORDER BY d.id DESC LIMIT 1) AS l`;

const FAILURES = `
  SELECT coalesce(last_error_code, 'UNKNOWN') AS code, coalesce(max(last_error), '') AS message, count(*)::int AS count
  FROM recipients WHERE campaign_id = $1 AND status = 'failed' GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 50`;

const SUMMARIES = `
  SELECT c.id AS campaign_id, coalesce(r.recipients, 0)::int AS recipients, coalesce(a.responses, 0)::int AS responses, a.average_rating,
    CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id, 'status', d.status, 'queued', coalesce(d.audience_size, d.queued), 'sending', d.sending, 'sent', d.sent, 'failed', d.failed,
      'unsubscribed', d.unsubscribed, 'released', d.released, 'pause', d.pause, 'createdAt', d.created_at, 'startedAt', d.started_at) END AS dispatch
  FROM (SELECT campaign_id AS id FROM recipients GROUP BY 1 UNION SELECT campaign_id FROM dispatches GROUP BY 1) AS c
  LEFT JOIN (SELECT campaign_id, count(*) AS recipients FROM recipients GROUP BY 1) AS r ON r.campaign_id = c.id
  LEFT JOIN (SELECT campaign_id, count(*) AS responses, avg(rating)::float8 AS average_rating FROM responses GROUP BY 1) AS a ON a.campaign_id = c.id
  LEFT JOIN LATERAL (${SELECT_DISPATCH} WHERE d.campaign_id = c.id ORDER BY d.id DESC LIMIT 1) AS d ON true`;
