import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ChatMessageBody } from '../src/chat/chat.schema.ts';
import { type ChatClient, connectChat } from './support/chat-client.ts';
import { ChatPage, readHistory } from './support/chat-page.ts';
import { eventually } from './support/eventually.ts';
import { addressOf, type Gate, startGate, throughGate } from './support/gate.ts';
import { send } from './support/http.ts';
import { type Product, startProduct } from './support/product.ts';
import { query } from './support/simulations.ts';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

const ROUNDS = 4;
const WRITERS = 5;

let database: TestDatabase;
let gate: Gate;
let product: Product;
const clients: ChatClient[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  gate = await startGate(addressOf(database.url));
  product = await startProduct({ database: { ...database, url: throughGate(database.url, gate) } });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await product.stop();
  await gate.close();
  await database.drop();
});

async function enter(name: string): Promise<ChatClient> {
  const client = await connectChat(product.url);
  clients.push(client);
  expect((await client.join(name)).problem).toBeUndefined();
  return client;
}

test('after a crash nobody is here who is not connected, and all that was said is there', async () => {
  const [ann, bob] = [await enter('Ann'), await enter('Bob')];
  const said = [(await ann.say('hello')).message, (await bob.say('hello yourself')).message];
  await eventually(() => expect(bob.people).toEqual({ Ann: true, Bob: true }));
  await product.kill();
  await product.restart();
  const { body } = await send(`${product.url}/api/chat/users`);
  expect(body).toMatchObject({ items: [{ name: 'Ann', online: false }, { name: 'Bob', online: false }] });
  const back = await enter('Ann');
  await eventually(() => expect(back.people).toEqual({ Ann: true, Bob: false }));
  await eventually(() => expect(back.messages).toEqual(said));
  expect((await back.say('still numbered on')).message.sequence).toBe(3);
});

test('a message that was stored when the crash took its acknowledgement is there once when it is sent again', async () => {
  const ann = await enter('Ann');
  await ann.say('before');
  gate.hang();
  const unanswered = ann.say('the same', 'the same').catch(() => undefined);
  await eventually(async () => expect(await query(database.url, `SELECT FROM chat_messages WHERE client_id = 'the same'`)).toHaveLength(1));
  await product.kill();
  expect(await unanswered).toBeUndefined();
  await gate.open();
  await product.restart();
  const back = await enter('Ann');
  const { message } = await back.say('the same', 'the same');
  expect(message.sequence).toBe(2);
  await eventually(() => expect(back.messages.map(({ text }) => text)).toEqual(['before', 'the same']));
  expect((await back.say('after')).message.sequence).toBe(3);
});

test('whenever it crashes while people talk, everything said is there once and in one order', async () => {
  const pages = Array.from({ length: WRITERS }, (_, number) => new ChatPage(`Writer ${number}`, [product.url]));
  let isOver = false;
  const talking = pages.map(async (page) => {
    const said: ChatMessageBody[] = [];
    while (!isOver) said.push(await page.say(`${page.name} says ${said.length}`));
    return said;
  });
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { length: before } = await readHistory(product.url);
      await eventually(async () => expect((await readHistory(product.url)).length).toBeGreaterThanOrEqual(before + WRITERS));
      await sleep(Math.random() * 700);
      await product.kill();
      await product.restart();
    }
    isOver = true;
    const acknowledged = (await Promise.all(talking)).flat().sort((a, b) => a.sequence - b.sequence);
    const stored = await readHistory(product.url);
    expect(stored).toEqual(acknowledged);
    expect(stored.map(({ sequence }) => sequence)).toEqual(stored.map((_, index) => index + 1));
    expect(new Set(stored.map(({ text }) => text)).size).toBe(stored.length);
    for (const page of pages) {
      await eventually(async () => expect(await page.shown(product.url)).toEqual(stored));
      expect(page.connections.length).toBeGreaterThan(ROUNDS);
    }
  } finally {
    isOver = true;
    for (const page of pages) await page.close();
  }
});
