import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { box, joinAs, people, rows, say, sequences, texts, unsent, waitForText } from './support/chat-page.ts';
import { waitForLive } from './support/overview-page.ts';
import { hangByThread, type Thread } from './support/thread.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();

async function enter(name: string, page?: Page): Promise<Page> {
  const opened = page ?? (await visitors.arrive());
  await opened.goto(`${visitors.product.url}/chat`);
  await joinAs(opened, name);
  return opened;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const stored = () => query<{ text: string }>(visitors.product.database.url, 'SELECT text FROM chat_messages ORDER BY sequence').then((all) => all.map(({ text }) => text));

describe('a server that is killed and started again', () => {
  visitors.productOfItsOwn();

  it('leaves nobody online who is not there, and nothing missing or doubled', async () => {
    const [ann, bob, cleo] = [await enter('Ann'), await enter('Bob'), await enter('Cleo')];
    await say(ann, 'before');
    await waitForText(bob, 'before');
    await visitors.product.kill();
    await cleo.close();
    await ann.getByTestId('connection-banner').waitFor();
    await say(ann, 'written without a connection');
    await say(ann, 'and another one');
    await unsent(ann).getByText('Not sent yet: it goes out when the connection is back.').first().waitFor();
    expect(await unsent(ann).count()).toBe(2);

    await visitors.product.restart();
    for (const page of [ann, bob]) {
      await eventually(async () => expect(await texts(page)).toEqual(['before', 'written without a connection', 'and another one']));
      await eventually(async () => expect(await people(page)).toEqual({ Ann: true, Bob: true, Cleo: false }));
    }
    expect(await unsent(ann).count()).toBe(0);
    expect(await stored()).toEqual(['before', 'written without a connection', 'and another one']);
  });

  it('loses nothing of what is being sent while it dies, again and again', async () => {
    const before = (await stored()).length;
    const [ann, bob] = [await enter('Ann'), await enter('Bob')];
    const written: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const killed = visitors.product.kill();
      for (let each = 0; each < 3; each += 1) {
        for (const [name, page] of [['Ann', ann], ['Bob', bob]] as const) {
          written.push(`${name} ${round} ${each}`);
          await say(page, `${name} ${round} ${each}`);
        }
      }
      await killed;
      await visitors.product.restart();
      for (const page of [ann, bob]) await eventually(async () => expect(await unsent(page).count()).toBe(0));
    }
    const all = (await stored()).slice(before);
    expect([...all].sort()).toEqual([...written].sort());
    // What one person has written stays in its order.
    for (const name of ['Ann', 'Bob']) expect(all.filter((text) => text.startsWith(name))).toEqual(written.filter((text) => text.startsWith(name)));
    for (const page of [ann, bob]) await eventually(async () => expect((await texts(page)).slice(-all.length)).toEqual(all));
  });
});

