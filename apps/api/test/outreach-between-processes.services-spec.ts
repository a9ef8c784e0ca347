import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutreachBody, SummaryBody } from '../src/outreach/outreach.schema.ts';
import type { RecipientBody } from '../src/outreach/recipient.schema.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { register, upload } from './support/imports.ts';
import { connectLive, type LiveClient } from './support/live-client.ts';
import { type Product, startProduct } from './support/product.ts';
import { type RedisServer, startRedisServer } from './support/redis-server.ts';
import { query } from './support/simulations.ts';

/** Of one that is over nothing is read again by itself: what is seen of it then was told. */
describe('outreach of two processes', () => {
  let redis: RedisServer;
  let here: Product;
  let there: Product;
  let client: LiveClient;
  let campaigns = 0;

  beforeAll(async () => {
    redis = await startRedisServer();
    here = await startProduct({ env: { REDIS_URL: redis.url, DISPATCHER: 'off' } });
    there = await startProduct({ database: here.database, env: { REDIS_URL: redis.url } });
  });

  afterEach(() => client.close());

  afterAll(async () => {
    await there.stop();
    await here.stop();
    await redis.stop();
  });

  const outreach = (): OutreachBody | null => client.bodies<{ outreach: OutreachBody | null }>('outreach').at(-1)!.outreach;
  const inList = (id: string): SummaryBody | undefined => client.bodies<{ items: SummaryBody[] }>('list').at(-1)!.items.find(({ campaign_id: campaign }) => campaign === id);
  const row = (id: string): RecipientBody | undefined => client.bodies<{ recipients: RecipientBody[] }>('rows').flatMap(({ recipients }) => recipients).findLast((each) => each.id === id);

  /** A campaign with so many recipients, and a page of it that the first process serves. */
  async function watched(recipients: number): Promise<{ id: string; ids: string[] }> {
    const id = `camp_between_${(campaigns += 1)}`;
    await register(here.url, id);
    const lines = Array.from({ length: recipients }, (_, n) => `Person ${n},p${n}@campaign-${campaigns}.example`);
    expect((await upload(there.url, id, `name,email\n${lines.join('\n')}\n`)).status).toBe(200);
    const { items } = (await send(`${here.url}/api/campaigns/${id}/recipients?limit=100`)).body as { items: { id: string }[] };
    const ids = items.map((recipient) => recipient.id);
    client = await connectLive(here.url);
    client.watch('outreach', 'outreach', { campaign_id: id });
    client.watch('rows', 'recipients', { campaign_id: id, ids });
    client.watch('list', 'outreach_list', {});
    await eventually(() => expect(new Set(client.messages.map(({ key }) => key))).toEqual(new Set(['outreach', 'rows', 'list'])));
    return { id, ids };
  }

  async function dispatch({ url }: Product, campaign: string, simulated: object): Promise<string> {
    const answer = await post(`${url}/api/campaigns/${campaign}/dispatches`, { simulated });
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return (answer.body as { id: string }).id;
  }

  const shows = (id: string, ids: string[], sums: object) =>
    eventually(() => {
      expect(outreach()).toMatchObject({ dispatch: sums });
      expect(inList(id)).toMatchObject({ dispatch: sums });
      for (const each of ids) expect(row(each)!.status).toMatch(/^(sent|failed)$/);
    });

  test('what one begins and sends, pages of the other see', async () => {
    const { id, ids } = await watched(60);
    await dispatch(there, id, { delay_ms: [0, 2_000], failure_rate: 0 });
    await shows(id, ids, { status: 'completed', sent: 60 });
    const seen = client.bodies<{ outreach: OutreachBody }>('outreach').map((body) => body.outreach.dispatch?.sent ?? 0);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.some((sent) => sent > 0 && sent < 60)).toBe(true);
  });

  test('what is asked of one, the other does: begin, pause, resume, send again', async () => {
    const { id, ids } = await watched(40);
    const dispatchId = await dispatch(here, id, { delay_ms: [50, 400], failure_rate: 1 });
    await eventually(() => expect(outreach()).toMatchObject({ dispatch: { status: 'processing', sending: expect.any(Number) } }));
    for (const [to, status] of [['pause', 'paused'], ['resume', 'processing']] as const) {
      expect((await send(`${here.url}/api/dispatches/${dispatchId}/${to}`, { method: 'POST' })).body).toMatchObject({ status });
      await eventually(() => expect(outreach()).toMatchObject({ dispatch: { status } }));
    }
    await shows(id, ids, { status: 'completed', failed: 40 });
    expect((await send(`${there.url}/api/dispatches/${dispatchId}/retry-failed`, { method: 'POST' })).status).toBe(200);
    await eventually(() => expect(outreach()).toMatchObject({ dispatch: { status: 'processing', failed: expect.any(Number) } }));
    expect((await send(`${here.url}/api/dispatches/${dispatchId}/cancel`, { method: 'POST' })).status).toBe(200);
    await eventually(() => expect(outreach()).toMatchObject({ dispatch: { status: 'cancelled', sending: 0 } }));
  });

  test('what recipients do and what becomes of them at one, pages of the other are told', async () => {
    const { id, ids } = await watched(3);
    await dispatch(there, id, { delay_ms: [0, 0], failure_rate: 0 });
    await shows(id, ids, { status: 'completed', sent: 3 });
    const [recipient] = await query<{ token: string }>(here.database.url, 'SELECT token FROM recipients WHERE id = $1', [ids[0]!]);
    expect((await post(`${there.url}/feedback/${recipient!.token}`, { rating: 5 })).status).toBe(200);
    await eventually(() => expect([outreach()!.feedback.responses, row(ids[0]!)!.rating, inList(id)!.responses]).toEqual([1, 5, 1]));
    expect((await post(`${there.url}/unsubscribe/${recipient!.token}`, {})).status).toBe(200);
    await eventually(() => expect([outreach()!.recipients.unsubscribed, row(ids[0]!)!.unsubscribed]).toEqual([1, true]));
    expect((await send(`${there.url}/api/recipients/${ids[2]}`, { method: 'DELETE' })).status).toBe(204);
    await eventually(() => expect([outreach()!.recipients.total, inList(id)!.recipients]).toEqual([2, 2]));
    expect((await upload(there.url, id, 'name,email\nNew,new@example.com\nBad,nowhere\n')).status).toBe(200);
    await eventually(() => expect(outreach()).toMatchObject({ recipients: { total: 3 }, import: { status: 'completed', added: 1, rejected: 1 } }));
  });

  test('after Redis was away pages show what has happened meanwhile', async () => {
    const { id, ids } = await watched(5);
    await redis.kill();
    try {
      await dispatch(there, id, { delay_ms: [0, 0], failure_rate: 0 });
      await eventually(async () => expect((await send(`${there.url}/api/campaigns/${id}/outreach`)).body).toMatchObject({ dispatch: { status: 'completed' } }));
    } finally {
      await redis.restart();
    }
    await shows(id, ids, { status: 'completed', sent: 5 });
  });
});
