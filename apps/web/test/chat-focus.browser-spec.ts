import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { box, fillRoom, joinAs, say, sequences, waitForText } from './support/chat-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open } = visitors;

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
    await fillRoom(visitors.product.database.url, 400);
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

describe('whoever hears the page', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await createCampaign(visitors.product.url, { id: 'camp_1', name: 'Running Shoes' });
    await createCampaign(visitors.product.url, { id: 'camp_2', name: 'Running Socks' });
    await fillRoom(visitors.product.database.url, 400);
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
