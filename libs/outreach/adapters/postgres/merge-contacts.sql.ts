import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { newRowIds } from '../../../platform/postgres/row-ids.ts';
import { sqlState } from '../../../platform/postgres/sql-state.ts';
import { textArray } from '../../../platform/postgres/text-array.ts';
import { inTransaction } from '../../../platform/postgres/transaction.ts';
import { type Known, type MergePlan, planMerge } from '../../application/merge-plan.ts';
import type { MergeOutcome } from '../../application/ports.ts';
import type { Contact } from '../../domain/contact.ts';
import { UNIQUE_VIOLATION } from './outreach-errors.ts';

const DEADLOCK = '40P01';
/** Each time, somebody else's change is what stood in the way: some progress is made, only not by us. */
const ATTEMPTS = 20;

/** 128 random bits: what is in a link cannot be guessed. */
const TOKEN_BYTES = 16;

/**
 * Merges contacts in one transaction of a few statements, however many there are. It reads who is known, and writes on the condition that it is
 * still so; where it is not, all begins anew. Nobody is waited for as long as different people are written, and the unique indexes keep
 * one person from being added twice.
 */
export async function mergeContacts(pool: Pool, campaignId: string, contacts: readonly Contact[]): Promise<MergeOutcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(pool, async (client) => {
        const plan = planMerge(await whoIsKnown(client, campaignId, contacts), contacts, newRowIds);
        await fillIn(client, campaignId, plan.changed);
        await insert(client, campaignId, plan.added);
        return plan.outcomes;
      });
    } catch (error) {
      const isOvertaken = error instanceof Overtaken || [UNIQUE_VIOLATION, DEADLOCK].includes(sqlState(error));
      if (!isOvertaken || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Somebody else has changed what the plan was made for. */
class Overtaken extends Error {}

export function newTokens(count: number): string[] {
  const random = randomBytes(count * TOKEN_BYTES);
  return Array.from({ length: count }, (_, index) => random.toString('base64url', index * TOKEN_BYTES, (index + 1) * TOKEN_BYTES));
}

async function whoIsKnown(client: PoolClient, campaignId: string, contacts: readonly Contact[]): Promise<Known[]> {
  const given = (field: 'email' | 'phone'): string => textArray(contacts.flatMap((contact) => contact[field] ?? []));
  const { rows } = await client.query<Known>(
    `SELECT id, name, email, phone FROM recipients WHERE email = ANY($2) AND campaign_id = $1
     UNION SELECT id, name, email, phone FROM recipients WHERE phone = ANY($3) AND campaign_id = $1`,
    [campaignId, given('email'), given('phone')],
  );
  return rows;
}

async function insert(client: PoolClient, campaignId: string, added: MergePlan['added']): Promise<void> {
  if (added.length === 0) return;
  // In the order of the index: who inserts the same people at the same time waits, and not in a circle.
  const sorted = added.toSorted((a, b) => ((a.email ?? '') < (b.email ?? '') ? -1 : 1));
  const { rowCount } = await client.query(
    `INSERT INTO recipients (id, campaign_id, name, email, phone, token, status, attempts, attempts_left, round, created_at, updated_at)
     SELECT id, $1, name, email, phone, token, 'queued', 0, 0, 0, now, now
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) AS added (id, name, email, phone, token), clock_timestamp() AS now
     ON CONFLICT DO NOTHING`,
    [campaignId, textArray(sorted.map(({ id }) => id)), textArray(sorted.map(({ name }) => name)), textArray(sorted.map(({ email }) => email)), textArray(sorted.map(({ phone }) => phone)), textArray(newTokens(sorted.length))],
  );
  if (rowCount !== sorted.length) throw new Overtaken();
}

async function fillIn(client: PoolClient, campaignId: string, changed: MergePlan['changed']): Promise<void> {
  if (changed.length === 0) return;
  // Before the recipients the dispatch that may be sending to them, as everybody does.
  await client.query(`SELECT FROM dispatches WHERE campaign_id = $1 AND status IN ('pending', 'processing', 'paused') FOR UPDATE`, [campaignId]);
  const column = (when: 'before' | 'after', field: keyof Known): string => textArray(changed.map((change) => change[when][field]));
  const { rowCount } = await client.query(
    `UPDATE recipients r SET name = after.name, email = after.email, phone = after.phone, updated_at = clock_timestamp()
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS after (id, name, email, phone, old_name, old_email, old_phone)
     WHERE r.id = after.id AND r.name = old_name AND r.email IS NOT DISTINCT FROM old_email AND r.phone IS NOT DISTINCT FROM old_phone`,
    [column('after', 'id'), column('after', 'name'), column('after', 'email'), column('after', 'phone'), column('before', 'name'), column('before', 'email'), column('before', 'phone')],
  );
  if (rowCount !== changed.length) throw new Overtaken();
}
