import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { eventually } from './support/eventually.ts';
import { expectProblem, post, send } from './support/http.ts';
import { countRows, insertCampaign, insertRecipients } from './support/outreach-rows.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestPool } from './support/test-pool.ts';

interface Body {
  id: string;
  campaign_id: string;
  status: string;
  total: number;
  queued: number;
  sending: number;
  sent: number;
  failed: number;
  released: number;
  unsubscribed: number;
  pause: { code: string; detail: string } | null;
  waiting: { reason: string; until: string } | null;
}

let product: TestApplication;
let pool: Pool;
let campaigns = 0;

beforeAll(async () => {
  product = await startTestApplication();
  pool = createTestPool(product.database.url);
});

afterAll(async () => {
  await pool.end();
  await product.stop();
});

const url = (path: string): string => `${product.url}${path}`;
const QUICK = { simulated: { delay_ms: [0, 0], failure_rate: 0 } };
const NEVER = { simulated: { delay_ms: [60_000, 60_000] } };

/** A new campaign with so many recipients. */
async function campaignOf(recipients: number): Promise<string> {
  const id = `camp_${(campaigns += 1)}`;
  expect((await post(url('/api/campaigns'), { id, name: `Campaign ${campaigns}`, daily_budget: 10 })).status).toBe(201);
  const lines = Array.from({ length: recipients }, (_, n) => `Person ${n},p${n}@example.com`);
  if (recipients > 0) expect((await post(url(`/api/campaigns/${id}/recipients/import`), `name,email\n${lines.join('\n')}\n`, { 'content-type': 'text/csv' })).status).toBe(200);
  return id;
}

const dispatch = async (campaign: string, body: object = QUICK): Promise<Body> => {
  const answer = await post(url(`/api/campaigns/${campaign}/dispatches`), body);
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.body as Body;
};

const read = async (id: string): Promise<Body> => (await send(url(`/api/dispatches/${id}`))).body as Body;
const steer = (id: string, to: string) => send(url(`/api/dispatches/${id}/${to}`), { method: 'POST' });

const becomes = (id: string, status: string): Promise<Body> =>
  eventually(async () => {
    const body = await read(id);
    expect(body.status).toBe(status);
    return body;
  });

