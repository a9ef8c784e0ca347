import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutreachBody, SummaryBody } from '../src/outreach/outreach.schema.ts';
import type { RecipientBody } from '../src/outreach/recipient.schema.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { register, upload } from './support/imports.ts';
import { connectLive, type LiveClient } from './support/live-client.ts';
import { type Product, startProduct, startWorker, type Worker } from './support/product.ts';
import { query } from './support/simulations.ts';
import { startTestApplication } from './support/test-application.ts';

type Served = Pick<Product, 'url' | 'database'>;

const RANK = { queued: 0, sending: 1, sent: 2, failed: 2 };

const clients: LiveClient[] = [];
let campaigns = 0;

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

async function campaignOf({ url }: Served, recipients: number): Promise<{ id: string; ids: string[] }> {
  const id = `camp_live_${(campaigns += 1)}`;
  await register(url, id);
  if (recipients > 0) await upload(url, id, `name,email\n${Array.from({ length: recipients }, (_, n) => `Person ${n},p${n}@${id.replaceAll('_', '-')}.example`).join('\n')}\n`);
  const { items } = (await send(`${url}/api/campaigns/${id}/recipients?limit=100`)).body as { items: RecipientBody[] };
  return { id, ids: items.map((recipient) => recipient.id) };
}

async function dispatch({ url }: Served, campaign: string, delay: [number, number]): Promise<string> {
  const answer = await post(`${url}/api/campaigns/${campaign}/dispatches`, { simulated: { delay_ms: delay, failure_rate: 0 } });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return (answer.body as { id: string }).id;
}

const steer = async ({ url }: Served, id: string, to: string): Promise<void> => expect((await send(`${url}/api/dispatches/${id}/${to}`, { method: 'POST' })).status).toBe(200);

/** A page of a campaign, its rows and the list open, after their snapshots. */
async function watch({ url }: Served, campaign: string, ids: string[]) {
  const client = await connectLive(url);
  clients.push(client);
  client.watch('outreach', 'outreach', { campaign_id: campaign });
  client.watch('rows', 'recipients', { campaign_id: campaign, ids });
  client.watch('list', 'outreach_list', {});
  const kinds = (key: string) => client.messages.filter((message) => message.key === key).map(({ kind }) => kind);
  await eventually(() => expect(['outreach', 'rows', 'list'].map((key) => kinds(key)[0])).toEqual(['snapshot', 'snapshot', 'snapshot']));
  return {
    client,
    kinds,
    all: () => client.bodies<{ outreach: OutreachBody | null }>('outreach').map(({ outreach }) => outreach),
    outreach: () => client.bodies<{ outreach: OutreachBody | null }>('outreach').at(-1)!.outreach,
    inList: () => client.bodies<{ items: SummaryBody[] }>('list').at(-1)!.items.find(({ campaign_id: id }) => id === campaign),
    /** What the page shows after all it was told. */
    rows: () => {
      const rows = new Map<string, RecipientBody>();
      for (const { key, kind, body } of client.messages) {
        if (key !== 'rows') continue;
        if (kind === 'snapshot') rows.clear();
        for (const row of body.recipients as RecipientBody[]) rows.set(row.id, row);
      }
      return rows;
    },
  };
}

type Page = Awaited<ReturnType<typeof watch>>;
const statuses = (page: Page) => [...new Set([...page.rows().values()].map(({ status }) => status))];

