import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { CAMPAIGN, countRows, dispatchSettings, insertCampaign, insertRecipients } from '../../../../apps/api/test/support/outreach-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import type { Claim, Settlement } from '../../application/ports.ts';
import type { DeliveryOutcome } from '../../domain/delivery.ts';
import type { Dispatch, DispatchSettings } from '../../domain/dispatch.ts';
import { PostgresDeliveryQueue } from './postgres-delivery-queue.ts';
import { PostgresDispatchStore } from './postgres-dispatch-store.ts';

const SENT: DeliveryOutcome = { status: 'sent' };
const GONE: DeliveryOutcome = { status: 'permanent', code: 'GONE', message: 'Nobody lives here.' };
const BUSY: DeliveryOutcome = { status: 'transient', code: 'BUSY', message: 'Please come again.' };
const LIMITS = { overallPerMinute: null, leaseMs: 60_000 };

let database: TestDatabase;
let pool: Pool;
let queue: PostgresDeliveryQueue;
let store: PostgresDispatchStore;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createTestPool(database.url);
  queue = new PostgresDeliveryQueue(pool);
  store = new PostgresDispatchStore(pool);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('TRUNCATE campaigns, send_rates, unsubscribed_addresses CASCADE');
  await insertCampaign(pool);
});

async function begin(different: Partial<DispatchSettings> = {}, attempts = 3): Promise<Dispatch> {
  const { id } = await store.create(CAMPAIGN, dispatchSettings(different));
  return (await queue.start(id, attempts))!;
}

const claim = (id: string, wanted: number): Promise<Claim> => queue.claim(id, { wanted, ...LIMITS });

const settlementsOf = ({ id, deliveries }: Claim, outcome: DeliveryOutcome, retryAt: number | null = null): Settlement[] =>
  deliveries.map(({ recipient }) => ({ claimId: id, recipientId: recipient.id, isFirst: recipient.attempts === 1, outcome, startedAt: Date.now(), finishedAt: Date.now(), retryAt }));

const settle = (dispatchId: string, of: Claim, outcome: DeliveryOutcome, retryAt?: number | null): Promise<Dispatch | undefined> => queue.settle(dispatchId, settlementsOf(of, outcome, retryAt));

/** The sums are those of the rows. @returns the dispatch */
async function agreed(id: string): Promise<Dispatch> {
  const dispatch = (await store.find(id))!;
  const { queued, sending, sent, failed } = dispatch;
  expect({ queued, sending, sent, failed }).toEqual(await countRows(pool, id));
  return dispatch;
}

