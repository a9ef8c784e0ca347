import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Page, WebSocketRoute } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { box, joinAs, people, rows, say, texts, unsent, waitForText } from './support/chat-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();

async function enter(name: string): Promise<Page> {
  const page = await visitors.open('/chat');
  await joinAs(page, name);
  return page;
}

/** Another window of the same browser. */
async function anotherWindow(page: Page, path = '/chat'): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(visitors.product.url + path);
  return other;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const stored = (like: string) => query<{ text: string }>(visitors.product.database.url, 'SELECT text FROM chat_messages WHERE text LIKE $1 ORDER BY sequence', [like]).then((all) => all.map(({ text }) => text));

describe('several windows of one browser', () => {
  visitors.productOfItsOwn();

  it('lose and double nothing of what is written in all of them', async () => {
    const first = await enter('Ann');
    const windows = [first, await anotherWindow(first), await anotherWindow(first)];
    for (const page of windows) await box(page).waitFor();
    await Promise.all(
      windows.map(async (page, place) => {
        for (const number of upTo(12)) await say(page, `window ${place}: ${number}`);
      }),
    );
    for (const page of windows) await eventually(async () => expect(await unsent(page).count()).toBe(0));
    for (const place of [0, 1, 2]) expect(await stored(`window ${place}: %`)).toEqual(upTo(12).map((number) => `window ${place}: ${number}`));
  });

  it('send what one of them was closed with', async () => {
    const first = await enter('Bob');
    const other = await anotherWindow(first);
    await box(other).waitFor();
    // More than is taken at once.
    for (const number of upTo(16)) await say(first, `closed: ${number}`);
    await first.close();
    await eventually(async () => expect(await stored('closed: %')).toEqual(upTo(16).map((number) => `closed: ${number}`)));
    await eventually(async () => expect(await unsent(other).count()).toBe(0));
  });

  it('take over what others have joined as, with nothing said under a wrong name', async () => {
    const first = await enter('Cleo');
    const other = await anotherWindow(first, '/campaigns');
    await first.getByRole('button', { name: 'Leave' }).click();
    await joinAs(first, 'Dora');
    await other.getByRole('link', { name: 'Chat' }).click();
    await other.getByText('You are Dora').waitFor();
    await say(other, 'by Dora');
    await waitForText(first, 'by Dora');
    expect(await rows(first).filter({ hasText: 'by Dora' }).last().locator('bdi').first().innerText()).toBe('Dora');
  });
});

describe('a browser that keeps nothing', () => {
  visitors.productOfItsOwn();

  it('loses nothing as long as the window is open, and sends nothing twice', async () => {
    const page = await visitors.arrive();
    await page.addInitScript(`Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`);
    let sends = 0;
    const lines = new Set<WebSocketRoute>();
    let isCut = false;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (isCut) return void socket.close();
      lines.add(socket);
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (String(message).includes('"chat_send"')) sends += 1;
        server.send(message);
      });
    });
    await page.goto(`${visitors.product.url}/chat`);
    await joinAs(page, 'Ann');
    isCut = true;
    for (const line of lines) void line.close();
    await page.getByTestId('connection-banner').waitFor();
    for (const number of upTo(3)) await say(page, `kept: ${number}`);
    expect(await unsent(page).count()).toBe(3);
    isCut = false;
    await eventually(async () => expect(await stored('kept: %')).toEqual(upTo(3).map((number) => `kept: ${number}`)));
    await say(page, 'refused \u0007');
    await page.locator('[data-unsent="refused"]').waitFor();
    const before = sends;
    await say(page, 'after it');
    await waitForText(page, 'after it');
    expect(sends).toBe(before + 1);
  });
});

