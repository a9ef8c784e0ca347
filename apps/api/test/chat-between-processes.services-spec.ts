import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatMessageBody, ChatUserBody } from '../src/chat/chat.schema.ts';
import { type ChatClient, connectChat } from './support/chat-client.ts';
import { ChatPage, readHistory } from './support/chat-page.ts';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { post, send } from './support/http.ts';
import { type Product, startProduct } from './support/product.ts';
import { type RedisServer, startRedisServer } from './support/redis-server.ts';
import { crash, exhaustRestarts, goesOn, insertCampaign, put } from './support/simulations.ts';

/** Those whose process was killed are offline after this. */
const OFFLINE_MS = 30_000;

describe('the chat of two processes', () => {
  let redis: RedisServer;
  let here: Product;
  let there: Product;
  const clients: ChatClient[] = [];
  const pages: ChatPage[] = [];

  beforeAll(async () => {
    redis = await startRedisServer();
    here = await startProduct({ env: { REDIS_URL: redis.url } });
    there = await startProduct({ database: here.database, env: { REDIS_URL: redis.url } });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    for (const page of pages.splice(0)) await page.close();
  });

  afterAll(async () => {
    await there.stop();
    await here.stop();
    await redis.stop();
  });

  async function arrive({ url }: Product): Promise<ChatClient> {
    const client = await connectChat(url);
    clients.push(client);
    return client;
  }

  async function enter(product: Product, name: string): Promise<{ client: ChatClient; id: string }> {
    const client = await arrive(product);
    const { user } = await client.join(name);
    return { client, id: user.id };
  }

  /** A name that no other test uses: they share the room. */
  const named = (name: string): string => `${name} ${randomUUID().slice(0, 8)}`;

  async function online({ url }: Product, names: string[]): Promise<boolean[]> {
    const { body } = await send(`${url}/api/chat/users?limit=1000`);
    const { items } = body as { items: ChatUserBody[] };
    return names.map((name) => items.find((user) => user.name === name)?.online ?? false);
  }

  /** What was said from a moment on, in order; without anything left out or doubled. */
  async function saidSince(product: Product, before: number): Promise<ChatMessageBody[]> {
    const all = await readHistory(product.url);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    return all.slice(before);
  }

  const newest = async (product: Product): Promise<number> => (await readHistory(product.url)).length;

  test('is one room: who is here, who writes, who has read, and what is said in what order', async () => {
    const [annName, bobName] = [named('Ann'), named('Bob')];
    const [ann, bob] = [await enter(here, annName), await enter(there, bobName)];
    for (const { client } of [ann, bob]) await eventually(() => expect(client.people).toMatchObject({ [annName]: true, [bobName]: true }));

    await ann.client.ask('chat_typing', { typing: true });
    await eventually(() => expect(bob.client.typing).toEqual([ann.id]));
    await bob.client.ask('chat_typing', { typing: true });
    await eventually(() => expect(ann.client.typing).toContain(bob.id));

    const before = await newest(here);
    const talkers = await Promise.all([here, there, here, there].map((product) => enter(product, named('Talker'))));
    const sent = await Promise.all(talkers.flatMap(({ client }) => Array.from({ length: 9 }, (_, number) => client.say(`message ${number}`))));
    await Promise.all([ann.client.say('that was all'), bob.client.say('that was all')]);
    const stored = await saidSince(there, before);
    expect(stored).toHaveLength(sent.length + 2);
    for (const { message } of sent) expect(stored).toContainEqual(message);
    for (const { client } of [ann, bob, ...talkers]) await eventually(() => expect(client.messages.filter(({ sequence }) => sequence > before)).toEqual(stored));
    for (const { client } of [ann, bob]) await eventually(() => expect(client.typing).toEqual([]));

    const { client: otherWindow } = await enter(there, annName);
    await ann.client.ask('chat_read', { up_to: before + 1 });
    await eventually(() => expect(otherWindow.reads).toEqual([before + 1]));

    ann.client.close();
    await sleep(4_000);
    expect(await online(here, [annName])).toEqual([true]);
    otherWindow.close();
    await eventually(() => expect(bob.client.people).toMatchObject({ [annName]: false, [bobName]: true }));
    await eventually(async () => expect(await online(here, [annName, bobName])).toEqual([false, true]));
  });

  test('goes on when one is killed: its users are away unless they come back, and nothing is missing or doubled', async () => {
    const [staying, leaving] = [named('Staying'), named('Leaving')];
    const onlooker = await arrive(here);
    await enter(there, leaving);
    const before = await newest(here);
    for (let number = 0; number < 4; number += 1) pages.push(new ChatPage(`${staying} ${number}`, number % 2 === 0 ? [there.url, here.url] : [here.url]));
    const names = pages.map(({ name }) => name);
    let isOver = false;
    const talking = pages.map(async (page) => {
      const said: ChatMessageBody[] = [];
      while (!isOver) said.push(await page.say(`${page.name} says ${said.length}`));
      return said;
    });
    await eventually(async () => expect(await newest(here)).toBeGreaterThan(before + 20));
    await eventually(() => expect(onlooker.people).toMatchObject({ [leaving]: true }));
    const killedAt = performance.now();
    await there.kill();
    try {
      await eventually(() => expect(onlooker.people).toMatchObject({ [leaving]: false }));
      expect(performance.now() - killedAt).toBeLessThan(OFFLINE_MS);
      await eventually(() => expect(onlooker.people).toMatchObject(Object.fromEntries(names.map((name) => [name, true]))));
      isOver = true;
      const said = (await Promise.all(talking)).flat().sort((a, b) => a.sequence - b.sequence);
      expect(await saidSince(here, before)).toEqual(said);
      for (const page of pages) await eventually(async () => expect((await page.shown(here.url)).slice(before)).toEqual(said));
      await eventually(() => expect(onlooker.messages.filter(({ sequence }) => sequence > before)).toEqual(said));
      expect(pages.map(({ connections }) => connections.length > 1)).toEqual([true, false, true, false]);
    } finally {
      isOver = true;
      await there.restart();
    }
  });

  test('goes on within each while Redis is away, and both agree again afterwards', async () => {
    const [annName, bobName, cleoName, doraName] = [named('Ann'), named('Bob'), named('Cleo'), named('Dora')];
    const [ann, bob] = [await enter(here, annName), await enter(there, bobName)];
    const before = await newest(here);
    const onlookers = [await arrive(here), await arrive(there)];
    for (const onlooker of onlookers) await eventually(() => expect(onlooker.people).toMatchObject({ [annName]: true, [bobName]: true }));
    await redis.kill();
    try {
      const [cleo, dora] = [await enter(here, cleoName), await enter(there, doraName)];
      await eventually(() => expect(ann.client.people).toMatchObject({ [annName]: true, [cleoName]: true }));
      await eventually(() => expect(bob.client.people).toMatchObject({ [bobName]: true, [doraName]: true }));
      for (const [listener, speaker] of [[ann, cleo], [bob, dora], [cleo, ann], [dora, bob]] as const) {
        const { message } = await speaker.client.say('Is anybody here?');
        await eventually(() => expect(listener.client.messages).toContainEqual(message));
      }
      bob.client.close();
      await eventually(() => expect(dora.client.people).toMatchObject({ [bobName]: false, [doraName]: true }));
      for (const { url } of [here, there]) expect((await send(`${url}/health/ready`)).status).toBe(200);
    } finally {
      await redis.restart();
    }
    for (const onlooker of onlookers) {
      await eventually(() => expect(onlooker.people).toMatchObject({ [annName]: true, [bobName]: false, [cleoName]: true, [doraName]: true }));
    }
    const stored = await saidSince(here, before);
    expect(stored).toHaveLength(4);
    for (const onlooker of onlookers) await eventually(() => expect(onlooker.messages.filter(({ sequence }) => sequence > before)).toEqual(stored));
    const { client } = await enter(there, named('Emil'));
    const { message } = await client.say('All back');
    for (const onlooker of onlookers) await eventually(() => expect(onlooker.messages.at(-1)).toEqual(message));
  });

  test('has one announcement of what both have heard of', async () => {
    const [simulated, ...spent] = await Promise.all(Array.from({ length: 6 }, () => insertCampaign(here.database.url)));
    const ids = [simulated!, ...spent].sort();
    const about = (messages: ChatMessageBody[]) => messages.flatMap(({ campaign_id: id }) => (ids.includes(id ?? '') ? id! : [])).sort();
    await put(here.url, simulated!, { rate: 10 });
    for (const product of [here, there]) await product.kill();
    await exhaustRestarts(here.database.url, simulated!);
    for (const product of [here, there]) await product.restart();
    const onlookers = [await arrive(here), await arrive(there)];
    await goesOn(here.url, simulated!);
    await post(`${there.url}/events/batch`, spent.map((id) => eventBody({ campaign_id: id, occurred_at: new Date().toISOString(), metadata: { cost: 150 } })));
    expect((await crash(there.url, simulated!)).status).toBe(202);
    for (const onlooker of onlookers) await eventually(() => expect(about(onlooker.messages)).toEqual(ids));
    // Longer than it takes either to notice what the other has said already.
    await sleep(3_000);
    for (const onlooker of onlookers) expect(about(onlooker.messages)).toEqual(ids);
    expect(about(await readHistory(there.url))).toEqual(ids);
  });
});
