import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page, WebSocketRoute } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { box, joinAs, people, rows, say, sequences, texts, unsent, waitForText } from './support/chat-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

async function enter(name: string, options = {}): Promise<Page> {
  const page = await open('/chat', options);
  await joinAs(page, name);
  return page;
}

const nameField = (page: Page) => page.getByLabel('Your name');
const panel = (page: Page) => page.getByRole('complementary', { name: 'Chat' });
const besideThePage = (page: Page) => page.getByRole('button', { name: 'The chat beside the page' });
const waitForFocus = (field: Locator) => field.and(field.page().locator(':focus')).waitFor();
/** Longer than anything takes that could still take the focus. */
const calm = (page: Page) => page.waitForTimeout(400);

async function otherWindow(page: Page, path: string): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(visitors.product.url + path);
  return other;
}

/** Said by Bob, who is not there. */
const fill = (count: number) =>
  query(
    visitors.product.database.url,
    `WITH bob AS (
       INSERT INTO chat_users (id, name, name_key, read_up_to, created_at) VALUES (gen_random_uuid(), 'Bob', 'bob', 0, now()) RETURNING id
     ), room AS (UPDATE chat_room SET last_sequence = $1)
     INSERT INTO chat_messages (sequence, user_id, client_id, text, sent_at)
     SELECT number, bob.id, 'client ' || number, 'message ' || number, now() FROM bob, generate_series(1, $1) AS number`,
    [count],
  );

/** People who were here long ago. */
const addPeople = (count: number) =>
  query(
    visitors.product.database.url,
    `INSERT INTO chat_users (id, name, name_key, read_up_to, created_at)
     SELECT gen_random_uuid(), 'Guest ' || number, 'guest ' || number, 0, now() FROM generate_series(1, $1) AS number`,
    [count],
  );

describe('the focus', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await fill(400);
    await addPeople(40);
  });

  it('goes to the field to write in when somebody opens the chat, or joins', async () => {
    const page = await open('/chat');
    await waitForFocus(nameField(page));
    await page.keyboard.type('Ann');
    await page.keyboard.press('Enter');
    await waitForFocus(box(page));
    await page.reload();
    await waitForFocus(box(page));
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
    await page.getByRole('link', { name: 'Chat' }).click();
    await waitForFocus(box(page));
    await page.getByRole('button', { name: 'Leave' }).click();
    await waitForFocus(nameField(page));
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await waitForFocus(nameField(page));
  });

  it('goes to the panel that is opened, and back when it is closed', async () => {
    const page = await open('/campaigns');
    await page.getByRole('searchbox').waitFor();
    await besideThePage(page).click();
    await waitForFocus(nameField(page));
    await page.keyboard.type('Ann');
    await page.keyboard.press('Enter');
    await waitForFocus(box(page));
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached' });
    await waitForFocus(besideThePage(page));
    await page.keyboard.press('c');
    await waitForFocus(box(page));
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await waitForFocus(besideThePage(page));
  });

  it('is left to whoever types elsewhere', async () => {
    const page = await enter('Ann');
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await besideThePage(page).click();
    await waitForFocus(box(page));
    // A panel that is open because it was open.
    await page.reload();
    await box(page).waitFor();
    await calm(page);
    expect(await page.locator(':focus').count()).toBe(0);
    const search = page.getByRole('searchbox');
    await search.focus();
    await page.keyboard.type('sho');
    const other = await otherWindow(page, '/chat');
    await other.getByRole('button', { name: 'Leave' }).click();
    await nameField(page).waitFor();
    await calm(page);
    await page.keyboard.type('es');
    expect([await search.inputValue(), await nameField(page).inputValue()]).toEqual(['shoes', '']);
    await joinAs(other, 'Ann');
    await box(page).waitFor();
    await calm(page);
    await page.keyboard.type('!');
    expect([await search.inputValue(), await box(page).inputValue()]).toEqual(['shoes!', '']);
    // Nor does what was begun as a message become a name.
    await box(page).focus();
    await other.getByRole('button', { name: 'Leave' }).click();
    await nameField(page).waitFor();
    await calm(page);
    await page.keyboard.type('all of it');
    expect(await nameField(page).inputValue()).toBe('');
    await panel(page).locator(':focus').waitFor();
  });

  it('is not taken from whoever turns to something else while the chat is on its way', async () => {
    const page = await open('/campaigns');
    await page.getByRole('searchbox').waitFor();
    await page.route('**/assets/chat-room*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await route.continue().catch(() => undefined);
    });
    await page.keyboard.press('c');
    await panel(page).waitFor();
    await page.getByRole('searchbox').focus();
    await nameField(page).waitFor();
    await calm(page);
    await waitForFocus(page.getByRole('searchbox'));
  });

  it('goes on where a button has led that goes with being pressed', async () => {
    const page = await enter('Bob');
    const list = page.getByTestId('messages');
    await page.getByRole('button', { name: 'Go to the first of' }).press('Enter');
    await waitForFocus(list);
    await page.getByRole('button', { name: /^↓/ }).press('Enter');
    await waitForFocus(list);
    await page.getByRole('button', { name: /^Show all/ }).press('Enter');
    await waitForFocus(page.getByTestId('people').getByRole('list').last().getByRole('listitem').nth(30));

    await say(page, 'a bell \u0007');
    await page.getByRole('button', { name: 'Discard' }).press('Enter');
    await waitForFocus(list);
    await say(page, 'a bell \u0007');
    await page.getByRole('button', { name: 'Edit' }).press('Enter');
    await waitForFocus(box(page));
    expect(await box(page).inputValue()).toBe('a bell \u0007');

    await page.route('**/api/chat/messages*', (route) => route.fulfill({ status: 503, body: '' }));
    await list.focus();
    await page.keyboard.press('Home');
    await page.getByText('Older messages cannot be loaded.').waitFor();
    await page.unroute('**/api/chat/messages*');
    await list.getByRole('button', { name: 'Try again' }).press('Enter');
    await waitForFocus(list);
  });
});