describe('a dispatch', () => {
  test('takes up who was not asked yet, and leaves out who wants no requests', async () => {
    await insertRecipients(pool, 5);
    await pool.query(`INSERT INTO unsubscribed_addresses VALUES ('p2@example.com', now())`);
    const { id } = await store.create(CAMPAIGN, dispatchSettings());
    expect(await store.find(id)).toMatchObject({ status: 'pending', queued: 4 });
    expect(await queue.start(id, 3)).toMatchObject({ status: 'processing', queued: 4, unsubscribed: 1 });
    expect(await queue.start(id, 3)).toBeUndefined();
    await agreed(id);
  });

  test('is begun, cancelled and sent again in steps, where there are more than one statement is to change', async () => {
    await insertRecipients(pool, 20_010);
    const { id } = await begin();
    expect(await agreed(id)).toMatchObject({ queued: 20_010 });
    // Rows that one statement has changed have its number in their transaction.
    expect((await pool.query('SELECT count(DISTINCT cmin::text)::int AS statements FROM recipients')).rows).toEqual([{ statements: 2 }]);
    await pool.query(`UPDATE recipients SET status = 'failed'`);
    await pool.query(`UPDATE dispatches SET queued = 0, failed = 20_010, status = 'completed'`);
    expect(await store.steer(id, { to: 'retry-failed', attempts: 2 })).toMatchObject({ status: 'done', dispatch: { queued: 20_010, failed: 0 } });
    await agreed(id);
    expect(await store.steer(id, { to: 'cancel' })).toMatchObject({ status: 'done', dispatch: { queued: 0, released: 20_010 } });
    await agreed(id);
  });

  test('of nobody is completed as it begins', async () => {
    expect(await begin()).toMatchObject({ status: 'completed', queued: 0 });
  });

  test('is the only one of its campaign until it is over', async () => {
    await insertRecipients(pool, 1);
    const { id } = await begin();
    await expect(store.create(CAMPAIGN, dispatchSettings())).rejects.toMatchObject({ code: 'DISPATCH_UNDER_WAY' });
    await settle(id, await claim(id, 1), SENT);
    await expect(store.create(CAMPAIGN, dispatchSettings())).resolves.toMatchObject({ queued: 0 });
    await expect(store.create('nobody', dispatchSettings())).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
  });

  test('ends when everybody was reached or has failed for good', async () => {
    const ids = await insertRecipients(pool, 3);
    const { id } = await begin();
    const first = await claim(id, 1);
    expect(await settle(id, first, SENT)).toMatchObject({ status: 'processing', sent: 1 });
    const rest = await claim(id, 10);
    expect(rest.deliveries).toHaveLength(2);
    await agreed(id);
    expect(await settle(id, rest, GONE)).toMatchObject({ status: 'completed', sent: 1, failed: 2, finishedAt: expect.any(Number) });
    await agreed(id);
    const { rows } = await pool.query('SELECT outcome, error_code, attempt FROM delivery_attempts ORDER BY outcome');
    expect(rows).toEqual([{ outcome: 'sent', error_code: null, attempt: 1 }, ...[1, 2].map(() => ({ outcome: 'permanent', error_code: 'GONE', attempt: 1 }))]);
    expect(first.deliveries[0]!.recipient.id).not.toBe(undefined);
    expect(new Set([...first.deliveries, ...rest.deliveries].map(({ recipient }) => recipient.id))).toEqual(new Set(ids));
  });

  test('tries again when it is time, and not before', async () => {
    await insertRecipients(pool, 1);
    const { id } = await begin();
    const later = Date.now() + 3_600_000;
    await settle(id, await claim(id, 1), BUSY, later);
    expect(await claim(id, 1)).toMatchObject({ deliveries: [], waitUntil: later });
    expect(await agreed(id)).toMatchObject({ status: 'processing', queued: 1, failed: 0 });
    await pool.query('UPDATE recipients SET next_attempt_at = now()');
    const again = await claim(id, 1);
    expect(again.deliveries[0]!.recipient).toMatchObject({ attempts: 2, attemptsLeft: 1, lastErrorCode: 'BUSY' });
    expect(await settle(id, again, SENT)).toMatchObject({ status: 'completed', sent: 1 });
    const { rows } = await pool.query('SELECT last_error FROM recipients');
    expect(rows).toEqual([{ last_error: null }]);
  });

  test('is paused by too many failures in a row, and says so with the last of them', async () => {
    await insertRecipients(pool, 20);
    const { id } = await begin({ pauseAfterFailures: 5 });
    await settle(id, await claim(id, 4), GONE);
    await settle(id, await claim(id, 1), SENT);
    expect(await settle(id, await claim(id, 4), GONE)).toMatchObject({ status: 'processing', failuresInRow: 4 });
    const stopped = await settle(id, await claim(id, 1), GONE);
    expect(stopped).toMatchObject({ status: 'paused', pause: { code: 'failures_in_row', detail: '5 recipients in a row could not be reached, the last one with: Nobody lives here.' } });
    expect((await claim(id, 5)).deliveries).toEqual([]);
    expect(await store.steer(id, { to: 'resume' })).toMatchObject({ status: 'done', dispatch: { status: 'processing', failuresInRow: 0, pause: null } });
    expect((await claim(id, 5)).deliveries).toHaveLength(5);
    await agreed(id);
  });

  test('that is paused ends all the same when its last deliveries do', async () => {
    await insertRecipients(pool, 2);
    const { id } = await begin();
    const both = await claim(id, 2);
    await store.steer(id, { to: 'pause', pause: { code: 'asked', detail: '', at: 0 } });
    expect(await settle(id, both, SENT)).toMatchObject({ status: 'completed', pause: null });
  });

  test('that is cancelled lets go who was not sent to, also those whose attempt fails after that', async () => {
    await insertRecipients(pool, 5);
    const { id } = await begin();
    const [reached, busy] = [await claim(id, 1), await claim(id, 1)];
    expect(await store.steer(id, { to: 'cancel' })).toMatchObject({ status: 'done', dispatch: { status: 'cancelled', queued: 0, sending: 2, released: 3 } });
    await settle(id, reached, SENT);
    expect(await settle(id, busy, BUSY, Date.now())).toMatchObject({ status: 'cancelled', sent: 1, sending: 0, released: 4 });
    await agreed(id);
    expect(await store.audienceSize(CAMPAIGN, 'new')).toBe(4);
    expect(await store.steer(id, { to: 'cancel' })).toMatchObject({ status: 'refused' });
    expect(await store.steer(id, { to: 'pause', pause: { code: 'asked', detail: '', at: 0 } })).toMatchObject({ status: 'refused' });
  });

  test('sends again to those who failed, and to nobody else', async () => {
    await insertRecipients(pool, 4);
    const { id } = await begin();
    await settle(id, await claim(id, 2), SENT);
    await settle(id, await claim(id, 2), GONE);
    expect(await store.steer(id, { to: 'retry-failed', attempts: 3 })).toMatchObject({ status: 'done', dispatch: { status: 'processing', queued: 2, sent: 2, failed: 0, finishedAt: null } });
    expect(await store.steer(id, { to: 'retry-failed', attempts: 3 })).toMatchObject({ status: 'refused' });
    const again = await claim(id, 10);
    expect(again.deliveries.map(({ recipient }) => [recipient.round, recipient.attempts, recipient.attemptsLeft])).toEqual([[1, 2, 2], [1, 2, 2]]);
    expect(await settle(id, again, SENT)).toMatchObject({ status: 'completed', sent: 4 });
    await agreed(id);
  });

  test('sends again to those who failed in earlier ones of its campaign, too', async () => {
    await insertRecipients(pool, 2);
    const first = await begin();
    await settle(first.id, await claim(first.id, 2), GONE);
    await insertRecipients(pool, 2, { from: 3 });
    const second = await begin();
    await settle(second.id, await claim(second.id, 1), GONE);
    await settle(second.id, await claim(second.id, 1), SENT);
    expect(await store.steer(second.id, { to: 'retry-failed', attempts: 3 })).toMatchObject({ status: 'done', dispatch: { status: 'processing', queued: 3, sent: 1, failed: 0 } });
    const again = await claim(second.id, 10);
    expect(again.deliveries.map(({ recipient }) => recipient.attempts).sort((a, b) => a - b)).toEqual([1, 1, 2]);
    expect(await settle(second.id, again, SENT)).toMatchObject({ status: 'completed', sent: 4 });
    await agreed(second.id);
    // The first one keeps what it has done, and has nobody left to send to.
    expect(await store.find(first.id)).toMatchObject({ status: 'completed', failed: 2 });
    expect(await store.steer(first.id, { to: 'retry-failed', attempts: 3 })).toMatchObject({ status: 'refused' });
  });

  test('leaves sending again to a newer one of its campaign', async () => {
    await insertRecipients(pool, 1);
    const { id } = await begin();
    await settle(id, await claim(id, 1), GONE);
    await insertRecipients(pool, 1, { from: 2 });
    const newer = await begin();
    expect(await store.steer(id, { to: 'retry-failed', attempts: 3 })).toMatchObject({ status: 'refused' });
    expect(await store.steer(newer.id, { to: 'retry-failed', attempts: 3 })).toMatchObject({ status: 'done', dispatch: { queued: 2 } });
    await agreed(newer.id);
  });

  test('asks once more who has not answered, and forgets about who unsubscribes meanwhile', async () => {
    const [answered, silent, leaving] = await insertRecipients(pool, 3);
    const { id } = await begin();
    await settle(id, await claim(id, 3), SENT);
    await pool.query(`INSERT INTO responses VALUES ($1, $2, 5, '', now(), now())`, [answered, CAMPAIGN]);
    expect(await store.audienceSize(CAMPAIGN, 'new')).toBe(0);
    const again = await begin({ audience: 'unanswered' });
    expect(again).toMatchObject({ queued: 2 });
    // Whoever unsubscribes after it has begun is not asked either.
    await pool.query(`INSERT INTO unsubscribed_addresses SELECT email, now() FROM recipients WHERE id = $1`, [leaving]);
    const claimed = await claim(again.id, 10);
    expect(claimed.deliveries.map(({ recipient }) => recipient.id)).toEqual([silent]);
    expect(await settle(again.id, claimed, SENT)).toMatchObject({ status: 'completed', sent: 1, unsubscribed: 1 });
    await agreed(again.id);
    const { rows } = await pool.query('SELECT status, dispatch_id FROM recipients WHERE id = $1', [leaving]);
    expect(rows).toEqual([{ status: 'sent', dispatch_id: null }]);
    // What the first one has done stays done.
    expect(await store.find(id)).toMatchObject({ status: 'completed', sent: 3 });
  });

  test('waits for its time, and one that missed it is sent by hand', async () => {
    await insertRecipients(pool, 1);
    const { id } = await store.create(CAMPAIGN, dispatchSettings({ scheduledAt: Date.now() + 3_600_000 }));
    expect(await queue.underWay()).toEqual([]);
    await pool.query(`UPDATE dispatches SET scheduled_at = now() - interval '2 hours'`);
    expect(await queue.underWay()).toMatchObject([{ id, status: 'pending' }]);
    await store.steer(id, { to: 'pause', pause: { code: 'schedule_missed', detail: 'Too late.', at: Date.now() } });
    expect(await queue.underWay()).toEqual([]);
    const { status, dispatch } = (await store.steer(id, { to: 'resume' })) as { status: string; dispatch: Dispatch };
    expect([status, dispatch.status, dispatch.queued]).toEqual(['done', 'pending', 1]);
    expect(Date.now() - dispatch.scheduledAt!).toBeLessThan(60_000);
    expect(await queue.underWay()).toMatchObject([{ id }]);
  });
});