describe('POST /api/campaigns/:id/dispatches', () => {
  test('an empty object sends to everybody now', async () => {
    const campaign = await campaignOf(10);
    const { id, total, status } = await dispatch(campaign, {});
    expect([total, ['pending', 'processing'].includes(status)]).toEqual([10, true]);
    expect(await becomes(id, 'completed')).toMatchObject({ campaign_id: campaign, total: 10, queued: 0, sending: 0, sent: 10, failed: 0 });
    const { items } = (await send(url(`/api/campaigns/${campaign}/recipients`))).body as { items: { status: string; attempts: number; sent_at: string | null; dispatch_id: string }[] };
    expect(new Set(items.map(({ status: each, attempts, dispatch_id: by }) => `${each} ${attempts} ${by}`))).toEqual(new Set([`sent 1 ${id}`]));
    expect(items.every(({ sent_at: at }) => at !== null)).toBe(true);
  });

  test('once everybody was asked, there is nobody to send to, and it says so', async () => {
    const campaign = await campaignOf(2);
    await becomes((await dispatch(campaign)).id, 'completed');
    const again = await post(url(`/api/campaigns/${campaign}/dispatches`), {});
    expectProblem(again, 409, 'NOBODY_TO_SEND_TO');
    expect((again.body as { detail: string }).detail).toContain('Everybody was asked already');
    expect((await dispatch(campaign, { ...QUICK, audience: 'unanswered' })).total).toBe(2);
    const empty = await post(url(`/api/campaigns/${await campaignOf(0)}/dispatches`), {});
    expect((empty.body as { detail: string }).detail).toContain('no recipients yet');
  });

  test('a double click makes one dispatch', async () => {
    const campaign = await campaignOf(5);
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(url(`/api/campaigns/${campaign}/dispatches`), NEVER)));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) expectProblem(answer, 409, 'DISPATCH_UNDER_WAY');
    await steer((answers.find(({ status }) => status === 201)!.body as Body).id, 'cancel');
  });

  test('the share that fails fails for good, with a reason, and can be sent to again', async () => {
    const campaign = await campaignOf(40);
    const { id } = await dispatch(campaign, { simulated: { delay_ms: [0, 5], failure_rate: 1 } });
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 0, failed: 40 });
    const state = (await send(url(`/api/campaigns/${campaign}/outreach`))).body as { failures: { code: string; message: string; count: number }[]; recipients: { failed: number } };
    expect(state.failures.reduce((sum, { count }) => sum + count, 0)).toBe(40);
    expect(state.failures.every(({ message }) => message !== '')).toBe(true);
    expect((await steer(id, 'retry-failed')).body).toMatchObject({ status: 'processing', total: 40, failed: 0 });
    expect(await becomes(id, 'completed')).toMatchObject({ failed: 40 });
    const { id: recipient } = ((await send(url(`/api/campaigns/${campaign}/recipients?limit=1`))).body as { items: { id: string }[] }).items[0]!;
    const attempts = ((await send(url(`/api/recipients/${recipient}/attempts`))).body as { items: { outcome: string; error: string }[] }).items;
    expect(attempts.length).toBeGreaterThanOrEqual(2);
    expect(attempts.every(({ outcome, error }) => outcome !== 'sent' && error.endsWith('(simulated)'))).toBe(true);
  });

  test('what is wrong is named, and nothing is begun', async () => {
    const campaign = await campaignOf(1);
    const refused = async (body: object, errors: Record<string, unknown>): Promise<void> => expectProblem(await post(url(`/api/campaigns/${campaign}/dispatches`), body), 422, 'VALIDATION_FAILED', errors);
    await refused({ channel: 'pigeon' }, { channel: expect.stringContaining('must be one of') });
    await refused({ audience: 1 }, { audience: expect.stringContaining('must be one of') });
    await refused({ rate_per_minute: 0 }, { rate_per_minute: 'must be a whole number from 1 to 1,000,000' });
    await refused({ scheduled_at: '2020-01-01T00:00:00Z' }, { scheduled_at: 'must not be in the past' });
    await refused({ scheduled_at: 'soon' }, { scheduled_at: expect.stringContaining('must be a time') });
    await refused({ sending_window: { from: '9', to: '25:00' } }, { 'sending_window.from': expect.any(String), 'sending_window.to': expect.any(String) });
    await refused({ sending_window: { from: '09:00', to: '09:00' } }, { 'sending_window.to': 'must be another time than from' });
    await refused({ simulated: { delay_ms: [5, 1] } }, { 'simulated.delay_ms': expect.any(String) });
    await refused({ simulated: { failure_rate: 2 }, pause_after_failures: 1.5 }, { pause_after_failures: expect.any(String), 'simulated.failure_rate': expect.any(String) });
    await refused({ template: { title: 'x' } }, { 'template.title': 'is not a field of this request' });
    await refused({ template: '' }, { template: expect.any(String) });
    await refused({ colour: 'red' }, { colour: 'is not a field of this request' });
    expectProblem(await post(url(`/api/campaigns/${campaign}/dispatches`), { template: 'Hello {{ nme }}' }), 422, 'TEMPLATE_INVALID', { 'template.body': expect.stringContaining('nme') });
    expectProblem(await post(url(`/api/campaigns/${campaign}/dispatches`), { channel: 'smtp' }), 422, 'CHANNEL_NOT_CONFIGURED', { channel: 'needs SMTP_URL and SMTP_FROM' });
    expectProblem(await post(url('/api/campaigns/nobody/dispatches'), {}), 404, 'CAMPAIGN_NOT_FOUND');
    expect((await send(url(`/api/campaigns/${campaign}/dispatches`))).body).toEqual({ items: [], next_cursor: null });
  });

  test('one for later waits for its time, and says so', async () => {
    const campaign = await campaignOf(3);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const { id } = await dispatch(campaign, { scheduled_at: at });
    expect(await read(id)).toMatchObject({ status: 'pending', queued: 3, sent: 0, waiting: { reason: 'schedule', until: at } });
    // Who is added meanwhile is asked, too.
    expect((await post(url(`/api/campaigns/${campaign}/recipients`), { name: 'Ann', email: 'ann@example.com' })).status).toBe(201);
    expect((await read(id)).queued).toBe(4);
    await pool.query(`UPDATE dispatches SET scheduled_at = now() WHERE id = $1`, [id]);
    expect(await becomes(id, 'completed')).toMatchObject({ sent: 4 });
  });

  test('one outside the hours of sending waits for them', async () => {
    const campaign = await campaignOf(1);
    const hour = (offset: number): string => `${String((new Date().getUTCHours() + offset) % 24).padStart(2, '0')}:00`;
    const { id } = await dispatch(campaign, { ...QUICK, sending_window: { from: hour(5), to: hour(6) } });
    await becomes(id, 'processing');
    expect((await read(id)).waiting).toMatchObject({ reason: 'window', until: expect.stringContaining(`T${hour(5)}:00Z`) });
    await steer(id, 'cancel');
  });
});