describe('a chat whose code cannot be loaded', () => {
  visitors.productOfItsOwn();

  it('says so, and is there when it is tried again', async () => {
    const page = await visitors.arrive();
    await page.route('**/assets/chat-room*.js', (route) => route.abort());
    await page.goto(`${visitors.product.url}/chat`);
    await page.getByRole('heading', { name: 'The chat cannot be loaded' }).waitFor();
    const loadedAnew = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Try again' }).click();
    await loadedAnew;
    await page.getByRole('heading', { name: 'The chat cannot be loaded' }).waitFor();
    await page.unroute('**/assets/chat-room*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await waitForFocus(nameField(page));
    await joinAs(page, 'Ann');
  });
});

describe('what is not sent yet', () => {
  visitors.productOfItsOwn();

  /** A member whose line is cut. */
  async function enterAndCut(name: string): Promise<{ page: Page; mend: () => void }> {
    const page = await visitors.arrive();
    const lines = new Set<WebSocketRoute>();
    let isCut = false;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (isCut) return void socket.close();
      lines.add(socket);
      socket.connectToServer();
    });
    await page.goto(`${visitors.product.url}/chat`);
    await joinAs(page, name);
    await page.getByPlaceholder('Write a message').waitFor();
    isCut = true;
    for (const line of lines) void line.close();
    await page.getByText('No connection: what you send is kept').waitFor();
    return { page, mend: () => (isCut = false) };
  }

  it('can be discarded while it waits', async () => {
    const { page, mend } = await enterAndCut('Ann');
    await say(page, 'better not');
    await say(page, 'but this');
    await unsent(page).filter({ hasText: 'better not' }).getByRole('button', { name: 'Discard' }).press('Enter');
    await unsent(page).filter({ hasText: 'better not' }).waitFor({ state: 'detached' });
    await waitForFocus(page.getByTestId('messages'));
    mend();
    await waitForText(page, 'but this');
    expect(await texts(page)).toEqual(['but this']);
  });

  it('is told to whoever leaves, and goes out when they join again', async () => {
    const { page, mend } = await enterAndCut('Cleo');
    await say(page, 'one');
    await say(page, 'two');
    const leave = page.getByRole('button', { name: 'Leave', exact: true });
    await leave.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Leave the chat?' });
    await dialog.getByText('2 messages are not sent yet. They go out when you join again as Cleo.').waitFor();
    await waitForFocus(dialog.getByRole('button', { name: 'Stay' }));
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await waitForFocus(leave);
    expect(await unsent(page).count()).toBe(2);
    await leave.press('Enter');
    await dialog.getByRole('button', { name: 'Leave anyway' }).press('Enter');
    await waitForFocus(nameField(page));
    mend();
    await page.getByTestId('connection-banner').waitFor({ state: 'detached' });
    await joinAs(page, 'Cleo');
    await waitForText(page, 'two');
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await nameField(page).waitFor();
  });

  it('is asked about by the browser when the server is away altogether', async () => {
    const { page } = await enterAndCut('Dora');
    await say(page, 'one');
    await page.route('**/assets/leave-dialog*', (route) => route.abort());
    const asked = new Promise<string>((resolve) => {
      page.on('dialog', (dialog) => {
        resolve(dialog.message());
        void dialog.dismiss();
      });
    });
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    expect(await asked).toBe('1 message is not sent yet. It goes out when you join again as Dora. Leave anyway?');
    expect(await unsent(page).count()).toBe(1);
  });
});