describe('a claim', () => {
  test('is nobody else’s, until its lease ends', async () => {
    await insertRecipients(pool, 10);
    const { id } = await begin();
    const claims = await Promise.all([1, 2, 3, 4].map(() => claim(id, 4)));
    const taken = claims.flatMap(({ deliveries }) => deliveries.map(({ recipient }) => recipient.id));
    expect([taken.length, new Set(taken).size]).toEqual([10, 10]);
    expect(await queue.recover()).toEqual(new Map());
    await agreed(id);
  });

  test('whose lease has ended is made again, under the same key and with as many attempts left', async () => {
    const [recipient] = await insertRecipients(pool, 1);
    const { id } = await begin({}, 2);
    const lost = await queue.claim(id, { wanted: 1, overallPerMinute: null, leaseMs: -1 });
    expect(await queue.recover()).toEqual(new Map([[id, 1]]));
    expect(await agreed(id)).toMatchObject({ queued: 1, sending: 0 });
    const again = await claim(id, 1);
    expect(again.deliveries[0]!.recipient).toMatchObject({ id: recipient, attempts: 2, attemptsLeft: 1 });
    // Whoever was thought dead comes back: what it says does not count any more.
    expect(await settle(id, lost, GONE)).toMatchObject({ sending: 1, failed: 0 });
    expect(await settle(id, again, SENT)).toMatchObject({ status: 'completed', sent: 1 });
    const { rows } = await pool.query('SELECT attempt, outcome FROM delivery_attempts ORDER BY attempt');
    expect(rows).toEqual([{ attempt: 1, outcome: 'lost' }, { attempt: 2, outcome: 'sent' }]);
  });

  test('that is renewed is not taken for lost', async () => {
    await insertRecipients(pool, 1);
    const { id } = await begin();
    const { id: claimId } = await queue.claim(id, { wanted: 1, overallPerMinute: null, leaseMs: -1 });
    await queue.renew([claimId], 60_000);
    expect(await queue.recover()).toEqual(new Map());
  });

  test('that is lost again and again ends as failed: it may be what ends the process', async () => {
    await insertRecipients(pool, 1);
    const { id } = await begin();
    for (let crash = 1; crash <= 30; crash += 1) {
      await queue.claim(id, { wanted: 1, overallPerMinute: null, leaseMs: -1 });
      await queue.recover();
    }
    expect(await agreed(id)).toMatchObject({ status: 'completed', failed: 1 });
  });

  test('takes no more than the limits of its campaign and of all campaigns leave', async () => {
    await insertCampaign(pool, 'other');
    await insertRecipients(pool, 50);
    await insertRecipients(pool, 50, { campaignId: 'other', from: 100 });
    const { id } = await begin({ ratePerMinute: 2 });
    const first = await claim(id, 50);
    expect(first.deliveries).toHaveLength(1);
    expect(await claim(id, 50)).toMatchObject({ deliveries: [], waitUntil: expect.any(Number) });
    const other = await store.create('other', dispatchSettings());
    await queue.start(other.id, 3);
    expect((await queue.claim(other.id, { wanted: 50, overallPerMinute: 120, leaseMs: 60_000 })).deliveries).toHaveLength(2);
    expect((await queue.claim(other.id, { wanted: 50, overallPerMinute: 120, leaseMs: 60_000 })).deliveries).toHaveLength(0);
    await agreed(other.id);
  });

  test('keeps the limit of a campaign over the end of one dispatch and the start of the next', async () => {
    await insertRecipients(pool, 2);
    const { id } = await begin({ ratePerMinute: 1 });
    await settle(id, await claim(id, 1), SENT);
    await store.steer(id, { to: 'cancel' });
    const next = await begin({ ratePerMinute: 1 });
    expect((await claim(next.id, 1)).deliveries).toEqual([]);
  });
});
