import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { fillRoom, joinAs, rows, say, sequences, texts, waitForText } from './support/chat-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const STORED = 100_000;
/** Of the messages that a page holds at most; see message-window.ts. */
const MOST_HELD = 300;

const visitors = prepareVisitors();

const list = (page: Page) => page.getByTestId('messages');
const scrollTop = (page: Page) => list(page).evaluate((element) => element.scrollTop);
const fromEnd = (page: Page) => list(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);

/** The message at the upper edge of the list, and where it stands. */
const firstInSight = (page: Page) =>
  list(page).evaluate((element) => {
    const top = element.getBoundingClientRect().top;
    const row = [...element.querySelectorAll('[data-sequence]')].find((each) => each.getBoundingClientRect().bottom > top)!;
    return { sequence: Number(row.dataset.sequence), top: Math.round(row.getBoundingClientRect().top - top) };
  });

const waitForNewest = (page: Page) =>
  eventually(async () => {
    expect(await rows(page).count()).toBeGreaterThan(0);
    expect(await fromEnd(page)).toBeLessThan(2);
  });

async function enter(name: string): Promise<Page> {
  const page = await visitors.open('/chat');
  await joinAs(page, name);
  return page;
}

function expectNoGap(shown: number[]): void {
  expect(shown).toEqual(shown.map((_, place) => shown[0]! + place));
  expect(shown.length).toBeLessThanOrEqual(MOST_HELD);
}

describe('a room in which much was said', () => {
  visitors.productOfItsOwn();
  beforeAll(() => fillRoom(visitors.product.database.url, STORED));

  it('begins with the newest, and loads older ones upwards without a jump, nor ever holding much', async () => {
    const page = await enter('Ann');
    await waitForText(page, `message ${STORED}`);
    expect(await fromEnd(page)).toBeLessThan(2);
    expect((await sequences(page)).at(-1)).toBe(STORED);
    await list(page).hover();
    let oldest = STORED;
    for (let round = 0; round < 200 && oldest > STORED - 900; round += 1) {
      await page.mouse.wheel(0, -1_500);
      await eventually(async () => expect(await list(page).getByText('Loading older messages…').count()).toBe(0));
      const shown = await sequences(page);
      expectNoGap(shown);
      oldest = shown[0]!;
    }
    expect(oldest).toBeLessThanOrEqual(STORED - 900);
    await page.getByRole('button', { name: /Newest/ }).waitFor();

    // What is being read stays where it is while pages come in above it.
    await eventually(async () => expect(await scrollTop(page)).toBeGreaterThan(600));
    const oldestBefore = (await sequences(page))[0]!;
    await page.route('**/api/chat/messages*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue().catch(() => undefined);
    });
    await list(page).evaluate((element) => (element.scrollTop = 500));
    const atAsking = await firstInSight(page);
    await eventually(async () => expect((await sequences(page))[0]).toBeLessThan(oldestBefore));
    expect(await firstInSight(page)).toEqual(atAsking);
  });

  it('is left for the newest by one button, and scrolls down again page by page', async () => {
    const page = await enter('Ann');
    await waitForText(page, `message ${STORED}`);
    await list(page).focus();
    await eventually(async () => {
      await page.keyboard.press('Home');
      expect((await sequences(page)).at(-1)).toBeLessThan(STORED);
    });
    // What comes meanwhile does not disturb.
    const other = await enter('Cleo');
    await say(other, 'While you were up there');
    await page.getByRole('button', { name: /1 new/ }).waitFor();
    expect(await rows(page).filter({ hasText: 'While you were up there' }).count()).toBe(0);
    await eventually(async () => {
      await page.keyboard.press('End');
      const shown = await sequences(page);
      expectNoGap(shown);
      expect(shown.at(-1)).toBe(STORED + 1);
    });
    await eventually(async () => {
      await page.keyboard.press('End');
      expect(await page.getByRole('button', { name: /new|Newest/ }).count()).toBe(0);
    });

    await eventually(async () => {
      await page.keyboard.press('Home');
      expect((await sequences(page)).at(-1)).toBeLessThan(STORED);
    });
    await page.getByRole('button', { name: /Newest/ }).click();
    await waitForText(page, 'While you were up there');
    await eventually(async () => expect(await fromEnd(page)).toBeLessThan(2));
  });

  it('names the days, and where the room begins', async () => {
    const page = await enter('Ann');
    await waitForNewest(page);
    await list(page).focus();
    await eventually(async () => {
      await page.keyboard.press('Home');
      await list(page).getByText('Yesterday').waitFor({ timeout: 500 });
    }, 60_000);
    await query(visitors.product.database.url, 'UPDATE chat_users SET read_up_to = 0 WHERE name_key = $1', ['ann']);
    await page.reload();
    // Unread since the beginning: one button leads there.
    await page.getByRole('button', { name: /Go to the first of 100,00\d new messages/ }).click();
    await list(page).getByText('This is where the room begins.').waitFor();
    await page.getByTestId('unread-mark').waitFor();
    expect((await texts(page))[0]).toMatch(/^message 1 /);
  });

  it('tells when older messages cannot be loaded, and loads them when asked again', async () => {
    const page = await enter('Dora');
    await waitForNewest(page);
    await page.route('**/api/chat/messages*', (route) => route.fulfill({ status: 503, body: '' }));
    await list(page).focus();
    await page.keyboard.press('Home');
    await list(page).getByText('Older messages cannot be loaded.').waitFor();
    const held = (await sequences(page)).length;
    await page.unroute('**/api/chat/messages*');
    await list(page).getByRole('button', { name: 'Try again' }).click();
    await eventually(async () => expect((await sequences(page)).length).toBeGreaterThan(held));
  });

  it('holds no more the longer somebody listens', async () => {
    const page = await enter('Ann');
    await waitForNewest(page);
    const [{ id, last }] = (await query<{ id: string; last: string }>(visitors.product.database.url, `SELECT id, (SELECT last_sequence FROM chat_room) AS last FROM chat_users WHERE name = 'Bob'`)) as [{ id: string; last: string }];
    const writer = await enter('Emil');
    for (let round = 0; round < 6; round += 1) {
      await query(
        visitors.product.database.url,
        `WITH room AS (UPDATE chat_room SET last_sequence = last_sequence + 100 RETURNING last_sequence - 100 AS last)
         INSERT INTO chat_messages (sequence, user_id, client_id, text, sent_at) SELECT last + number, $1, gen_random_uuid(), 'flood', now() FROM room, generate_series(1, 100) AS number`,
        [id],
      );
      await say(writer, `round ${round}`);
      await waitForText(page, `round ${round}`);
      expectNoGap(await sequences(page));
    }
    expect((await sequences(page)).at(-1)).toBe(Number(last) + 606);
    expect(await fromEnd(page)).toBeLessThan(2);
  });
});

