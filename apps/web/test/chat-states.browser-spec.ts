import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { box, joinAs, people, rows, say, texts, unsent, waitForText } from './support/chat-page.ts';
import { hangByThread } from './support/thread.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

async function enter(name: string, options = {}): Promise<Page> {
  const page = await open('/chat', options);
  await joinAs(page, name);
  return page;
}

const nameField = (page: Page) => page.getByLabel('Your name');
const waitForFocus = (field: Locator) => field.and(field.page().locator(':focus')).waitFor();

/** People who were here long ago. */
const addPeople = (count: number) =>
  query(
    visitors.product.database.url,
    `INSERT INTO chat_users (id, name, name_key, read_up_to, created_at)
     SELECT gen_random_uuid(), 'Guest ' || number, 'guest ' || number, 0, now() FROM generate_series(1, $1) AS number`,
    [count],
  );

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
    const { cut, mend } = await hangByThread(page);
    await page.goto(`${visitors.product.url}/chat`);
    await joinAs(page, name);
    await page.getByPlaceholder('Write a message').waitFor();
    cut();
    await page.getByText('No connection: what you send is kept').waitFor();
    return { page, mend };
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