describe('whoever hears the page', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await createCampaign(visitors.product.url, { id: 'camp_1', name: 'Running Shoes' });
    await createCampaign(visitors.product.url, { id: 'camp_2', name: 'Running Socks' });
    await fill(400);
  });

  it('hears what others say while the end is in sight, each once, and nothing else', async () => {
    const ann = await enter('Ann');
    await waitForText(ann, 'message 400');
    const heard = ann.getByTestId('heard');
    await calm(ann);
    expect(await heard.innerText()).toBe('');
    const cleo = await enter('Cleo');
    await say(cleo, 'hello');
    await heard.getByText('Cleo: hello').waitFor();
    // The same once more is another one: its own element is added.
    await heard.locator('span').evaluate((span) => (span.dataset.first = 'true'));
    await say(cleo, 'hello');
    await heard.locator('span:not([data-first])').getByText('Cleo: hello').waitFor();
    await say(ann, 'from me');
    await waitForText(ann, 'from me');
    expect(await heard.innerText()).toBe('');

    await ann.getByTestId('messages').focus();
    await eventually(async () => {
      await ann.keyboard.press('Home');
      expect((await sequences(ann)).at(-1)).toBeLessThan(400);
    });
    await say(cleo, 'said while Ann reads further up');
    await ann.getByRole('button', { name: /1 new/ }).waitFor();
    expect(await heard.innerText()).toBe('');
    await ann.getByRole('button', { name: /1 new/ }).click();
    await waitForText(ann, 'said while Ann reads further up');
    await ann.getByRole('button', { name: /^↓/ }).waitFor({ state: 'detached' });
    expect(await heard.innerText()).toBe('');
    await say(cleo, 'and afterwards');
    await heard.getByText('Cleo: and afterwards').waitFor();
  });

  it('is told how many campaigns are offered, at a field that says what it is', async () => {
    const page = await enter('Ann');
    await box(page).fill('#running');
    await page.getByText('2 campaigns are offered').waitFor();
    expect(await box(page).getAttribute('role')).toBeNull();
    const chosen = (await box(page).getAttribute('aria-activedescendant'))!;
    expect(await page.locator(`[id="${chosen}"]`).getAttribute('aria-selected')).toBe('true');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('is offered campaigns for as long as the field has the focus', async () => {
    const page = await enter('Ann');
    await box(page).pressSequentially('see #camp_1');
    await page.getByRole('option', { name: /Shoes/ }).waitFor();
    await page.getByTestId('messages').focus();
    await page.getByRole('option').waitFor({ state: 'detached' });
    await box(page).focus();
    await page.getByRole('option', { name: /Shoes/ }).click();
    expect(await box(page).inputValue()).toBe('see #camp_1 ');
    await waitForFocus(box(page));
  });
});

describe('a message in a language that is written from right to left', () => {
  visitors.productOfItsOwn();

  it('names a campaign with its figures in their order', async () => {
    await createCampaign(visitors.product.url, { id: 'camp_1', name: 'Running Shoes' });
    await send({ campaign_id: 'camp_1' });
    const ann = await enter('Ann');
    await say(ann, 'مرحبا، انظروا إلى #camp_1 اليوم');
    const figures = rows(ann).last().locator('a[data-campaign-id="camp_1"]').getByText('1 impressions · CTR 0.00%');
    await figures.waitFor();
    const styleOf = (element: Locator) =>
      element.evaluate((each): { direction: string; unicodeBidi: string } => {
        const { direction, unicodeBidi } = each.ownerDocument.defaultView!.getComputedStyle(each);
        return { direction, unicodeBidi };
      });
    expect(await styleOf(rows(ann).last().locator('p[dir]'))).toMatchObject({ direction: 'rtl' });
    expect(await styleOf(figures)).toEqual({ direction: 'ltr', unicodeBidi: 'isolate' });
    const leftOf = (text: string) =>
      figures.evaluate((element, wanted): number => {
        const node = [...element.childNodes].find((each) => each.textContent!.includes(wanted))!;
        const range = element.ownerDocument.createRange();
        range.setStart(node, node.textContent!.indexOf(wanted));
        range.setEnd(node, node.textContent!.indexOf(wanted) + 1);
        return range.getBoundingClientRect().left;
      }, text);
    expect(await leftOf('1')).toBeLessThan(await leftOf('0.00%'));
  });
});

describe('a phone with its keyboard open', () => {
  visitors.productOfItsOwn();
  beforeAll(() => addPeople(40));

  it('shows something of what was said beside the people, and beside a long draft', async () => {
    const page = await enter('Ann', { viewport: { width: 390, height: 450 } });
    const heightOfList = async () => (await page.getByTestId('messages').boundingBox())!.height;
    const overflow = () => page.evaluate('document.documentElement.scrollHeight - document.documentElement.clientHeight');
    const before = await heightOfList();
    await page.getByRole('button', { name: /online/ }).click();
    await eventually(async () => expect(Object.keys(await people(page)).length).toBeGreaterThan(30));
    expect(await heightOfList()).toBe(before);
    expect(await page.getByRole('region', { name: 'People' }).evaluate((list) => list.scrollHeight - list.clientHeight)).toBeGreaterThan(0);
    // Whoever turns to the messages has seen the people.
    await box(page).fill('line\n'.repeat(40));
    await box(page).focus();
    await eventually(async () => expect(await page.getByTestId('people').isVisible()).toBe(false));
    expect(await heightOfList()).toBeGreaterThanOrEqual(120);
    expect(await overflow()).toBeLessThanOrEqual(0);
  });

  it('gives the page the room that the keyboard leaves', async () => {
    const page = await open('/chat');
    expect(await page.locator('meta[name=viewport]').getAttribute('content')).toContain('interactive-widget=resizes-content');
  });
});
