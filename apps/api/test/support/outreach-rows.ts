import type { Pool } from 'pg';
import type { DispatchSettings, DispatchSums } from '../../../../libs/outreach/domain/dispatch.ts';
import { DEFAULT_TEMPLATE } from '../../../../libs/outreach/domain/default-template.ts';

export const CAMPAIGN = 'camp_outreach';

/** Of a dispatch that is sent at once, to everybody, through the simulated channel. */
export function dispatchSettings(different: Partial<DispatchSettings> = {}): DispatchSettings {
  return {
    channel: 'simulated',
    audience: 'new',
    template: DEFAULT_TEMPLATE,
    simulated: { delayMs: [0, 0], failureRate: 0 },
    ratePerMinute: null,
    window: null,
    pauseAfterFailures: 100,
    scheduledAt: null,
    ...different,
  };
}

export async function insertCampaign(pool: Pool, id = CAMPAIGN, timeZone = 'UTC'): Promise<void> {
  await pool.query(`INSERT INTO campaigns (id, name, daily_budget, status, status_since, time_zone, version, created_at, updated_at) VALUES ($1, 'Spring sale', 100, 'active', now(), $2, 1, now(), now())`, [id, timeZone]);
}

/** Recipients `p1@example.com`, `p2@…`; returns their ids in this order. */
export async function insertRecipients(pool: Pool, count: number, { campaignId = CAMPAIGN, from = 1 }: { campaignId?: string; from?: number } = {}): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO recipients (id, campaign_id, name, email, status, attempts, attempts_left, round, token, created_at, updated_at)
     SELECT gen_random_uuid(), $1, 'Person ' || n, 'p' || n || '@example.com', 'queued', 0, 0, 0, left(replace(gen_random_uuid()::text, '-', ''), 22), now(), now()
     FROM generate_series($3::int, $3::int + $2::int - 1) AS n RETURNING id`,
    [campaignId, count, from],
  );
  return rows.map(({ id }) => id);
}

/** What the rows of a dispatch add up to: the truth that its sums have to agree with. */
export async function countRows(pool: Pool, dispatchId: string): Promise<Pick<DispatchSums, 'queued' | 'sending' | 'sent' | 'failed'>> {
  const { rows } = await pool.query<{ status: 'queued' | 'sending' | 'sent' | 'failed'; count: number }>('SELECT status, count(*)::int AS count FROM recipients WHERE dispatch_id = $1 GROUP BY 1', [dispatchId]);
  return { queued: 0, sending: 0, sent: 0, failed: 0, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
}