describe('another database behind the same address', () => {
  visitors.productOfItsOwn();

  it('is another room: what was written for the old one is sent to it, and its people are shown', async () => {
    const page = await enter('Ann');
    for (const text of ['one', 'two', 'three']) await say(page, text);
    await waitForText(page, 'three');
    const { database } = visitors.product;
    await visitors.product.kill();
    await page.getByTestId('connection-banner').waitFor();
    await say(page, 'written in between');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('TRUNCATE chat_users, chat_messages');
    await client.query('UPDATE chat_room SET room_id = gen_random_uuid(), last_sequence = 0');
    await client.end();
    await visitors.product.restart();
    await eventually(async () => expect(await texts(page)).toEqual(['written in between']));
    const bob = await enter('Bob');
    await say(bob, 'in the new room');
    await waitForText(page, 'in the new room');
    await eventually(async () => expect(await people(page)).toEqual({ Ann: true, Bob: true }));
    expect(await texts(page)).toEqual(['written in between', 'in the new room']);
    expect(await unsent(page).count()).toBe(0);
  });

  it('set back to an earlier moment is shown as it is now', async () => {
    const page = await enter('Cleo');
    for (const text of ['kept', 'lost', 'lost, too']) await say(page, text);
    await waitForText(page, 'lost, too');
    await visitors.product.kill();
    await query(
      visitors.product.database.url,
      `WITH gone AS (DELETE FROM chat_messages WHERE text LIKE 'lost%' RETURNING sequence) UPDATE chat_room SET last_sequence = last_sequence - 2 WHERE EXISTS (SELECT FROM gone)`,
    );
    await visitors.product.restart();
    const bob = await enter('Bob');
    for (const text of ['new one', 'new two', 'new three']) await say(bob, text);
    await eventually(async () => expect((await texts(page)).slice(-4)).toEqual(['kept', 'new one', 'new two', 'new three']));
    expect((await texts(page)).filter((text) => text.startsWith('lost'))).toEqual([]);
  });
});

describe('whoever writes', () => {
  visitors.productOfItsOwn();

  it('sees what they have sent, wherever they were reading, and does not have to read it', async () => {
    const [ann, bob] = [await enter('Ann'), await enter('Bob')];
    for (const number of upTo(10)) await say(bob, `long ${number} ${'lorem ipsum '.repeat(80)}`);
    await waitForText(ann, 'long 10');
    const other = await anotherWindow(ann, '/campaigns');
    await ann.getByTestId('messages').focus();
    await ann.keyboard.press('Home');
    await ann.getByRole('button', { name: /Newest/ }).waitFor();
    await say(ann, 'my own');
    await waitForText(ann, 'my own');
    await eventually(async () => expect(await ann.getByTestId('messages').evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight)).toBeLessThan(2));
    await say(bob, 'an answer');
    await eventually(async () => expect(await ann.title()).toBe('Chat · Flightdeck'));
    await eventually(async () => expect(await other.title()).toBe('Campaigns · Flightdeck'));
  });

  it('is not told that what was read is unread after the line was lost for a moment', async () => {
    const page = await visitors.arrive();
    const lines = new Set<WebSocketRoute>();
    await page.routeWebSocket(/socket\.io/, (socket) => {
      lines.add(socket);
      socket.connectToServer();
    });
    await page.goto(`${visitors.product.url}/chat`);
    await joinAs(page, 'Cleo');
    const bob = await enter('Bob');
    await say(bob, 'seen, and then the line was gone');
    await waitForText(page, 'seen, and then the line was gone');
    for (const line of lines) void line.close();
    await eventually(async () => {
      const [row] = await query<{ is_read: boolean }>(visitors.product.database.url, `SELECT read_up_to = last_sequence AS is_read FROM chat_users, chat_room WHERE name = 'Cleo'`);
      expect(row).toEqual({ is_read: true });
    });
  });

  it('finds the newest when the chat is opened elsewhere', async () => {
    const ann = await enter('Ann');
    await waitForText(ann, 'seen, and then');
    await ann.getByTestId('messages').focus();
    await ann.keyboard.press('Home');
    await ann.getByRole('button', { name: /Newest/ }).waitFor();
    await ann.getByRole('link', { name: 'Campaigns' }).click();
    await ann.getByRole('button', { name: 'The chat beside the page' }).click();
    await waitForText(ann, 'seen, and then');
    await eventually(async () => expect(await ann.getByRole('button', { name: /Newest|new$/ }).count()).toBe(0));
  });
});
