import { join } from 'node:path';
import pg from 'pg';
import type { DeliveryQueue, DispatchStore } from '../../libs/outreach/application/ports.ts';
import { ROOT } from './programs.ts';

/** What the queue of deliveries alone can do: all recipients of a campaign claimed and settled, one batch after the other, nothing sent. */
export interface QueueReport {
  recipientsPerSecond: number;
}

const BATCH = 500;
const { databaseUrl, campaign, recipients, first } = JSON.parse(process.argv[2]!) as { databaseUrl: string; campaign: string; recipients: number; first: number };

const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
await pool.query(`INSERT INTO campaigns (id, name, daily_budget, status, status_since, time_zone, version, created_at, updated_at) VALUES ($1, 'Bench', 1, 'active', now(), 'UTC', 1, now(), now())`, [campaign]);
await pool.query(
  `INSERT INTO recipients (id, campaign_id, name, email, phone, status, attempts, attempts_left, round, token, created_at, updated_at)
   SELECT gen_random_uuid(), $1, 'Person ' || n, 'person.' || n || '@example.com', '+4930' || n, 'queued', 0, 0, 0, md5(random()::text), now(), now()
   FROM generate_series($2::int, $2::int + $3::int - 1) AS n`,
  [campaign, first, recipients],
);

// As built: Node runs TypeScript without what classes of the product make use of.
const adapters = join(ROOT, 'dist/libs/outreach/adapters/postgres');
const { PostgresDeliveryQueue } = (await import(join(adapters, 'postgres-delivery-queue.js'))) as { PostgresDeliveryQueue: new (pool: pg.Pool) => DeliveryQueue };
const { PostgresDispatchStore } = (await import(join(adapters, 'postgres-dispatch-store.js'))) as { PostgresDispatchStore: new (pool: pg.Pool) => DispatchStore };
const queue = new PostgresDeliveryQueue(pool);
const store = new PostgresDispatchStore(pool);
const started = performance.now();
const { id } = await store.create(campaign, {
  channel: 'simulated',
  audience: 'new',
  template: { subject: 'Bench', body: 'Bench' },
  simulated: { delayMs: [0, 0], failureRate: 0 },
  ratePerMinute: null,
  window: null,
  pauseAfterFailures: 100,
  scheduledAt: null,
});
await queue.start(id, 5);
for (;;) {
  const claim = await queue.claim(id, { wanted: BATCH, overallPerMinute: null, leaseMs: 60_000 });
  if (claim.deliveries.length === 0) break;
  const now = Date.now();
  await queue.settle(id, claim.deliveries.map(({ recipient }) => ({ claimId: claim.id, recipientId: recipient.id, isFirst: true, outcome: { status: 'sent' }, startedAt: now, finishedAt: now, retryAt: null })));
}
const report: QueueReport = { recipientsPerSecond: (recipients / (performance.now() - started)) * 1000 };
await pool.end();
process.stdout.write(JSON.stringify(report));
