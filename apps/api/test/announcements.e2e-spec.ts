import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ChatMessageBody } from '../src/chat/chat.schema.ts';
import { type ChatClient, connectChat } from './support/chat-client.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { addressOf, startGate, throughGate } from './support/gate.ts';
import { post, send } from './support/http.ts';
import { startProduct } from './support/product.ts';
import { crash, exhaustRestarts, goesOn, insertCampaign, put, query, reaches } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

/** Where the day does not end in the middle of these tests. */
const TIME_ZONE = Math.abs(new Date().getUTCHours() - 12) < 6 ? 'UTC' : 'Asia/Tokyo';

let database: TestDatabase;
let application: TestApplication;
const clients: ChatClient[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  application = await startTestApplication({ database });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => {
  await application.stop();
  await database.drop();
});

async function arrive(): Promise<ChatClient> {
  const client = await connectChat(application.url);
  clients.push(client);
  return client;
}

async function restart(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await application.stop();
  await meanwhile();
  application = await startTestApplication({ database });
}

async function create(name: string): Promise<string> {
  const id = `camp_${randomUUID()}`;
  expect(await post(`${application.url}/api/campaigns`, { id, name, daily_budget: 50, time_zone: TIME_ZONE })).toMatchObject({ status: 201 });
  return id;
}

/** Each campaign has spent this by one impression of now; all of them are stored in one commit. */
async function spend(url: string, ids: string[], cost: number): Promise<void> {
  const events = ids.map((id) => eventBody({ campaign_id: id, occurred_at: new Date().toISOString(), metadata: { cost } }));
  expect(await post(`${url}/events/batch`, events)).toMatchObject({ status: 202, body: { accepted: ids.length } });
}

/** What was said about campaigns, oldest first. */
async function said(ids: string[], url = application.url): Promise<ChatMessageBody[]> {
  const { body } = await send(`${url}/api/chat/messages?limit=200`);
  return (body as { items: ChatMessageBody[] }).items.filter(({ campaign_id: id }) => ids.includes(id ?? '')).reverse();
}

/** Whatever was announced by then has been said: this was, which was told after it. */
async function isSaidBy(url: string): Promise<void> {
  const id = `camp_${randomUUID()}`;
  expect(await post(`${url}/api/campaigns`, { id, name: 'Told last', daily_budget: 1, time_zone: TIME_ZONE })).toMatchObject({ status: 201 });
  await spend(url, [id], 1);
  await eventually(async () => expect(await said([id], url)).toHaveLength(1));
}

test('a budget that events use up is announced to those who are here and those who come later, once, also after a restart', async () => {
  const onlooker = await arrive();
  const id = await create('Running Shoes');
  await spend(application.url, [id], 30);
  await spend(application.url, [id], 20.02);
  const announced = {
    sequence: expect.any(Number),
    user: null,
    client_id: expect.stringContaining(id),
    text: '“Running Shoes” has used up its budget of today: 50.02 of 50.00.',
    campaign_id: id,
    sent_at: expect.any(String),
  };
  await eventually(() => expect(onlooker.messages).toEqual([announced]));
  await spend(application.url, [id], 7);
  await restart();
  await isSaidBy(application.url);
  expect(await said([id])).toEqual([announced]);
  const latecomer = await arrive();
  await eventually(() => expect(latecomer.messages).toContainEqual(announced));
});

test('several budgets that are used up in one moment are announced one by one', async () => {
  const ids: string[] = [];
  for (let number = 0; number < 12; number += 1) ids.push(await create(`Campaign ${number}`));
  await spend(application.url, ids, 60);
  await eventually(async () => expect(new Set((await said(ids)).map(({ campaign_id: id }) => id))).toEqual(new Set(ids)));
  await isSaidBy(application.url);
  expect(await said(ids)).toHaveLength(ids.length);
});

test('a budget that is raised and used up again is announced again', async () => {
  const id = await create('Running Shoes');
  await spend(application.url, [id], 50);
  await eventually(async () => expect(await said([id])).toHaveLength(1));
  await send(`${application.url}/api/campaigns/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"name": "Hiking Boots", "daily_budget": 80}' });
  await spend(application.url, [id], 31.5);
  await eventually(async () => expect((await said([id])).map(({ text }) => text)).toEqual(['“Running Shoes” has used up its budget of today: 50.00 of 50.00.', '“Hiking Boots” has used up its budget of today: 81.50 of 80.00.']));
});

test('a simulation that gives up is announced once, also after a restart, and so is the next run that does', async () => {
  const id = await insertCampaign(database.url);
  const text = 'The simulation of “Simulated” gave up after 6 crashes: Somebody asked it to crash. What it had sent is counted.';
  for (const runs of [1, 2]) {
    await put(application.url, id, { rate: 10 });
    await restart(() => exhaustRestarts(database.url, id));
    const onlooker = await arrive();
    await goesOn(application.url, id);
    await crash(application.url, id);
    await reaches(application.url, id, { status: 'crashed' });
    await eventually(() => expect(onlooker.messages.filter(({ campaign_id: about }) => about === id)).toHaveLength(runs));
    await restart();
    await isSaidBy(application.url);
    expect((await said([id])).map((message) => message.text)).toEqual(Array.from({ length: runs }, () => text));
  }
});

test('what a process that is killed could not announce, the next one does', async () => {
  const [spent, simulated] = [await create('Running Shoes'), await insertCampaign(database.url)];
  await put(application.url, simulated, { rate: 10 });
  await restart(async () => {
    const product = await startProduct({ database });
    try {
      await spend(product.url, [spent], 50);
    } finally {
      await product.kill();
    }
    await query(database.url, `UPDATE simulations SET status = 'crashed', reason = 'Why.', updated_at = now() WHERE campaign_id = $1`, [simulated]);
  });
  await eventually(async () => expect(await said([spent, simulated])).toHaveLength(2));
});

test('what the database took without its answer arriving, or did not take while it was away, is announced once', async () => {
  const gate = await startGate(addressOf(database.url));
  const ids = [await create('Running Shoes'), await create('Hiking Boots')];
  const gated = await startTestApplication({ database: { ...database, url: throughGate(database.url, gate) } });
  try {
    await application.stop();
    gate.loseNextAnswer('INTO chat_messages');
    await spend(gated.url, [ids[0]!], 50);
    await eventually(async () => expect(await query(database.url, 'SELECT FROM chat_messages WHERE campaign_id = $1', [ids[0]])).toHaveLength(1));
    await spend(gated.url, [ids[1]!], 50);
    await gate.shut();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await gate.open();
    await eventually(async () => expect(await said(ids, gated.url)).toHaveLength(2));
    await isSaidBy(gated.url);
    expect(await said(ids, gated.url)).toHaveLength(2);
  } finally {
    await gated.stop();
    await gate.close();
    application = await startTestApplication({ database });
  }
});
