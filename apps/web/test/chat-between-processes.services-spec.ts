import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { type Product, startProduct } from '../../api/test/support/product.ts';
import { type RedisServer, startRedisServer } from '../../api/test/support/redis-server.ts';
import { query } from '../../api/test/support/simulations.ts';
import { box, joinAs, people, say, texts, unsent, waitForText } from './support/chat-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();

describe('browsers on two processes', () => {
  let redis: RedisServer;
  let here: Product;
  let there: Product;

  beforeAll(async () => {
    redis = await startRedisServer();
    here = await startProduct({ env: { REDIS_URL: redis.url } });
    there = await startProduct({ database: here.database, env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await there?.stop();
    await here?.stop();
    await redis?.stop();
  });

  async function enter({ url }: Product, name: string): Promise<Page> {
    const page = await visitors.arrive();
    await page.goto(`${url}/chat`);
    await joinAs(page, name);
    return page;
  }

  it('show the same people, the same messages in the same order, and who writes', async () => {
    const [ann, bob] = [await enter(here, 'Ann'), await enter(there, 'Bob')];
    for (const page of [ann, bob]) await eventually(async () => expect(await people(page)).toEqual({ Ann: true, Bob: true }));
    await box(ann).pressSequentially('Hel');
    await bob.getByTestId('typing').getByText('Ann is writing…').waitFor();
    await say(ann, 'Hello from here');
    await waitForText(bob, 'Hello from here');
    for (let round = 0; round < 4; round += 1) await Promise.all([say(ann, `here ${round}`), say(bob, `there ${round}`)]);
    for (const page of [ann, bob]) await eventually(async () => expect(await texts(page)).toHaveLength(9));
    expect(await texts(bob)).toEqual(await texts(ann));
    // Read there is read here: Ann has a window on each.
    const other = await enter(there, 'Ann');
    await eventually(async () => expect(await texts(other)).toHaveLength(9));
    await ann.close();
    await eventually(async () => expect(await people(bob)).toEqual({ Ann: true, Bob: true }));
    await other.close();
    await eventually(async () => expect(await people(bob)).toEqual({ Ann: false, Bob: true }));
  });

  it('agree again after one of them is killed: nobody stays online who is not there, nothing is missing or doubled', async () => {
    const [ann, bob, cleo] = [await enter(here, 'Ann'), await enter(there, 'Bob'), await enter(there, 'Cleo')];
    await eventually(async () => expect(await people(ann)).toEqual({ Ann: true, Bob: true, Cleo: true }));
    const before = (await texts(ann)).length;
    await there.kill();
    await cleo.close();
    await say(bob, 'written while my server is dead');
    await say(ann, 'meanwhile');
    await waitForText(ann, 'meanwhile');
    await unsent(bob).waitFor();
    await eventually(async () => expect(await people(ann)).toEqual({ Ann: true, Bob: false, Cleo: false }), 30_000);
    await there.restart();
    await eventually(async () => expect(await unsent(bob).count()).toBe(0));
    for (const page of [ann, bob]) {
      await eventually(async () => expect((await texts(page)).slice(before)).toEqual(['meanwhile', 'written while my server is dead']));
      await eventually(async () => expect(await people(page)).toEqual({ Ann: true, Bob: true, Cleo: false }));
    }
    expect(await query(here.database.url, `SELECT FROM chat_messages WHERE text = 'written while my server is dead'`)).toHaveLength(1);
  });

  it('go on without Redis, each for itself, and catch up when it is back', async () => {
    const [ann, bob] = [await enter(here, 'Ann'), await enter(there, 'Bob')];
    await eventually(async () => expect(await people(ann)).toMatchObject({ Ann: true, Bob: true }));
    await redis.kill();
    await say(ann, 'without Redis, here');
    await waitForText(ann, 'without Redis, here');
    await say(bob, 'without Redis, there');
    await waitForText(bob, 'without Redis, there');
    await redis.restart();
    for (const page of [ann, bob]) {
      await waitForText(page, 'without Redis, here');
      await waitForText(page, 'without Redis, there');
      await eventually(async () => expect(await people(page)).toMatchObject({ Ann: true, Bob: true }));
    }
    await eventually(async () => expect((await texts(bob)).slice(-2)).toEqual((await texts(ann)).slice(-2)));
  });
});
