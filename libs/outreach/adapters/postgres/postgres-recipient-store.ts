import pg from 'pg';
import { newRowIds } from '../../../platform/postgres/row-ids.ts';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { throughDeadlocks } from '../../../platform/postgres/through-deadlocks.ts';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import { campaignNotFound, recipientExists, recipientInvalid } from '../../application/errors.ts';
import type { Attempt, MergeOutcome, RecipientQuery, RecipientStore, RecipientView } from '../../application/ports.ts';
import type { Contact } from '../../domain/contact.ts';
import type { Recipient } from '../../domain/recipient.ts';
import { UNSUBSCRIBED } from './audience.sql.ts';
import { mergeContacts, newTokens } from './merge-contacts.sql.ts';
import { asking, FOREIGN_KEY_VIOLATION, UNIQUE_VIOLATION } from './outreach-errors.ts';
import { type RecipientRow, toRecipient } from './recipient-row.ts';

type ViewRow = RecipientRow & { unsubscribed: boolean; rating: number | null; responded_at: Date | null };

interface AttemptRow {
  dispatch_id: string;
  attempt: number;
  outcome: Attempt['outcome'];
  error_code: string | null;
  error: string | null;
  started_at: Date;
  finished_at: Date;
}

const CHECK_VIOLATION = '23514';

const VIEW = `SELECT r.*, ${UNSUBSCRIBED} AS unsubscribed, a.rating, a.responded_at FROM recipients r LEFT JOIN responses a ON a.recipient_id = r.id`;

/** A page comes from the index, all are counted. */
const EACH_BY_ITSELF = (where: string, beyond: string, count: number): string => `
  SELECT (SELECT count(*)::integer FROM recipients r WHERE ${where}) AS total,
    ARRAY(SELECT r.id FROM recipients r WHERE ${where} AND ${beyond} ORDER BY r.id LIMIT ${count}) AS ids`;

/** Everybody is looked at, so once is enough. */
const ONCE_FOR_BOTH = (where: string, beyond: string, count: number): string => `
  WITH r AS MATERIALIZED (SELECT r.id FROM recipients r WHERE ${where})
  SELECT (SELECT count(*)::integer FROM r) AS total, ARRAY(SELECT r.id FROM r WHERE ${beyond} ORDER BY r.id LIMIT ${count}) AS ids`;

/** {@link RecipientStore} in PostgreSQL. */
export class PostgresRecipientStore implements RecipientStore {
  /**
   * @param pagePool for what pages show, which can wait
   * @param workPool for files of recipients, which go on for a while
   */
  constructor(
    private readonly pool: pg.Pool,
    private readonly pagePool: pg.Pool,
    private readonly workPool: pg.Pool,
  ) {}

  merge(campaignId: string, contacts: readonly Contact[]): Promise<MergeOutcome[]> {
    return asking(() => mergeContacts(this.workPool, campaignId, contacts).catch((error: unknown) => refuse(error)));
  }

  async add(campaignId: string, { name, email, phone }: Contact): Promise<RecipientView> {
    const [id] = newRowIds(1);
    const insert = () =>
      this.pool.query(
        `INSERT INTO recipients (id, campaign_id, name, email, phone, token, status, attempts, attempts_left, round, created_at, updated_at)
         SELECT $1, $2, $3, $4, $5, $6, 'queued', 0, 0, 0, now, now FROM clock_timestamp() AS now`,
        [id, campaignId, name, email, phone, newTokens(1)[0]],
      );
    await asking(() => throughDeadlocks(insert).catch((error: unknown) => refuse(error)));
    const [added] = await this.views(this.pool, [id!]);
    // Whoever has removed it meanwhile did so after it was added.
    if (added === undefined) throw campaignNotFound();
    return added;
  }

  findAll(ids: readonly string[]): Promise<RecipientView[]> {
    return this.views(this.pagePool, ids);
  }

  async change(id: string, changes: Partial<Contact>): Promise<RecipientView | undefined> {
    const columns = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (columns.length > 0) {
      const assignments = columns.map(([column], index) => `${column} = $${index + 2}, `).join('');
      const values = columns.map(([, value]) => value);
      // Two edits that give somebody an address which the other one is just taking or giving away wait for each other's index entries.
      const update = () => this.pool.query(`UPDATE recipients SET ${assignments}updated_at = clock_timestamp() WHERE id = $1`, [id, ...values]);
      await asking(() => throughDeadlocks(update).catch((error: unknown) => refuse(error)));
    }
    const [changed] = await this.views(this.pool, [id]);
    return changed;
  }

  remove(id: string): Promise<Recipient | undefined> {
    return asking(async () => {
      for (;;) {
        const { rows } = await this.pool.query<{ dispatch_id: string | null }>('SELECT dispatch_id FROM recipients WHERE id = $1', [id]);
        if (rows[0] === undefined) return undefined;
        const removed = await this.tryToRemove(id, rows[0].dispatch_id);
        if (removed !== undefined) return removed;
      }
    });
  }

