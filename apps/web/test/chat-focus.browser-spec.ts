import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { createCampaign } from './support/campaigns.ts';
import { box, joinAs, people, rows, say } from './support/chat-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

async function enter(name: string, options = {}): Promise<Page> {
  const page = await open('/chat', options);
  await joinAs(page, name);
  return page;
}

/** People who were here long ago. */
const addPeople = (count: number) =>
  query(
    visitors.product.database.url,
    `INSERT INTO chat_users (id, name, name_key, read_up_to, created_at)
     SELECT gen_random_uuid(), 'Guest ' || number, 'guest ' || number, 0, now() FROM generate_series(1, $1) AS number`,
    [count],
  );

describe('a message in a language that is written from right to left', () => {
  visitors.productOfItsOwn();

  it('names a campaign with its figures in their order', async () => {
    await createCampaign(visitors.product.url, { id: 'camp_1', name: 'Running Shoes' });
    await send({ campaign_id: 'camp_1' });
    const ann = await enter('Ann');
    await say(ann, 'مرحبا، انظروا إلى #camp_1 اليوم');
    const figures = rows(ann).last().locator('a[data-campaign-id="camp_1"]').getByText('1 impressions · CTR 0.00%');
    await figures.waitFor();
    const styleOf = (element: Locator, property: string) => element.evaluate(`(element) => getComputedStyle(element).${property}`);
    expect(await styleOf(rows(ann).last().locator('p[dir]'), 'direction')).toBe('rtl');
    expect([await styleOf(figures, 'direction'), await styleOf(figures, 'unicodeBidi')]).toEqual(['ltr', 'isolate']);
    const leftOf = (text: string): Promise<number> =>
      figures.evaluate(`(element) => {
        const node = [...element.childNodes].find((each) => each.textContent.includes('${text}'));
        const range = document.createRange();
        range.setStart(node, node.textContent.indexOf('${text}'));
        range.setEnd(node, node.textContent.indexOf('${text}') + 1);
        return range.getBoundingClientRect().left;
      }`);
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
