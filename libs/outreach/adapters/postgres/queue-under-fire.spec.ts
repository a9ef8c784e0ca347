import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { dispatchSettings, insertCampaign, insertRecipients } from '../../../../apps/api/test/support/outreach-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../../apps/api/test/support/test-pool.ts';
import { DomainError } from '../../../kernel/domain-error.ts';
import type { Claim, Settlement } from '../../application/ports.ts';
import type { DeliveryOutcome } from '../../domain/delivery.ts';
import { type DispatchStatus, isUnderWay, mayTurn } from '../../domain/dispatch.ts';
import { mayBecome, type RecipientStatus } from '../../domain/recipient.ts';
import { PostgresDeliveryQueue } from './postgres-delivery-queue.ts';
import { PostgresDispatchStore } from './postgres-dispatch-store.ts';
import { PostgresFeedbackStore } from './postgres-feedback-store.ts';
import { PostgresRecipientStore } from './postgres-recipient-store.ts';

const CAMPAIGNS = ['fire_1', 'fire_2', 'fire_3'];
const PEOPLE = 60;
const ACTORS = 10;
const OPERATIONS = 150;
const SEEDS = process.env.FIRE_SEED ? [Number(process.env.FIRE_SEED)] : [1, 20_261_124, Math.floor(Math.random() * 2 ** 31)];
/** What a process that is about to be killed claims for. */
const SHORT_LEASE_MS = 40;
const LEASE_MS = 60_000;
/** What somebody may be told who comes at the wrong time. */
const EXPECTED = ['DISPATCH_UNDER_WAY', 'CAMPAIGN_NOT_FOUND', 'RECIPIENT_EXISTS', 'VALIDATION_FAILED'];

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createTestPool(database.url, { max: ACTORS });
  await pool.query(`
    CREATE TABLE journal (place bigserial PRIMARY KEY, what text NOT NULL, id uuid NOT NULL, before text NOT NULL, after text NOT NULL, claim_before uuid, claim_after uuid);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO journal (what, id, before, after) VALUES (TG_TABLE_NAME, NEW.id, OLD.status, NEW.status); RETURN NULL; END $$;
    CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO journal (what, id, before, after, claim_before, claim_after) VALUES (TG_TABLE_NAME, NEW.id, OLD.status, NEW.status, OLD.claim, NEW.claim); RETURN NULL; END $$;
    CREATE TRIGGER note AFTER UPDATE ON dispatches FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION note();
    CREATE TRIGGER note AFTER UPDATE ON recipients FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.claim IS DISTINCT FROM NEW.claim) EXECUTE FUNCTION note_claim();
  `);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Reproducible: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Dispatches whose sums are not those of their rows, in one snapshot. */
async function disagreements(): Promise<object[]> {
  const { rows } = await pool.query<{ status: DispatchStatus; retried: boolean; sums: Record<RecipientStatus, number>; rows: Record<RecipientStatus, number> }>(`
    SELECT d.id, d.status, EXISTS (SELECT FROM journal j WHERE j.id = d.id AND j.before IN ('completed', 'cancelled')) AS retried,
      json_build_object('queued', d.queued, 'sending', d.sending, 'sent', d.sent, 'failed', d.failed) AS sums,
      (SELECT json_build_object('queued', count(*) FILTER (WHERE r.status = 'queued'), 'sending', count(*) FILTER (WHERE r.status = 'sending'), 'sent', count(*) FILTER (WHERE r.status = 'sent'),
        'failed', count(*) FILTER (WHERE r.status = 'failed')) FROM recipients r WHERE r.dispatch_id = d.id) AS rows
    FROM dispatches d`);
  return rows.filter(({ status, retried, sums, rows: counted }) => {
    const goesOn = isUnderWay(status);
    // What is over has done what it has done: who was removed since, or taken up by a later one, stays counted there.
    const agrees = (what: 'sent' | 'failed'): boolean => (goesOn && !retried ? sums[what] === counted[what] : sums[what] >= counted[what]);
    return sums.queued !== counted.queued || sums.sending !== counted.sending || !agrees('sent') || !agrees('failed');
  });
}

class Fire {
  private readonly queue = new PostgresDeliveryQueue(pool);
  private readonly dispatches = new PostgresDispatchStore(pool);
  private readonly recipients = new PostgresRecipientStore(pool, pool, pool);
  private readonly feedback = new PostgresFeedbackStore(pool, pool);
  /** Whose claim by all that its owner knows still holds, and at least until when. */
  private readonly live = new Map<string, { claim: string; until: number }>();
  private readonly dispatchIds: string[] = [];
  /** What should not be. */
  readonly found: unknown[] = [];

  constructor(private readonly random: () => number) {}