  async page({ campaignId, filter, search = '', after, limit }: RecipientQuery): Promise<{ recipients: RecipientView[]; total: number; hasMore: boolean }> {
    if (campaignId.includes('\0')) return { recipients: [], total: 0, hasMore: false };
    const conditions = ['r.campaign_id = $1'];
    const values: unknown[] = [campaignId];
    // From those who want no requests: they are few, and asking it of everybody took 310 ms with 100,000 recipients.
    if (filter === 'unsubscribed') conditions.push(`r.id IN (${['email', 'phone'].map((address) => `SELECT s.id FROM recipients s JOIN unsubscribed_addresses u ON u.address = s.${address} WHERE s.campaign_id = $1`).join(' UNION ALL ')})`);
    else if (filter !== undefined) conditions.push(`r.status = $${values.push(filter)}::recipient_status`);
    if (search !== '') {
      const text = `lower($${values.push(search)})`;
      conditions.push(`(position(${text} IN lower(r.name)) > 0 OR position(${text} IN r.email) > 0 OR position(${text} IN r.phone) > 0)`);
    }
    const where = conditions.join(' AND ');
    const beyond = after === undefined ? 'true' : `r.id > $${values.length + 1}`;
    const parameters = after === undefined ? values : [...values, after];
    const isSlow = search !== '' || filter === 'unsubscribed';
    return asking(async () => {
      const { total, ids } = await this.foundIds(isSlow ? ONCE_FOR_BOTH : EACH_BY_ITSELF, where, beyond, limit + 1, parameters);
      const found = await this.views(this.pagePool, ids.slice(0, limit));
      // Who was removed between the two questions is left out.
      return { recipients: found.sort((a, b) => (a.id < b.id ? -1 : 1)), total, hasMore: ids.length > limit };
    });
  }

  attempts(recipientId: string): Promise<Attempt[]> {
    return asking(async () => {
      const { rows } = await this.pagePool.query<AttemptRow>('SELECT * FROM delivery_attempts WHERE recipient_id = $1 ORDER BY started_at, attempt', [recipientId]);
      return rows.map((row) => ({
        dispatchId: row.dispatch_id,
        attempt: row.attempt,
        outcome: row.outcome,
        errorCode: row.error_code,
        error: row.error,
        startedAt: row.started_at.getTime(),
        finishedAt: row.finished_at.getTime(),
      }));
    });
  }

  private async foundIds(find: typeof EACH_BY_ITSELF, where: string, beyond: string, count: number, parameters: unknown[]): Promise<{ total: number; ids: string[] }> {
    const { rows } = await this.pagePool.query<{ total: number; ids: string[] }>(find(where, beyond, count), parameters);
    return rows[0]!;
  }

  private views(pool: pg.Pool, ids: readonly string[]): Promise<RecipientView[]> {
    return asking(async () => (await pool.query<ViewRow>(`${VIEW} WHERE r.id = ANY($1::uuid[])`, [ids])).rows.map(toView));
  }

  /** @param dispatchId the one that has it, whose lock comes first @returns undefined when another one has it by now */
  private tryToRemove(id: string, dispatchId: string | null): Promise<Recipient | undefined> {
    return inTransaction(this.pool, async (client) => {
      if (dispatchId !== null) await client.query('SELECT FROM dispatches WHERE id = $1 FOR UPDATE', [dispatchId]);
      const { rows } = await client.query<RecipientRow>('DELETE FROM recipients WHERE id = $1 AND dispatch_id IS NOT DISTINCT FROM $2::uuid RETURNING *', [id, dispatchId]);
      const row = rows[0];
      if (row === undefined) return undefined;
      // What is over has sent what it has sent. But who was being sent to when it was cancelled, or could be sent to again, is gone for it, too.
      if (dispatchId !== null) {
        const stays = row.status === 'sent' ? `AND status IN ('pending', 'processing', 'paused')` : '';
        await client.query(`UPDATE dispatches SET ${row.status} = ${row.status} - 1, updated_at = clock_timestamp() WHERE id = $1 ${stays}`, [dispatchId]);
      }
      return toRecipient(row);
    });
  }
}

function toView(row: ViewRow): RecipientView {
  return { ...toRecipient(row), unsubscribed: row.unsubscribed, rating: row.rating, respondedAt: row.responded_at?.getTime() ?? null };
}

/** Says what constraint of the table means. */
function refuse(error: unknown): never {
  const constraint = error instanceof pg.DatabaseError ? error.constraint : undefined;
  if (sqlState(error) === FOREIGN_KEY_VIOLATION) throw campaignNotFound();
  if (sqlState(error) === UNIQUE_VIOLATION && constraint === 'recipients_email_campaign_id_key') throw recipientExists('email');
  if (sqlState(error) === UNIQUE_VIOLATION && constraint === 'recipients_phone_campaign_id_key') throw recipientExists('phone');
  if (sqlState(error) === CHECK_VIOLATION) throw recipientInvalid([{ field: 'email', message: 'is needed, or a phone number' }]);
  throw error;
}