describe('a dispatch under way', () => {
  test('is paused, resumed and cancelled; asking twice is no mistake, asking for what cannot be is', async () => {
    const campaign = await campaignOf(20);
    const { id } = await dispatch(campaign, { ...QUICK, rate_per_minute: 60 });
    await becomes(id, 'processing');
    expect((await steer(id, 'pause')).body).toMatchObject({ status: 'paused', pause: { code: 'asked' } });
    expect((await steer(id, 'pause')).status).toBe(200);
    expect((await steer(id, 'resume')).body).toMatchObject({ status: 'processing', pause: null });
    expect((await steer(id, 'resume')).status).toBe(200);
    expectProblem(await steer(id, 'retry-failed'), 409, 'NOTHING_FAILED');
    const cancelled = (await steer(id, 'cancel')).body as Body;
    expect(cancelled).toMatchObject({ status: 'cancelled', queued: 0 });
    expect((await steer(id, 'cancel')).status).toBe(200);
    expectProblem(await steer(id, 'resume'), 409, 'DISPATCH_STATE_CONFLICT');
    const { sent, released } = await eventually(async () => {
      const body = await read(id);
      expect(body.sending).toBe(0);
      return body;
    });
    expect([sent + released, sent < 20]).toEqual([20, true]);
    // Those who were let go are for the next one, and nobody else is.
    const next = await dispatch(campaign);
    expect(next.total).toBe(released);
    await becomes(next.id, 'completed');
    for (const bad of ['00000000-0000-4000-8000-000000000000', 'x', '%00']) expectProblem(await steer(bad, 'pause'), 404, 'DISPATCH_NOT_FOUND');
  });

  test('keeps its sums equal to its rows while recipients are removed, edited, added and unsubscribe', async () => {
    const campaign = await campaignOf(300);
    const { id } = await dispatch(campaign, { simulated: { delay_ms: [5, 60], failure_rate: 0.2 } });
    const { items } = (await send(url(`/api/campaigns/${campaign}/recipients?limit=300`))).body as { items: { id: string; email: string }[] };
    await Promise.all(
      items.filter((_, index) => index % 5 === 0).map(async ({ id: recipient, email }, index) => {
        if (index % 3 === 0) expect((await send(url(`/api/recipients/${recipient}`), { method: 'DELETE' })).status).toBe(204);
        else if (index % 3 === 1) expect((await send(url(`/api/recipients/${recipient}`), { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Somebody else' }) })).status).toBe(200);
        else await pool.query('INSERT INTO unsubscribed_addresses VALUES ($1, now())', [email]);
      }),
    );
    const { queued, sending, sent, failed, unsubscribed } = await becomes(id, 'completed');
    expect(await countRows(pool, id)).toEqual({ queued, sending, sent, failed });
    const removed = items.filter((_, index) => index % 15 === 0).length;
    expect(sent + failed + unsubscribed).toBe(300 - removed);
  });

  test('ends with its campaign', async () => {
    const campaign = await campaignOf(30);
    const { id } = await dispatch(campaign, { simulated: { delay_ms: [50, 300] } });
    await becomes(id, 'processing');
    expect((await send(url(`/api/campaigns/${campaign}`), { method: 'DELETE' })).status).toBeLessThan(300);
    expectProblem(await send(url(`/api/dispatches/${id}`)), 404, 'DISPATCH_NOT_FOUND');
    expect((await pool.query('SELECT count(*)::int AS count FROM recipients WHERE campaign_id = $1', [campaign])).rows).toEqual([{ count: 0 }]);
    // And others go on.
    await becomes((await dispatch(await campaignOf(3))).id, 'completed');
  });
});

test('dispatches of a campaign are listed, the newest first, page by page', async () => {
  const campaign = await campaignOf(1);
  const ids: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { id } = await dispatch(campaign, { ...QUICK, audience: 'unanswered' });
    ids.unshift(id);
    await becomes(id, 'completed');
  }
  const first = (await send(url(`/api/campaigns/${campaign}/dispatches?limit=2`))).body as { items: Body[]; next_cursor: string };
  const second = (await send(url(`/api/campaigns/${campaign}/dispatches?limit=2&cursor=${first.next_cursor}`))).body as { items: Body[]; next_cursor: null };
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
  expect(second.next_cursor).toBeNull();
  expectProblem(await send(url(`/api/campaigns/${campaign}/dispatches?cursor=x`)), 422, 'VALIDATION_FAILED', { cursor: expect.any(String) });
  const { items } = (await send(url('/api/outreach'))).body as { items: { campaign_id: string; recipients: number; dispatch: Body }[] };
  expect(items[0]).toMatchObject({ campaign_id: campaign, recipients: 1, dispatch: { id: ids[0], status: 'completed', sent: 1 } });
});

test('what is set for all campaigns together holds for all of them together', async () => {
  const limited = await startTestApplication({ outreach: { sendsPerMinute: 1 } });
  const connections = createTestPool(limited.database.url);
  const sent = async (): Promise<number> => (await connections.query<{ count: number }>(`SELECT count(*)::int AS count FROM delivery_attempts`)).rows[0]!.count;
  try {
    for (const id of ['first', 'second']) {
      await insertCampaign(connections, id);
      await insertRecipients(connections, 2, { campaignId: id });
      expect((await post(`${limited.url}/api/campaigns/${id}/dispatches`, QUICK)).status).toBe(201);
    }
    await eventually(async () => expect(await sent()).toBe(1));
    // Long enough for each of them to have asked again.
    await sleep(3_000);
    expect(await sent()).toBe(1);
  } finally {
    await connections.end();
    await limited.stop();
  }
});