  private below = (limit: number): number => Math.floor(this.random() * limit);
  private pick = <T>(from: readonly T[]): T => from[this.below(from.length)]!;

  private readonly operations: Record<string, () => Promise<unknown>> = {
    work: () => this.work(),
    'work more': () => this.work(),
    'work and be killed': () => this.work(true),
    recover: () => this.queue.recover(),
    begin: async () => {
      const { id } = await this.dispatches.create(this.pick(CAMPAIGNS), dispatchSettings({ audience: this.pick(['new', 'unanswered'] as const), pauseAfterFailures: this.pick([3, 1_000]), ratePerMinute: this.pick([null, null, 100_000]) }));
      this.dispatchIds.push(id);
      await Promise.all([this.queue.start(id, 3), this.queue.start(id, 3)]);
    },
    pause: () => this.steer({ to: 'pause', pause: { code: 'asked', detail: 'A test.', at: Date.now() } }),
    resume: () => this.steer({ to: 'resume' }),
    cancel: () => (this.random() < 0.4 ? this.steer({ to: 'cancel' }) : Promise.resolve()),
    'retry failed': () => this.retryFailed(this.pick(CAMPAIGNS)),
    remove: async () => this.recipients.remove(await this.anybody()),
    edit: async () => this.recipients.change(await this.anybody(), this.pick([{ name: `Somebody ${this.below(1_000)}` }, { email: this.address() }, { phone: this.pick(['+4930123456', '+4930123457', null]) }])),
    add: () => this.recipients.add(this.pick(CAMPAIGNS), { name: 'Added', email: this.address(), phone: null }),
    merge: () => this.recipients.merge(this.pick(CAMPAIGNS), Array.from({ length: 8 }, () => ({ name: this.pick(['', 'Merged']), email: this.pick([this.address(), null]), phone: `+49301${1_000 + this.below(60)}` }))),
    unsubscribe: async () => this.feedback.setUnsubscribed(await this.anybody(), this.random() < 0.6),
    answer: async () => this.feedback.answer(await this.anybody(), { rating: 5, comment: '' }),
    look: async () => this.found.push(...(await disagreements())),
  };

  async actor(): Promise<void> {
    for (let count = 0; count < OPERATIONS; count += 1) {
      const name = this.pick(Object.keys(this.operations));
      try {
        await this.operations[name]!();
      } catch (error) {
        if (!(error instanceof DomainError) || !EXPECTED.includes(error.code)) this.found.push(`${name}: ${inspect(error)}`);
      }
    }
  }

  /** All who are left are sent to, by a process that nothing disturbs. */
  async putOut(): Promise<void> {
    await sleep(2 * SHORT_LEASE_MS);
    // Claims of the last moment have short leases, or were settled.
    await this.queue.recover();
    for (const id of this.dispatchIds) {
      await this.dispatches.steer(id, { to: 'resume' });
      await this.queue.start(id, 3);
      for (;;) {
        const claim = await this.queue.claim(id, { wanted: 100, overallPerMinute: null, leaseMs: LEASE_MS });
        if (claim.deliveries.length > 0) await this.queue.settle(id, this.settlementsOf(claim, () => ({ status: 'sent' })));
        else if (claim.waitUntil === undefined) break;
        else await sleep(5);
      }
    }
  }

  /** Of the newest dispatch: no other one may. */
  async retryFailed(campaignId: string): Promise<void> {
    const [newest] = await this.dispatches.page(campaignId, 1);
    if (newest !== undefined) await this.dispatches.steer(newest.id, { to: 'retry-failed', attempts: 2 });
  }

  private address = (): string => `p${this.below(2 * PEOPLE)}@example.com`;

  private async anybody(): Promise<string> {
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM recipients ORDER BY random() LIMIT 1');
    return rows[0]!.id;
  }

  private async steer(steering: Parameters<PostgresDispatchStore['steer']>[1]): Promise<void> {
    const id = this.dispatchIds.at(-1 - this.below(Math.min(6, this.dispatchIds.length)));
    if (id !== undefined) await this.dispatches.steer(id, steering);
  }

