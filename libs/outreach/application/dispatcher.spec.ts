import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import pino from 'pino';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import { addressOf, startGate, throughGate } from '../../../apps/api/test/support/gate.ts';
import { CAMPAIGN, countRows, dispatchSettings, insertCampaign, insertRecipients } from '../../../apps/api/test/support/outreach-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../apps/api/test/support/test-database.ts';
import { createTestPool } from '../../../apps/api/test/support/test-pool.ts';
import { MemoryCampaignStore } from '../../campaigns/adapters/memory/memory-campaign-store.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import { LiquidTemplateEngine } from '../adapters/liquid/liquid-template-engine.ts';
import { PostgresDeliveryQueue } from '../adapters/postgres/postgres-delivery-queue.ts';
import { PostgresDispatchStore } from '../adapters/postgres/postgres-dispatch-store.ts';
import type { DeliveryOutcome, Message } from '../domain/delivery.ts';
import type { Dispatch, DispatchSettings } from '../domain/dispatch.ts';
import { Dispatcher } from './dispatcher.ts';
import { type Channel, Channels } from './ports.ts';

const HOUR = 3_600_000;

/** Does what the test says, and keeps what it was given. */
class ScriptedChannel implements Channel {
  readonly name = 'simulated';
  readonly retries = { attempts: 3, baseMs: 20, factor: 2, capMs: 100 };
  readonly missing = undefined;
  readonly messages: Message[] = [];
  open = 0;
  most = 0;
  answer: (message: Message) => DeliveryOutcome | Promise<DeliveryOutcome> = () => ({ status: 'sent' });

  constructor(readonly concurrency = 10) {}

