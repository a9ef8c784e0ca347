import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { eventually } from '../../../../apps/api/test/support/eventually.ts';
import { ann, bob, carol, recipientStoreContract } from '../../application/recipient-store.contract.ts';
import { PostgresRecipientStore } from './postgres-recipient-store.ts';

const CAMPAIGNS = `INSERT INTO campaigns (id, name, daily_budget, status, time_zone, version, status_since, created_at, updated_at)
  SELECT id, id, 1, 'active', 'UTC', 1, now(), now(), now() FROM unnest(ARRAY['camp_1', 'camp_2']) AS id`;
const DISPATCH = '00000000-0000-7000-8000-000000000001';

describe('PostgresRecipientStore', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createTestPool(database.url);
    await pool.query(CAMPAIGNS);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  recipientStoreContract(() => Promise.resolve({ store: new PostgresRecipientStore(pool, pool, pool), clear: async () => void (await pool.query('TRUNCATE recipients CASCADE')), stop: () => Promise.resolve() }));

  describe('beside what others write', () => {
    let store: PostgresRecipientStore;

    beforeEach(async () => {
      store = new PostgresRecipientStore(pool, pool, pool);
      await pool.query('TRUNCATE recipients, dispatches, unsubscribed_addresses CASCADE');
    });

    async function dispatched(status: string, sums: { queued: number; sent: number }): Promise<void> {
      await pool.query(
        `INSERT INTO dispatches (id, campaign_id, status, channel, audience, subject, body, pause_after_failures, queued, sending, sent, failed, unsubscribed, released, failures_in_row, created_at, updated_at)
         VALUES ($1, 'camp_1', $2, 'simulated', 'new', '', '', 1, $3, 0, $4, 0, 0, 0, 0, now(), now())`,
        [DISPATCH, status, sums.queued, sums.sent],
      );
      await pool.query('UPDATE recipients SET dispatch_id = $1', [DISPATCH]);
    }

    const sums = async (): Promise<unknown> => (await pool.query('SELECT queued, sending, sent, failed FROM dispatches')).rows[0];

    test('who is removed leaves the sums of a dispatch that is under way, in the state they have', async () => {
      await store.merge('camp_1', [ann, bob, carol]);
      await dispatched('processing', { queued: 2, sent: 1 });
      const { recipients } = await store.page({ campaignId: 'camp_1', limit: 3 });
      await pool.query(`UPDATE recipients SET status = 'sent' WHERE id = $1`, [recipients[0]!.id]);
      await Promise.all(recipients.slice(0, 2).map(({ id }) => store.remove(id)));
      expect(await sums()).toEqual({ queued: 1, sending: 0, sent: 0, failed: 0 });
    });

    test('who is removed stays in the sums of one that is over', async () => {
      const { id } = await store.add('camp_1', ann);
      await dispatched('completed', { queued: 0, sent: 1 });
      await pool.query(`UPDATE recipients SET status = 'sent'`);
      await store.remove(id);
      expect(await sums()).toEqual({ queued: 0, sending: 0, sent: 1, failed: 0 });
    });

    test.each(['sending', 'failed'])('who is removed while %s leaves the sums of one that is over as well: it would wait for them, or offer to send to them again', async (status) => {
      const { id } = await store.add('camp_1', ann);
      await dispatched('cancelled', { queued: 0, sent: 0 });
      await pool.query('UPDATE recipients SET status = $1::recipient_status', [status]);
      await pool.query(`UPDATE dispatches SET ${status} = 1`);
      await store.remove(id);
      expect(await sums()).toEqual({ queued: 0, sending: 0, sent: 0, failed: 0 });
    });

    test('a dispatch that takes somebody up while they are removed does not count them', async () => {
      const { id } = await store.add('camp_1', ann);
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query('SELECT FROM recipients WHERE id = $1 FOR UPDATE', [id]);
      const removed = store.remove(id);
      await client.query(
        `INSERT INTO dispatches (id, campaign_id, status, channel, audience, subject, body, pause_after_failures, queued, sending, sent, failed, unsubscribed, released, failures_in_row, created_at, updated_at)
         VALUES ($1, 'camp_1', 'processing', 'simulated', 'new', '', '', 1, 1, 0, 0, 0, 0, 0, 0, now(), now())`,
        [DISPATCH],
      );
      await client.query('UPDATE recipients SET dispatch_id = $1 WHERE id = $2', [DISPATCH, id]);
      await client.query('COMMIT');
      client.release();
      expect(await removed).toMatchObject({ id, dispatchId: DISPATCH });
      expect(await sums()).toMatchObject({ queued: 0 });
    });

    test('what is known of them from elsewhere is told', async () => {
      const [first, second, third] = (await store.merge('camp_1', [ann, bob, carol])).map((outcome) => (outcome as { recipientId: string }).recipientId);
      await pool.query(`INSERT INTO unsubscribed_addresses VALUES ($1, now()), ($2, now())`, [ann.phone, bob.email]);
      await pool.query(`INSERT INTO responses (recipient_id, campaign_id, rating, comment, responded_at) VALUES ($1, 'camp_1', 4, '', to_timestamp(1000))`, [third]);
      await pool.query(`INSERT INTO delivery_attempts VALUES ($1, $2, 2, 'sent', NULL, NULL, to_timestamp(5), to_timestamp(6)), ($1, $2, 1, 'transient', 'SMTP_451', 'later', to_timestamp(1), to_timestamp(2))`, [third, DISPATCH]);
      expect((await store.page({ campaignId: 'camp_1', filter: 'unsubscribed', limit: 10 })).recipients.map(({ id }) => id)).toEqual([first, second]);
      expect(await store.findAll([third!])).toMatchObject([{ unsubscribed: false, rating: 4, respondedAt: 1_000_000 }]);
      expect(await store.attempts(third!)).toMatchObject([{ attempt: 1, outcome: 'transient', errorCode: 'SMTP_451', error: 'later', startedAt: 1_000, finishedAt: 2_000 }, { attempt: 2, outcome: 'sent' }]);
    });

    test('everybody has a link of their own that nobody guesses', async () => {
      await store.merge('camp_1', [ann, bob]);
      await store.add('camp_1', carol);
      const { rows } = await pool.query<{ token: string }>('SELECT token FROM recipients');
      expect(new Set(rows.map(({ token }) => token)).size).toBe(3);
      for (const { token } of rows) expect(token).toMatch(/^[\w-]{22}$/);
    });
  });

  test('an edit that is picked to break a deadlock is made all the same', async () => {
    // Whoever has waited for so long looks once whether it is in a circle: the edit, and never its rival.
    const [own, rival] = [4_000, 3_600_000].map((ms) => createTestPool(database.url, { options: `-c deadlock_timeout=${ms}` })) as [pg.Pool, pg.Pool];
    const store = new PostgresRecipientStore(own, own, own);
    const [one, other] = await Promise.all([store.add('camp_2', ann), store.add('camp_2', bob)]);
    const client = await rival.connect();
    try {
      await client.query('BEGIN');
      await client.query("UPDATE recipients SET phone = '+4930999' WHERE id = $1", [one.id]);
      const edited = store.change(other.id, { phone: '+4930999' });
      await eventually(async () => expect((await client.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount).toBeGreaterThan(0));
      await client.query("UPDATE recipients SET name = 'Rival' WHERE id = $1", [other.id]);
      await client.query('ROLLBACK');
      expect(await edited).toMatchObject({ phone: '+4930999', name: bob.name });
    } finally {
      client.release(true);
      await Promise.all([rival.end(), own.end()]);
    }
  });

  test('a database that does not answer is told as such', async () => {
    const away = createTestPool('postgresql://nobody@127.0.0.1:1/none');
    const store = new PostgresRecipientStore(away, away, away);
    const asked = [() => store.merge('camp_1', [ann]), () => store.add('camp_1', ann), () => store.findAll([DISPATCH]), () => store.change(DISPATCH, { name: 'x' }), () => store.remove(DISPATCH), () => store.page({ campaignId: 'camp_1', limit: 1 }), () => store.attempts(DISPATCH)];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'OUTREACH_UNAVAILABLE', kind: 'unavailable', retryAfterSeconds: 2 });
    await away.end();
  });
});