describe('unread messages', () => {
  visitors.productOfItsOwn();

  it('are counted on every page and in its title, marked where they begin, and read by looking at them', async () => {
    const [ann, bob] = [await enter('Ann'), await enter('Bob')];
    await say(bob, 'seen at once');
    await waitForText(ann, 'seen at once');
    await ann.getByRole('link', { name: 'Overview' }).click();
    await ann.getByRole('heading', { name: 'Overview' }).waitFor();
    await say(bob, 'first unread');
    await say(bob, 'second unread');
    await ann.getByTestId('unread').getByText('2', { exact: false }).waitFor();
    await eventually(async () => expect(await ann.title()).toBe('(2) Overview · Flightdeck'));
    // In another browser of the same user just as well.
    const elsewhere = await visitors.open('/chat');
    await elsewhere.getByLabel('Your name').waitFor();

    await ann.getByRole('link', { name: 'Chat' }).click();
    await waitForText(ann, 'second unread');
    const marked = await ann.getByTestId('messages').locator('li').evaluateAll((all) => all.map((row) => row.innerText));
    expect(marked.findIndex((text) => text === 'New')).toBe(marked.findIndex((text) => text.includes('first unread')) - 1);
    await eventually(async () => expect(await ann.title()).toBe('Chat · Flightdeck'));
    await eventually(async () => expect(await query(visitors.product.database.url, `SELECT read_up_to::int FROM chat_users WHERE name = 'Ann'`)).toEqual([{ read_up_to: 3 }]));
    await joinAs(elsewhere, 'Ann');
    await waitForText(elsewhere, 'second unread');
    expect(await elsewhere.getByTestId('unread-mark').count()).toBe(0);
    // What comes while somebody looks is not marked, and what one says oneself takes the mark away.
    await say(bob, 'third, seen');
    await waitForText(ann, 'third, seen');
    expect(await ann.getByTestId('unread-mark').count()).toBe(1);
    await say(ann, 'an answer');
    await ann.getByTestId('unread-mark').waitFor({ state: 'detached' });
  });

  it('are read in one window for all of them', async () => {
    const ann = await enter('Ann');
    const other = await ann.context().newPage();
    await other.goto(`${visitors.product.url}/campaigns`);
    const bob = await enter('Bob');
    await ann.getByRole('link', { name: 'Overview' }).click();
    await ann.getByRole('heading', { name: 'Overview' }).waitFor();
    await say(bob, 'for both windows');
    for (const page of [ann, other]) await page.getByTestId('unread').waitFor();
    await ann.getByRole('link', { name: 'Chat' }).click();
    await rows(ann).filter({ hasText: 'for both windows' }).waitFor();
    await other.getByTestId('unread').waitFor({ state: 'detached' });
    await eventually(async () => expect(await other.title()).toBe('Campaigns · Flightdeck'));
  });
});