describe('pages that watch outreach', () => {
  let product: Awaited<ReturnType<typeof startTestApplication>>;

  beforeAll(async () => {
    product = await startTestApplication();
  });

  afterAll(() => product.stop());

  test('see a dispatch move, with sums that always add up and never go back', async () => {
    const { id, ids } = await campaignOf(product, 300);
    const page = await watch(product, id, ids);
    expect(page.outreach()).toMatchObject({ campaign_id: id, recipients: { total: 300, queued: 300, sent: 0 }, dispatch: null });
    expect(page.inList()).toMatchObject({ recipients: 300, dispatch: null });
    expect([page.rows().size, statuses(page)]).toEqual([100, ['queued']]);

    const dispatchId = await dispatch(product, id, [0, 2_000]);
    await eventually(() => {
      expect(page.outreach()).toMatchObject({ recipients: { total: 300, sent: 300 }, dispatch: { id: dispatchId, status: 'completed', sent: 300 } });
      expect(page.inList()).toMatchObject({ dispatch: { id: dispatchId, status: 'completed', sent: 300 } });
      expect(statuses(page)).toEqual(['sent']);
    });

    const told = page.all().flatMap((outreach) => (outreach!.dispatch === null ? [] : [outreach!]));
    for (const { recipients, dispatch: sums } of told) {
      expect(sums).toMatchObject({ total: 300, failed: 0 });
      expect(sums!.queued + sums!.sending + sums!.sent).toBe(300);
      expect({ ...recipients, unsubscribed: 0 }).toEqual({ total: 300, queued: sums!.queued, sending: sums!.sending, sent: sums!.sent, failed: 0, unsubscribed: 0 });
    }
    const [sent, queued] = [told.map(({ dispatch: sums }) => sums!.sent), told.map(({ dispatch: sums }) => sums!.queued)];
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    expect(queued).toEqual(queued.toSorted((a, b) => b - a));
    expect(sent.some((each) => each > 0 && each < 300)).toBe(true);
    expect(page.kinds('outreach').filter((kind) => kind === 'snapshot')).toHaveLength(1);
  });

  test('are told of the rows that have changed, each of which goes forward only', async () => {
    const { id, ids } = await campaignOf(product, 100);
    const page = await watch(product, id, ids);
    await dispatch(product, id, [0, 2_000]);
    await eventually(() => expect(statuses(page)).toEqual(['sent']));
    const updates = page.client.bodies<{ recipients: RecipientBody[] }>('rows').slice(1);
    expect(page.kinds('rows').slice(1)).toEqual(updates.map(() => 'update'));
    expect(updates.some(({ recipients }) => recipients.length < 100)).toBe(true);
    const known = new Map<string, number>();
    for (const { id: row, status } of updates.flatMap(({ recipients }) => recipients)) {
      expect(RANK[status]).toBeGreaterThanOrEqual(known.get(row) ?? 0);
      known.set(row, RANK[status]);
    }
    expect(known.size).toBe(100);
  });

  test('get a snapshot when rows are gone, and an update when one is edited', async () => {
    const { id, ids } = await campaignOf(product, 3);
    const page = await watch(product, id, ids);
    const row = `${product.url}/api/recipients/${ids[1]}`;
    expect((await send(row, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"name":"Somebody else"}' })).status).toBe(200);
    await eventually(() => expect(page.rows().get(ids[1]!)).toMatchObject({ name: 'Somebody else' }));
    expect(page.client.bodies<{ recipients: RecipientBody[] }>('rows').at(-1)!.recipients).toHaveLength(1);
    expect((await send(row, { method: 'DELETE' })).status).toBe(204);
    await eventually(() => expect([...page.rows().keys()]).toEqual([ids[0], ids[2]]));
    expect(page.kinds('rows').at(-1)).toBe('snapshot');
    await eventually(() => expect(page.outreach()).toMatchObject({ recipients: { total: 2 } }));
    await eventually(() => expect(page.inList()).toMatchObject({ recipients: 2 }));
  });

  test('see how far an import is while its file arrives', async () => {
    const { id } = await campaignOf(product, 0);
    const page = await watch(product, id, []);
    expect(page.outreach()).toMatchObject({ import: null });
    const lines = Array.from({ length: 3_000 }, (_, n) => (n % 10 === 9 ? `Nobody ${n},nowhere` : `Person ${n},p${n}@example.com`)).map((line) => `${line}\n`);
    const sending = request(`${product.url}/api/campaigns/${id}/recipients/import`, { method: 'POST', headers: { 'content-type': 'text/csv' } });
    const answered = new Promise<number>((resolve, reject) => sending.on('error', reject).on('response', (response) => resolve(response.resume().statusCode!)));
    sending.write(`name,email\n${lines.slice(0, 1_500).join('')}`);
    await eventually(() => expect(page.outreach()).toMatchObject({ import: { status: 'running', lines: expect.any(Number), bytes: null } }));
    await eventually(() => expect(page.outreach()!.import!.lines).toBeGreaterThanOrEqual(1_000));
    expect(page.outreach()!.import!.status).toBe('running');
    sending.end(lines.slice(1_500).join(''));
    expect(await answered).toBe(200);
    await eventually(() => expect(page.outreach()).toMatchObject({ recipients: { total: 2_700 }, import: { status: 'completed', lines: 3_000, added: 2_700, rejected: 300 } }));
    await eventually(() => expect(page.inList()).toMatchObject({ recipients: 2_700 }));
    const read = page.all().flatMap((outreach) => (outreach!.import === null ? [] : [outreach!.import.lines]));
    expect(read).toEqual(read.toSorted((a, b) => a - b));
  });

  test('see answers and who unsubscribes as they come', async () => {
    const { id, ids } = await campaignOf(product, 2);
    await dispatch(product, id, [0, 0]);
    const page = await watch(product, id, ids);
    await eventually(() => expect(page.outreach()).toMatchObject({ feedback: { sent: 2, responses: 0, average_rating: null } }));
    const tokens = await query<{ token: string }>(product.database.url, 'SELECT token FROM recipients WHERE id = $1', [ids[1]!]);
    expect((await post(`${product.url}/feedback/${tokens[0]!.token}`, { rating: 4, comment: 'Fine' })).status).toBe(200);
    await eventually(() => {
      expect(page.outreach()).toMatchObject({ feedback: { responses: 1, response_rate: 0.5, average_rating: 4, ratings: [0, 0, 0, 1, 0] } });
      expect(page.rows().get(ids[1]!)).toMatchObject({ rating: 4, responded_at: expect.any(String) });
      expect(page.inList()).toMatchObject({ responses: 1, average_rating: 4 });
    });
    expect((await post(`${product.url}/unsubscribe/${tokens[0]!.token}`, {})).status).toBe(200);
    await eventually(() => {
      expect(page.outreach()).toMatchObject({ recipients: { unsubscribed: 1 } });
      expect(page.rows().get(ids[1]!)).toMatchObject({ unsubscribed: true });
    });
  });

  test('are shown nothing of what is not there, and the campaign as soon as it is', async () => {
    const id = `camp_${randomUUID()}`;
    const { ids } = await campaignOf(product, 1);
    const page = await watch(product, id, [randomUUID(), ...ids]);
    expect([page.outreach(), page.rows().size, page.inList()]).toEqual([null, 0, undefined]);
    await register(product.url, id);
    await eventually(() => expect(page.outreach()).toMatchObject({ campaign_id: id, recipients: { total: 0 } }));
    await eventually(() => expect(page.inList()).toMatchObject({ recipients: 0, dispatch: null }));
    // Somebody else's recipient is not theirs.
    expect(page.rows().size).toBe(0);
    expect((await send(`${product.url}/api/campaigns/${id}`, { method: 'DELETE' })).status).toBeLessThan(300);
    await eventually(() => expect([page.outreach(), page.inList()]).toEqual([null, undefined]));
  });

  test('are refused what cannot be watched', async () => {
    const client = await connectLive(product.url);
    clients.push(client);
    const bad: [string, unknown][] = [
      ['outreach', {}],
      ['outreach', { campaign_id: 7 }],
      ['recipients', { ids: [] }],
      ['recipients', { campaign_id: 'camp' }],
      ['recipients', { campaign_id: 'camp', ids: 'all' }],
      ['recipients', { campaign_id: 'camp', ids: ['x'] }],
      ['recipients', { campaign_id: 'camp', ids: [null] }],
      ['recipients', { campaign_id: 'camp', ids: Array.from({ length: 101 }, () => randomUUID()) }],
      ['recipients', null],
    ];
    bad.forEach(([topic, params], index) => client.watch(String(index), topic, params as object));
    await eventually(() => expect(client.refusals.map(({ key, code }) => [key, code])).toEqual(bad.map((_, index) => [String(index), 'VALIDATION_FAILED'])));
    expect(client.refusals.at(-2)!.detail).toMatch(/ids/);
    expect(client.messages).toEqual([]);
  });
});

describe('pages of a process that another one works for, without a word between them', () => {
  let product: Product;
  let worker: Worker;

  beforeAll(async () => {
    product = await startProduct({ env: { DISPATCHER: 'off' } });
    worker = await startWorker(product.database);
  });

  afterAll(async () => {
    await worker.kill('SIGTERM');
    await product.stop();
  });

  test('move all the same, to the end', async () => {
    const { id, ids } = await campaignOf(product, 100);
    const page = await watch(product, id, ids);
    await dispatch(product, id, [500, 4_000]);
    await eventually(() => expect(page.outreach()!.dispatch).toMatchObject({ status: 'completed', sent: 100 }));
    await eventually(() => expect(statuses(page)).toEqual(['sent']));
    await eventually(() => expect(page.inList()).toMatchObject({ dispatch: { status: 'completed', sent: 100 } }));
    expect(page.all().some((outreach) => (outreach!.dispatch?.sent ?? 0) > 0 && outreach!.dispatch!.sent < 100)).toBe(true);
  });

  test.each(['pause', 'cancel'])('see what was on its way at a %s end', async (to) => {
    const { id, ids } = await campaignOf(product, 20);
    const page = await watch(product, id, ids);
    const dispatchId = await dispatch(product, id, [3_000, 4_000]);
    await eventually(() => expect(page.outreach()!.dispatch).toMatchObject({ status: 'processing', sending: 20 }));
    await steer(product, dispatchId, to);
    await eventually(() => expect(page.outreach()!.dispatch).toMatchObject({ sending: 0, sent: 20 }));
    await eventually(() => expect(page.inList()).toMatchObject({ dispatch: { sending: 0, sent: 20 } }));
    await eventually(() => expect(statuses(page)).toEqual(['sent']));
  });
});