describe('a line that is lost', () => {
  visitors.productOfItsOwn();

  async function enterByThread(name: string): Promise<Thread & { page: Page }> {
    const page = await visitors.arrive();
    const thread = await hangByThread(page);
    return { page: await enter(name, page), ...thread };
  }

  it.each([[3], [60], [320]])('is made up for: %d messages meanwhile, each once and in order', async (count) => {
    const { page, cut, mend } = await enterByThread('Ann');
    const writer = await enter('Bob');
    await say(writer, `before ${count}`);
    await waitForText(page, `before ${count}`);
    const [first] = (await sequences(page)).slice(-1);
    cut();
    await page.getByTestId('connection-banner').waitFor();
    await query(
      visitors.product.database.url,
      `WITH room AS (UPDATE chat_room SET last_sequence = last_sequence + $1 RETURNING last_sequence - $1 AS last)
       INSERT INTO chat_messages (sequence, user_id, client_id, text, sent_at)
       SELECT last + number, (SELECT id FROM chat_users WHERE name = 'Bob'), gen_random_uuid(), 'missed ' || number, now() FROM room, generate_series(1, $1) AS number`,
      [count],
    );
    await say(writer, `after ${count}`);
    mend();
    await waitForText(page, `after ${count}`);
    const shown = await sequences(page);
    expect(shown).toEqual(upTo(shown.length).map((number) => number + shown[0]! - 1));
    expect(shown.at(-1)).toBe(first! + count + 1);
    // More than a page likes to read at once is there for whoever scrolls up.
    await page.getByTestId('messages').focus();
    await eventually(async () => {
      await page.keyboard.press('Home');
      expect(await sequences(page)).toContain(first! + 1);
    });
  });

  it('keeps what was written, also when the page is loaded anew, and sends it once', async () => {
    const { page, cut, mend } = await enterByThread('Ann');
    cut();
    await page.getByTestId('connection-banner').waitFor();
    await page.getByText('No connection: what you send is kept, and goes out when it is back.').waitFor();
    await say(page, 'kept over a reload');
    await unsent(page).getByText('kept over a reload').waitFor();
    const reloaded = page.reload();
    mend();
    await reloaded;
    await waitForText(page, 'kept over a reload');
    expect(await unsent(page).count()).toBe(0);
    expect((await stored()).filter((text) => text === 'kept over a reload')).toHaveLength(1);
  });

  it('keeps a draft over a reload and over pages', async () => {
    const page = await enter('Ann');
    await box(page).fill('not finished');
    await page.reload();
    await box(page).waitFor();
    expect(await box(page).inputValue()).toBe('not finished');
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('button', { name: 'The chat beside the page' }).click();
    await box(page).waitFor();
    expect(await box(page).inputValue()).toBe('not finished');
  });

  it('that loses an acknowledgement does not double the message', async () => {
    const page = await visitors.arrive();
    let isLosing = false;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        // An acknowledgement of socket.io: type 4, kind 3, then the namespace.
        if (isLosing && String(message).startsWith('43')) {
          isLosing = false;
          void socket.close();
          return;
        }
        socket.send(message);
      });
    });
    await enter('Ann', page);
    await waitForLive(page);
    isLosing = true;
    await say(page, 'acknowledged in vain');
    await waitForText(page, 'acknowledged in vain');
    await eventually(async () => expect(await unsent(page).count()).toBe(0));
    expect(isLosing).toBe(false);
    expect((await stored()).filter((text) => text === 'acknowledged in vain')).toHaveLength(1);
    expect(await rows(page).filter({ hasText: 'acknowledged in vain' }).count()).toBe(1);
  });

  it('sends more at once than is allowed a little later, all of it and in order', async () => {
    const page = await enter('Dora');
    const written = upTo(20).map((number) => `burst ${number}`);
    for (const text of written) await say(page, text);
    await eventually(async () => expect((await texts(page)).slice(-20)).toEqual(written));
    expect(await unsent(page).count()).toBe(0);
    expect((await stored()).slice(-20)).toEqual(written);
  });

  it('says why the server does not take a message yet, and sends it when it does', async () => {
    const page = await visitors.arrive();
    const detail = 'That is faster than the chat allows. Please wait 2 s.';
    let refusals = 0;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        const [, id] = /^42\/live,(\d+)\["chat_send"/.exec(String(message)) ?? [];
        if (id === undefined || refusals === 1) return server.send(message);
        refusals += 1;
        socket.send(`43/live,${id}${JSON.stringify([{ problem: { code: 'CHAT_TOO_FAST', detail, retry_after_ms: 2_000 } }])}`);
      });
    });
    await enter('Emil', page);
    await say(page, 'in a hurry');
    await unsent(page).getByText(`Not sent yet, it is tried again. ${detail}`).waitFor();
    await waitForText(page, 'in a hurry');
    await unsent(page).waitFor({ state: 'detached' });
    expect((await stored()).filter((text) => text === 'in a hurry')).toHaveLength(1);
  });

  it('is told, and tried again, when the room does not take somebody back', async () => {
    const page = await visitors.arrive();
    let isRefusing = false;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        const [, id] = /^42\/live,(\d+)\["chat_join"/.exec(String(message)) ?? [];
        if (id === undefined || !isRefusing) return server.send(message);
        socket.send(`43/live,${id}${JSON.stringify([{ problem: { code: 'CHAT_UNAVAILABLE', detail: 'The chat cannot reach its database. Please try again.', retry_after_ms: 1_000 } }])}`);
      });
    });
    await enter('Fritz', page);
    isRefusing = true;
    await page.reload();
    await page.getByText('You are not in the room yet, it is tried again. The chat cannot reach its database.').waitFor();
    isRefusing = false;
    await eventually(async () => expect(await box(page).getAttribute('placeholder')).toBe('Write a message'));
    await say(page, 'back again');
    await waitForText(page, 'back again');
    expect(await page.getByText('You are not in the room yet').count()).toBe(0);
  });
});
