import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { box, joinAs, people, rows, say, texts, waitForText } from './support/chat-page.ts';
import { setStatus } from './support/detail-page.ts';
import { sidewaysScroll, waitForLive } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

const panel = (page: Page) => page.getByRole('complementary', { name: 'Chat' });
const mention = (page: Page, id: string) => rows(page).locator(`a[data-campaign-id="${id}"]`).last();

async function openPanel(path: string, name: string, options = {}): Promise<Page> {
  const page = await open(path, options);
  await page.getByRole('button', { name: 'The chat beside the page' }).click();
  await panel(page).waitFor();
  await joinAs(page, name);
  return page;
}

describe('the chat beside a page', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await createCampaign(visitors.product.url, { id: 'camp_1', name: 'Running Shoes', daily_budget: 50 });
    await send({ campaign_id: 'camp_1', metadata: { cost: 1 } });
  });

  it('is opened and closed with a key or a button, and stays over pages and reloads', async () => {
    const page = await open('/campaigns/camp_1');
    await waitForLive(page);
    await page.keyboard.press('c');
    await panel(page).getByLabel('Your name').waitFor();
    await joinAs(page, 'Ann');
    await say(page, 'beside a campaign');
    await waitForText(page, 'beside a campaign');
    await page.getByRole('link', { name: 'Campaigns', exact: true }).click();
    await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
    expect(await texts(page)).toEqual(['beside a campaign']);
    await page.reload();
    await waitForText(page, 'beside a campaign');
    await panel(page).getByRole('button', { name: /online/ }).click();
    await eventually(async () => expect(await people(page)).toEqual({ Ann: true }));
    await panel(page).getByRole('link', { name: 'Open as a page' }).click();
    await page.getByRole('heading', { name: 'Chat', level: 1 }).waitFor();
    expect(await panel(page).count()).toBe(0);
    await page.goBack();
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await panel(page).waitFor({ state: 'detached' });
    expect(visitors.complaints).toEqual([]);
  });

  it('leaves the page its room, and closes with Escape', async () => {
    for (const width of [1280, 1024, 768]) {
      const page = await openPanel('/campaigns/camp_1', 'Ann', { viewport: { width, height: 800 } });
      await page.locator('[data-testid=chart] canvas').waitFor();
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
      await box(page).press('Escape');
      await panel(page).waitFor({ state: 'detached' });
    }
    const phone = await open('/campaigns/camp_1', { viewport: { width: 390, height: 844 } });
    await waitForLive(phone);
    await phone.keyboard.press('c');
    await phone.getByRole('button', { name: 'Open the menu' }).click();
    expect(await panel(phone).count()).toBe(0);
    await phone.getByRole('link', { name: 'Chat' }).click();
    await phone.getByLabel('Your name').waitFor();
  });

  it('names a campaign with its numbers, as they are now, and leads to it', async () => {
    const [ann, bob] = [await openPanel('/', 'Ann'), await openPanel('/', 'Bob')];
    await say(ann, 'look at #camp_1, and at #camp_unknown');
    await mention(bob, 'camp_1').getByText('#Running Shoes').waitFor();
    await mention(bob, 'camp_1').getByText('1 impressions · CTR 0.00%').waitFor();
    expect(await rows(bob).last().getByRole('link').count()).toBe(1);
    expect((await texts(bob)).at(-1)).toContain(', and at #camp_unknown');
    await send({ campaign_id: 'camp_1', metadata: { cost: 1 } }, { campaign_id: 'camp_1', type: 'click' });
    for (const page of [ann, bob]) await mention(page, 'camp_1').getByText('2 impressions · CTR 50.00%').waitFor();
    // What nobody knew becomes known by its first event.
    await send({ campaign_id: 'camp_unknown' });
    await mention(bob, 'camp_unknown').getByText('1 impressions').waitFor();
    const renamed = await fetch(`${visitors.product.url}/api/campaigns/camp_1`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"name":"Trail Shoes"}' });
    expect(renamed.status).toBe(200);
    await mention(ann, 'camp_1').getByText('#Trail Shoes').waitFor();
    await mention(ann, 'camp_1').click();
    await ann.getByRole('heading', { name: 'Trail Shoes' }).waitFor();
    await panel(ann).waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('hears from Flightdeck itself when a budget is used up, with a link to the campaign', async () => {
    await createCampaign(visitors.product.url, { id: 'camp_spent', name: 'Spent', daily_budget: 5 });
    await setStatus(visitors.product, 'camp_spent', 'paused');
    const ann = await openPanel('/campaigns', 'Ann');
    await send({ campaign_id: 'camp_spent', occurred_at: new Date().toISOString(), metadata: { cost: 5.5 } });
    const message = rows(ann).filter({ hasText: 'has used up its budget of today: 5.50 of 5.00' });
    await message.waitFor();
    expect(await message.locator('bdi').first().innerText()).toBe('Flightdeck');
    await message.locator('a[data-campaign-id="camp_spent"]').getByText('1 impressions').waitFor();
    await message.locator('a[data-campaign-id="camp_spent"]').click();
    await ann.getByRole('heading', { name: 'Spent' }).waitFor();
  });

  it('hears since when a campaign has not been as usual, by the clock of the reader, and is led to that time', async () => {
    const since = Date.UTC(2026, 1, 10, 21, 10);
    await query(
      visitors.product.database.url,
      `WITH room AS (UPDATE chat_room SET last_sequence = last_sequence + 1 RETURNING last_sequence)
       INSERT INTO chat_messages (sequence, client_id, text, campaign_id, sent_at)
       SELECT last_sequence, 'an anomaly', '“Odd” has had a low CTR for three minutes, since 2026-02-10T21:10Z: 0.4%, usually 2.1%.', 'camp_1', '2026-02-10T21:13:00Z' FROM room`,
    );
    const ann = await openPanel('/campaigns', 'Ann', { timezoneId: 'Asia/Tokyo' });
    // The server learns of it with the next one.
    await say(ann, 'What was that?');
    const message = rows(ann).filter({ hasText: '“Odd” has had a low CTR for three minutes, since 06:10: 0.4%, usually 2.1%.' });
    await message.locator('a[data-campaign-id="camp_1"]').click();
    await ann.getByRole('heading', { name: 'Trail Shoes' }).waitFor();
    const { searchParams } = new URL(ann.url());
    expect(['from', 'to'].map((name) => Date.parse(searchParams.get(name)!))).toEqual([since - 30 * 60_000, since + 15 * 60_000]);
    await ann.locator('[data-testid=chart] canvas').waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check (%s)', async (colorScheme) => {
    const page = await openPanel('/campaigns/camp_1', 'Ann', { colorScheme });
    await mention(page, 'camp_1').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('says so when it cannot be loaded, and harms nothing', async () => {
    const page = await open('/campaigns');
    await waitForLive(page);
    // What the page itself still loads is not what is to fail.
    await page.waitForLoadState('networkidle');
    await page.route('**/assets/*', (route) => route.abort());
    await page.keyboard.press('c');
    await page.getByText('The chat could not be loaded').waitFor();
    await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
    await page.unroute('**/assets/*');
    await page.getByRole('button', { name: 'Load the page anew' }).click();
    await panel(page).getByLabel('Your name').waitFor();
  });
});
