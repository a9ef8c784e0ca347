import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_CAMPAIGNS, UNREGISTERED } from '../../../tools/demo/demo-campaigns.ts';
import { DEMO_OUTREACH } from '../../../tools/demo/demo-outreach.ts';
import { TALK } from '../../../tools/demo/demo-talk.ts';
import { eventually } from './support/eventually.ts';
import { send } from './support/http.ts';
import { query, stop } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { startTool } from './support/tool.ts';

describe('the demo', () => {
  let application: TestApplication;

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterAll(() => application.stop());

  const run = (): Promise<{ code: number | null; stderr: string }> => startTool('tools/demo.ts', ['--url', application.url]).done;
  const read = async (path: string): Promise<unknown> => (await send(`${application.url}${path}`)).body;
  const storedBefore = async (time: Date): Promise<number> => (await query<{ count: number }>(application.database.url, 'SELECT count(*)::int AS count FROM events_raw WHERE inserted_at < $1', [time.toISOString()]))[0]!.count;

  test('makes campaigns in every state, with a day behind them and traffic that runs, and nothing twice', async () => {
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    const { items } = (await read('/api/campaigns?sort=id&limit=50')) as { items: { id: string; status: string; figures: { impressions: number; pacing: { state: string } } }[] };
    expect(items.map(({ id }) => id)).toEqual(DEMO_CAMPAIGNS.map(({ id }) => id).toSorted());
    expect(items.map(({ status }) => status)).toContain('paused');
    expect(items.map(({ figures }) => figures.pacing.state)).toContain('exhausted');
    for (const { figures } of items) expect(figures.impressions).toBeGreaterThan(1_000);
    await eventually(async () => expect(await read('/api/unregistered-campaigns')).toMatchObject({ items: [{ campaign_id: UNREGISTERED.id }] }));
    for (const { id } of items) expect(await read(`/api/campaigns/${id}/simulation`)).toMatchObject({ status: 'running' });
    const said = async (): Promise<object[]> => ((await read('/api/chat/messages')) as { items: { user: { name: string } | null; text: string }[] }).items.filter(({ user }) => user !== null).map(({ user, text }) => ({ name: user!.name, text }));
    expect(await said()).toEqual(TALK.toReversed());

    const [finished, slow] = DEMO_OUTREACH as [(typeof DEMO_OUTREACH)[number], (typeof DEMO_OUTREACH)[number]];
    const outreachOf = async ({ campaignId }: { campaignId: string }) => (await read(`/api/campaigns/${campaignId}/outreach`)) as { dispatch: { failed: number } };
    await eventually(async () => expect(await outreachOf(finished)).toMatchObject({ recipients: { total: 400 }, dispatch: { status: 'completed', total: 400 }, import: { added: 400, rejected: 2 } }));
    expect((await outreachOf(finished)).dispatch.failed).toBeGreaterThan(0);
    expect(await outreachOf(slow)).toMatchObject({ recipients: { total: 300 }, dispatch: { status: 'processing', total: 300 }, import: { added: 300, rejected: 2 } });
    const outreachRows = async () => query(application.database.url, 'SELECT (SELECT count(*)::int FROM recipients) AS recipients, (SELECT count(*)::int FROM dispatches) AS dispatches, (SELECT count(*)::int FROM recipient_imports) AS imports');
    const asked = await outreachRows();

    const until = new Date();
    const stored = await storedBefore(until);
    await stop(application.url, items[0]!.id);
    await send(`${application.url}/api/campaigns/${items[1]!.id}`, { method: 'DELETE' });
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(await storedBefore(until)).toBe(stored);
    for (const { id } of items) expect(await read(`/api/campaigns/${id}/simulation`)).toMatchObject({ status: 'running' });
    expect(await said()).toHaveLength(TALK.length);
    expect(await outreachRows()).toEqual(asked);
    // What was made again had kept its events: only those of the simulations have come since.
    const [row] = await query<{ count: number }>(application.database.url, `SELECT count(*)::int AS count FROM events_raw WHERE inserted_at >= $1 AND event_id NOT LIKE 'sim%'`, [until.toISOString()]);
    expect(row).toEqual({ count: 0 });
  }, 240_000);

  test('says in a sentence when there is nothing to fill', async () => {
    const { code, stderr } = await startTool('tools/demo.ts', ['--url', 'http://127.0.0.1:9']).done;
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
    expect(stderr).toMatch(/POST http:\/\/127\.0\.0\.1:9\/api\/campaigns failed/);
  });
});