  async deliver(message: Message): Promise<DeliveryOutcome> {
    this.messages.push(message);
    this.open += 1;
    this.most = Math.max(this.most, this.open);
    try {
      return await this.answer(message);
    } finally {
      this.open -= 1;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

let database: TestDatabase;
let pool: Pool;
let store: PostgresDispatchStore;
let channel: ScriptedChannel;
const running: Dispatcher[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createTestPool(database.url);
  store = new PostgresDispatchStore(pool);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('TRUNCATE campaigns, send_rates, unsubscribed_addresses CASCADE');
  await insertCampaign(pool);
  channel = new ScriptedChannel();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((dispatcher) => dispatcher.stop()));
});

async function startDispatcher({ connections = pool, now }: { connections?: Pool; now?: () => number } = {}): Promise<{ dispatcher: Dispatcher; reports: string[] }> {
  const campaigns = new MemoryCampaignStore();
  for (const id of [CAMPAIGN, 'camp_locked', 'camp_broken']) await campaigns.create({ id, name: 'Spring sale', dailyBudget: 1, status: 'active', timeZone: 'Europe/Berlin' }, 0);
  const reports: string[] = [];
  const dispatcher = new Dispatcher({
    queue: new PostgresDeliveryQueue(connections),
    dispatches: new PostgresDispatchStore(connections),
    channels: new Channels([channel]),
    templates: new LiquidTemplateEngine(),
    campaigns,
    publisher: new InProcessDomainEvents(pino({ enabled: false })),
    publicUrl: 'https://example.com',
    overallPerMinute: null,
    report: (_level, message) => reports.push(message),
    ...(now && { now }),
  });
  running.push(dispatcher);
  dispatcher.start();
  return { dispatcher, reports };
}

const create = (different?: Partial<DispatchSettings>): Promise<Dispatch> => store.create(CAMPAIGN, dispatchSettings(different));

const becomes = (id: string, status: Dispatch['status']): Promise<Dispatch> =>
  eventually(async () => {
    const dispatch = (await store.find(id))!;
    expect(dispatch.status).toBe(status);
    return dispatch;
  });

const recipientNumber = ({ to }: Message): number => Number(/^p(\d+)@/.exec(to.email!)![1]);

describe('the dispatcher', () => {
  test('asks no more often for what is not due yet where its clock is ahead of the database', async () => {
    await insertRecipients(pool, 3);
    const connections = createTestPool(database.url);
    let asked = 0;
    connections.on('acquire', () => (asked += 1));
    await startDispatcher({ connections, now: () => Date.now() + 5_000 });
    const { id } = await create({ ratePerMinute: 60 });
    await becomes(id, 'completed');
    await Promise.all(running.splice(0).map((dispatcher) => dispatcher.stop()));
    await connections.end();
    // Two seconds, fifty times each; without a shortest wait it is as often as the database can answer.
    expect(asked).toBeLessThan(180);
  });

  test('lets a dispatch that is slow to begin, and one that cannot be worked on, keep no other waiting', async () => {
    const others = ['camp_locked', 'camp_broken'];
    for (const other of others) await insertCampaign(pool, other);
    const [locked, broken] = [await store.create('camp_locked', dispatchSettings()), await store.create('camp_broken', dispatchSettings({ template: { subject: '', body: '{{ nonsense }}' } }))];
    await insertRecipients(pool, 1, { campaignId: 'camp_broken' });
    await new PostgresDeliveryQueue(pool).start(broken.id, 3);
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM dispatches WHERE id = $1 FOR UPDATE', [locked.id]);
    try {
      await startDispatcher();
      await insertRecipients(pool, 3);
      const { id } = await create();
      expect(await becomes(id, 'completed')).toMatchObject({ sent: 3 });
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    await becomes(locked.id, 'completed');
  });

  test('sends each recipient a message of its own, with links of its own', async () => {
    await insertRecipients(pool, 3);
    await startDispatcher();
    const { id } = await create();
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 3, failed: 0, queued: 0 });
    expect(channel.messages.map(({ to }) => to.name).sort()).toEqual(['Person 1', 'Person 2', 'Person 3']);
    const tokens = (await pool.query<{ token: string }>('SELECT token FROM recipients')).rows.map(({ token }) => `https://example.com/feedback/${token}`);
    expect(channel.messages.map(({ feedbackLink }) => feedbackLink).sort()).toEqual(tokens.sort());
    expect(new Set(channel.messages.map(({ key }) => key)).size).toBe(3);
  });

  test('tries transient failures again, as often as the channel allows, and permanent ones never', async () => {
    await insertRecipients(pool, 3);
    channel.answer = (message) => {
      const who = recipientNumber(message);
      if (who === 1) return { status: 'permanent', code: 'GONE', message: 'Nobody lives here.' };
      if (who === 2) return { status: 'transient', code: 'BUSY', message: 'Come again.' };
      return message.attempt === 1 ? { status: 'transient', code: 'BUSY', message: 'Come again.' } : { status: 'sent' };
    };
    await startDispatcher();
    const { id } = await create();
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 1, failed: 2 });
    const attempts = (who: number) => channel.messages.filter((message) => recipientNumber(message) === who).map(({ attempt }) => attempt);
    expect([attempts(1), attempts(2), attempts(3)]).toEqual([[1], [1, 2, 3], [1, 2]]);
    // However often: one key, by which the other side knows that it is the same message.
    expect(new Set(channel.messages.map(({ key }) => key)).size).toBe(3);
    const { rows } = await pool.query('SELECT status, attempts, last_error_code FROM recipients ORDER BY email');
    expect(rows).toEqual([
      { status: 'failed', attempts: 1, last_error_code: 'GONE' },
      { status: 'failed', attempts: 3, last_error_code: 'BUSY' },
      { status: 'sent', attempts: 2, last_error_code: null },
    ]);
  });

  test('waits as long as the other side asks for', async () => {
    await insertRecipients(pool, 1);
    channel.answer = () => ({ status: 'transient', code: 'SLOW', message: 'Not now.', retryAfterMs: HOUR / 2 });
    await startDispatcher();
    const { id } = await create();
    await eventually(async () => expect((await store.find(id))!).toMatchObject({ queued: 1, failuresInRow: 1 }));
    const { rows } = await pool.query<{ next: Date }>('SELECT next_attempt_at AS next FROM recipients');
    expect(rows[0]!.next.getTime()).toBeGreaterThan(Date.now() + HOUR / 2 - 60_000);
  });

  test('makes no more deliveries at a time than the channel takes, shared among dispatches', async () => {
    await insertRecipients(pool, 60);
    channel.answer = async () => {
      await sleep(5);
      return { status: 'sent' };
    };
    await startDispatcher();
    const { id } = await create();
    await becomes(id, 'completed');
    expect(channel.most).toBeLessThanOrEqual(10);
    expect(channel.most).toBeGreaterThan(1);
  });

  test('a channel that throws fails one attempt, and nothing else', async () => {
    await insertRecipients(pool, 2);
    channel.answer = (message) => {
      if (recipientNumber(message) === 1) throw new Error('a bug');
      return { status: 'sent' };
    };
    const { reports } = await startDispatcher();
    const { id } = await create();
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 1, failed: 1 });
    expect(reports).not.toEqual([]);
  });

  test('sends nothing outside the hours of sending, and goes on when they begin', async () => {
    await insertRecipients(pool, 1);
    // 05:00 in Berlin.
    let offset = Date.parse('2026-11-23T04:00:00Z') - Date.now();
    await startDispatcher({ now: () => Date.now() + offset });
    const { id } = await create({ window: { opens: 9 * 60, closes: 18 * 60 } });
    await becomes(id, 'processing');
    await sleep(1_500);
    expect([channel.messages.length, (await store.find(id))!.queued]).toEqual([0, 1]);
    offset += 5 * HOUR;
    await becomes(id, 'completed');
  });

  test('a dispatch that missed its time by more than an hour asks; one that is a little late is sent', async () => {
    await insertRecipients(pool, 1);
    const { id } = await create({ scheduledAt: Date.now() - 2 * HOUR });
    await startDispatcher();
    expect(await becomes(id, 'paused')).toMatchObject({ pause: { code: 'schedule_missed' }, sent: 0 });
    await store.steer(id, { to: 'resume' });
    await becomes(id, 'completed');
    await insertRecipients(pool, 1, { from: 2 });
    const late = await create({ scheduledAt: Date.now() - HOUR / 2 });
    expect(await becomes(late.id, 'completed')).toMatchObject({ sent: 1 });
  });

  test('one that is paused claims nothing more, and one that is resumed goes on where it was', async () => {
    await insertRecipients(pool, 30);
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    channel.answer = async () => {
      await held;
      return { status: 'sent' };
    };
    await startDispatcher();
    const { id } = await create();
    await eventually(() => expect(channel.open).toBe(10));
    await store.steer(id, { to: 'pause', pause: { code: 'asked', detail: '', at: 0 } });
    goOn();
    await eventually(async () => expect((await store.find(id))!).toMatchObject({ status: 'paused', sent: 10, sending: 0, queued: 20 }));
    await sleep(1_200);
    expect(channel.messages).toHaveLength(10);
    await store.steer(id, { to: 'resume' });
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 30 });
    expect(channel.messages).toHaveLength(30);
  });

  test('two of them share the work, and nobody is sent to twice', async () => {
    await insertRecipients(pool, 300);
    channel.answer = async () => {
      await sleep(2);
      return { status: 'sent' };
    };
    await startDispatcher();
    await startDispatcher();
    const { id } = await create();
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 300 });
    expect(new Set(channel.messages.map(({ key }) => key)).size).toBe(300);
    expect(channel.messages).toHaveLength(300);
  });

  test('what was sent while the database was away is written down when it is back, and not sent again', async () => {
    const gate = await startGate(addressOf(database.url));
    const connections = createTestPool(throughGate(database.url, gate), { connectionTimeoutMillis: 500, query_timeout: 1_000 });
    await insertRecipients(pool, 20);
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    channel.answer = async () => {
      await held;
      return { status: 'sent' };
    };
    const { dispatcher, reports } = await startDispatcher({ connections });
    try {
      const { id } = await create();
      await eventually(() => expect(channel.open).toBe(10));
      await gate.shut();
      goOn();
      await eventually(() => expect(reports).not.toEqual([]));
      await gate.open();
      expect(await becomes(id, 'completed')).toMatchObject({ sent: 20, queued: 0, sending: 0 });
      expect(channel.messages).toHaveLength(20);
      expect(await countRows(pool, id)).toMatchObject({ sent: 20 });
    } finally {
      await dispatcher.stop();
      await connections.end();
      await gate.close();
    }
  });

  test('one that is told to stop finishes what is under way, and leaves the rest to the next', async () => {
    await insertRecipients(pool, 50);
    channel.answer = async () => {
      await sleep(50);
      return { status: 'sent' };
    };
    const { dispatcher } = await startDispatcher();
    const { id } = await create();
    await eventually(() => expect(channel.open).toBe(10));
    await dispatcher.stop();
    const { sending, sent, queued } = (await store.find(id))!;
    expect([sending, sent + queued, sent > 0]).toEqual([0, 50, true]);
    await startDispatcher();
    await becomes(id, 'completed');
    expect(channel.messages).toHaveLength(50);
  });

  test('the last recipient being removed does not leave a dispatch waiting for ever', async () => {
    await insertRecipients(pool, 1);
    channel.answer = () => ({ status: 'transient', code: 'BUSY', message: 'Later.', retryAfterMs: HOUR });
    await startDispatcher();
    const { id } = await create();
    await eventually(async () => expect((await store.find(id))!).toMatchObject({ queued: 1, failuresInRow: 1 }));
    await pool.query('WITH gone AS (DELETE FROM recipients) UPDATE dispatches SET queued = 0');
    await becomes(id, 'completed');
  });
});
