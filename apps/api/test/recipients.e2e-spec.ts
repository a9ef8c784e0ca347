import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEvent } from './support/domain-event.ts';
import { eventually } from './support/eventually.ts';
import { type Answer, expectProblem, post, send } from './support/http.ts';
import { allRecipients, type RecipientAnswer, register } from './support/imports.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('the recipients of a campaign', () => {
  let application: TestApplication;
  let count = 0;

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterAll(() => application.stop());

  async function newCampaign(): Promise<string> {
    const id = `camp_${(count += 1)}`;
    await register(application.url, id);
    return id;
  }

  const add = (campaign: string, body: object): Promise<Answer> => post(`${application.url}/api/campaigns/${campaign}/recipients`, body);
  const change = (id: string, body: object): Promise<Answer> => send(`${application.url}/api/recipients/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  test('are added with their addresses in one form, read, changed and removed', async () => {
    const campaign = await newCampaign();
    const added = await add(campaign, { name: ' Ann  Example ', email: 'Ann@Example.COM', phone: '030 123456', region: 'de' });
    expect(added.status).toBe(201);
    const { id } = added.body as RecipientAnswer;
    expect(added.body).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/), campaign_id: campaign, name: 'Ann Example', email: 'ann@example.com', phone: '+4930123456', status: 'queued', attempts: 0, last_error: null, last_error_code: null,
      next_attempt_at: null, sent_at: null, dispatch_id: null, unsubscribed: false, rating: null, responded_at: null, created_at: expect.stringMatching(/Z$/), updated_at: expect.stringMatching(/Z$/),
    });
    const address = `${application.url}/api/recipients/${id}`;
    expect((await send(address)).body).toEqual(added.body);
    expect((await send(`${address}/attempts`)).body).toEqual({ items: [] });
    expect((await change(id, { name: 'Anna', phone: null })).body).toMatchObject({ id, name: 'Anna', email: 'ann@example.com', phone: null });
    expectProblem(await change(id, { email: null }), 422, 'VALIDATION_FAILED', { email: 'is needed, or a phone number' });
    expect((await send(address, { method: 'DELETE' })).status).toBe(204);
    for (const [method, path] of [['GET', ''], ['DELETE', ''], ['GET', '/attempts']] as const) expectProblem(await send(address + path, { method }), 404, 'RECIPIENT_NOT_FOUND');
    expectProblem(await change(id, { name: 'x' }), 404, 'RECIPIENT_NOT_FOUND');
  });

  test('are refused with what is wrong, at each field', async () => {
    const campaign = await newCampaign();
    expectProblem(await add(campaign, { name: ' ', email: 'ann', phone: '12', region: 'DE' }), 422, 'VALIDATION_FAILED', {
      email: expect.stringContaining('e-mail address'),
      phone: expect.stringContaining('in DE'),
      name: 'must not be empty',
    });
    expectProblem(await add(campaign, { name: 'Ann' }), 422, 'VALIDATION_FAILED', { email: 'is needed, or a phone number' });
    expectProblem(await add(campaign, { name: 'Ann', phone: '030 123456' }), 422, 'VALIDATION_FAILED', { phone: expect.stringContaining('country code') });
    expectProblem(await add(campaign, { name: 1, email: [], region: {} }), 422, 'VALIDATION_FAILED', { name: 'must be a text', email: 'must be a text, or null', region: expect.stringContaining('/api/phone-regions') });
    expectProblem(await add(campaign, { name: 'Ann', email: 'ann@example.com', region: 'XX' }), 422, 'VALIDATION_FAILED', { region: expect.any(String) });
    expectProblem(await add('nobody', { name: 'Ann', email: 'ann@example.com' }), 404, 'CAMPAIGN_NOT_FOUND');
    expect(((await send(`${application.url}/api/phone-regions`)).body as { items: string[] }).items).toContain('DE');
  });

  test('are there once', async () => {
    const campaign = await newCampaign();
    await add(campaign, { name: 'Ann', email: 'ann@example.com', phone: '+49 30 123456' });
    const bob = (await add(campaign, { name: 'Bob', email: 'bob@example.com' })).body as RecipientAnswer;
    expectProblem(await add(campaign, { name: 'A', email: 'ANN@example.com' }), 409, 'RECIPIENT_EXISTS', { email: expect.any(String) });
    expectProblem(await add(campaign, { name: 'A', phone: '030123456', region: 'DE' }), 409, 'RECIPIENT_EXISTS', { phone: expect.any(String) });
    expectProblem(await change(bob.id, { phone: '+4930123456' }), 409, 'RECIPIENT_EXISTS', { phone: expect.any(String) });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => add(campaign, { name: `C ${n}`, email: 'c@example.com' })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  test('are listed page by page, by state and by what is searched', async () => {
    const campaign = await newCampaign();
    for (let n = 0; n < 7; n += 1) await add(campaign, { name: `Person ${n}`, email: `p${n}@example.com` });
    const list = `${application.url}/api/campaigns/${campaign}/recipients`;
    expect((await send(list)).body).toMatchObject({ total: 7, next_cursor: null });
    const first = (await send(`${list}?limit=3`)).body as { items: RecipientAnswer[]; next_cursor: string; total: number };
    expect(first.items.map(({ name }) => name)).toEqual(['Person 0', 'Person 1', 'Person 2']);
    expect((await send(`${list}?limit=3&cursor=${first.next_cursor}`)).body).toMatchObject({ total: 7, items: [{ name: 'Person 3' }, { name: 'Person 4' }, { name: 'Person 5' }] });
    expect((await allRecipients(application.url, campaign, '&q=PERSON%205')).map(({ name }) => name)).toEqual(['Person 5']);
    expect((await allRecipients(application.url, campaign, '&status=queued')).length).toBe(7);
    expect((await allRecipients(application.url, campaign, '&status=unsubscribed')).length).toBe(0);
    expectProblem(await send(`${list}?status=unknown`), 422, 'VALIDATION_FAILED', { status: expect.any(String) });
    expectProblem(await send(`${list}?limit=501`), 422, 'VALIDATION_FAILED', { limit: expect.any(String) });
    const forged = Buffer.from(JSON.stringify(['recipients', 'no id', ''])).toString('base64url');
    for (const cursor of ['x', forged]) expectProblem(await send(`${list}?cursor=${cursor}`), 422, 'VALIDATION_FAILED', { cursor: expect.any(String) });
    expectProblem(await send(`${application.url}/api/campaigns/nobody/recipients`), 404, 'CAMPAIGN_NOT_FOUND');
    expect((await send(`${application.url}/api/campaigns/${await newCampaign()}/recipients`)).body).toEqual({ items: [], next_cursor: null, total: 0 });
  });

  test.each(['recipients', 'imports'])('and what is no id of %s is not found', async (kind) => {
    const code = kind === 'imports' ? 'IMPORT_NOT_FOUND' : 'RECIPIENT_NOT_FOUND';
    for (const id of [NOBODY, 'x', '%00', 'x'.repeat(5_000), `${NOBODY}0`]) expectProblem(await send(`${application.url}/api/${kind}/${id}`), 404, code);
  });

  test('tell others that they have changed', async () => {
    const campaign = await newCampaign();
    const heard = onEvent(application, 'RecipientsChanged');
    const { id } = (await add(campaign, { name: 'Ann', email: 'ann@example.com' })).body as RecipientAnswer;
    await change(id, { name: 'Anna' });
    await send(`${application.url}/api/recipients/${id}`, { method: 'DELETE' });
    await eventually(() => expect(heard).toEqual(Array.from({ length: 3 }, () => ({ type: 'RecipientsChanged', campaignId: campaign }))));
  });
});
