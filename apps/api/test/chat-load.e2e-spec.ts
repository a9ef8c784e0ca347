import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ChatCrowd } from './support/chat-crowd.ts';
import { readHistory } from './support/chat-page.ts';
import { eventually } from './support/eventually.ts';
import { type Product, startProduct } from './support/product.ts';

const USERS = 300;
const MESSAGES = 3_000;
const PER_SECOND = 50;
/** Has no divisor in common with the number of users: everybody's turn comes, and far apart. */
const NEXT_USER = 7;

let product: Product;
const crowd = new ChatCrowd();

beforeAll(async () => {
  product = await startProduct();
});

afterAll(async () => {
  crowd.close();
  await product.stop();
});

test('a minute of much talk among many: everybody shows each message once, in one order, without a gap', async () => {
  await crowd.enter(product.url, USERS);
  const begun = performance.now();
  const answers = await Promise.all(
    Array.from({ length: MESSAGES }, async (_, number) => {
      await sleep(Math.max(0, (number * 1_000) / PER_SECOND - (performance.now() - begun)));
      return crowd.members[(number * NEXT_USER) % USERS]!.client.say(`message ${number}`, `client ${number}`);
    }),
  );
  expect(answers.filter(({ problem }) => problem !== undefined)).toEqual([]);
  const stored = answers.map(({ message }) => message).sort((a, b) => a.sequence - b.sequence);
  expect(stored.map(({ sequence }) => sequence)).toEqual(Array.from({ length: MESSAGES }, (_, index) => index + 1));
  await eventually(() => expect(crowd.members.filter(({ newest }) => newest !== MESSAGES)).toHaveLength(0));
  expect(crowd.faults).toEqual([]);
  expect([...crowd.seen.values()].sort((a, b) => a.sequence - b.sequence)).toEqual(stored);
  expect(await readHistory(product.url)).toEqual(stored);
}, 180_000);