  /** Claims some and settles them, as a process does that is slow, is told twice, or is killed and comes back as if nothing had been. */
  private async work(isKilled = false): Promise<void> {
    const underWay = (await this.queue.underWay()).filter(({ status }) => status === 'processing');
    if (underWay.length === 0) return;
    const { id } = this.pick(underWay);
    const leaseMs = isKilled ? SHORT_LEASE_MS : LEASE_MS;
    const before = Date.now();
    const claim = await this.queue.claim(id, { wanted: 1 + this.below(30), overallPerMinute: this.pick([null, 200_000]), leaseMs });
    if (claim.deliveries.length === 0) return;
    this.hold(claim, before + leaseMs);
    if (isKilled) {
      await sleep(this.below(2 * SHORT_LEASE_MS));
      if (this.random() < 0.5) return;
    } else if (this.random() < 0.3) await this.queue.renew([claim.id], LEASE_MS);
    const settlements = this.settlementsOf(claim, () => this.outcome());
    this.letGo(claim);
    if (isKilled) {
      // What it says now counts only for those whom nobody has taken over.
      await this.queue.settle(id, settlements);
      return;
    }
    const half = this.below(settlements.length + 1);
    // The second half is told twice, as after a lost answer.
    await Promise.all([this.queue.settle(id, settlements.slice(0, half)), this.queue.settle(id, settlements.slice(half)), this.queue.settle(id, settlements.slice(half))]);
  }

  private hold({ id, deliveries }: Claim, until: number): void {
    const now = Date.now();
    for (const { recipient } of deliveries) {
      const other = this.live.get(recipient.id);
      // Two milliseconds: clocks are read at both ends of a rounding.
      if (other !== undefined && other.until > now + 2) this.found.push(`${recipient.id} is in two claims: ${other.claim} and ${id}`);
      this.live.set(recipient.id, { claim: id, until });
    }
  }

  private letGo({ id, deliveries }: Claim): void {
    for (const { recipient } of deliveries) if (this.live.get(recipient.id)?.claim === id) this.live.delete(recipient.id);
  }

  private settlementsOf({ id, deliveries }: Claim, outcomeOf: () => DeliveryOutcome): Settlement[] {
    return deliveries.map(({ recipient }) => {
      const outcome = outcomeOf();
      const retryAt = outcome.status === 'transient' && recipient.attemptsLeft > 0 ? Date.now() + this.below(20) : null;
      return { claimId: id, recipientId: recipient.id, isFirst: recipient.attempts === 1, outcome, startedAt: Date.now(), finishedAt: Date.now(), retryAt };
    });
  }

  private outcome = (): DeliveryOutcome =>
    this.pick<DeliveryOutcome>([{ status: 'sent' }, { status: 'sent' }, { status: 'permanent', code: 'GONE', message: 'Nobody lives here.' }, { status: 'transient', code: 'BUSY', message: 'Please come again.' }]);
}

test.each(SEEDS)('whatever many do at once, states change as they may, sums are those of the rows, and nobody is claimed twice (seed %s)', async (seed) => {
  await pool.query('TRUNCATE campaigns, send_rates, unsubscribed_addresses, journal CASCADE');
  for (const campaign of CAMPAIGNS) {
    await insertCampaign(pool, campaign);
    await insertRecipients(pool, PEOPLE, { campaignId: campaign });
  }
  const fire = new Fire(randomOf(seed));
  await Promise.all(Array.from({ length: ACTORS }, () => fire.actor()));
  expect([...fire.found, ...(await disagreements())]).toEqual([]);
  await fire.putOut();
  for (const campaign of CAMPAIGNS) await fire.retryFailed(campaign);
  await fire.putOut();
  expect([...fire.found, ...(await disagreements())]).toEqual([]);
  const { rows: journal } = await pool.query<{ what: string; before: string; after: string; claim_before: string | null; claim_after: string | null }>('SELECT * FROM journal ORDER BY place');
  const illegal = journal.filter(({ what, before, after, claim_before, claim_after }) => {
    if (what === 'dispatches') return !mayTurn(before as DispatchStatus, after as DispatchStatus);
    // A claim is taken from nobody: it is begun by sending, and ends with it.
    return before === after || !mayBecome(before as RecipientStatus, after as RecipientStatus) || (claim_before === null) === (before === 'sending') || (claim_after === null) === (after === 'sending');
  });
  expect(illegal).toEqual([]);
  const { rows: stuck } = await pool.query(`SELECT id, status FROM recipients WHERE status = 'sending' OR claim IS NOT NULL OR (status = 'queued' AND dispatch_id IS NOT NULL)`);
  expect(stuck).toEqual([]);
  // It was a fire: everything that can happen has happened.
  const turns = new Set(journal.map(({ what, before, after }) => `${what}: ${before} → ${after}`));
  for (const turn of ['queued → sending', 'sending → sent', 'sending → failed', 'sending → queued', 'failed → queued', 'sent → queued']) expect(turns).toContain(`recipients: ${turn}`);
  for (const turn of ['processing → paused', 'paused → processing', 'processing → completed', 'processing → cancelled']) expect(turns).toContain(`dispatches: ${turn}`);
  expect(turns.has('dispatches: completed → processing') || turns.has('dispatches: cancelled → processing')).toBe(true);
}, 120_000);
