import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { cell, createCampaign, field, press, readCampaign, row } from './support/campaigns.ts';
import { campaignIds, sidewaysScroll, waitForLive } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

const visitors = prepareVisitors();
const { open, send } = visitors;
const create = (campaign: Parameters<typeof createCampaign>[1]) => createCampaign(visitors.product.url, campaign);
const stored = (id: string) => readCampaign(visitors.product.url, id);

describe('before the first campaign', () => {
  visitors.productOfItsOwn();

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check (%s)', async (colorScheme) => {
    const page = await open('/campaigns', { colorScheme });
    await page.getByTestId('create-command').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('shows how to begin, and what is created appears in every open browser', async () => {
    const [here, elsewhere] = await Promise.all([open('/campaigns'), open('/campaigns')]);
    await elsewhere.getByRole('heading', { name: 'Create your first campaign' }).waitFor();
    await Promise.all([here, elsewhere].map(waitForLive));
    await here.getByTestId('create-command').filter({ hasText: `${visitors.product.url}/api/campaigns` }).waitFor();

    await press(here, 'Create a campaign');
    await field(here, 'Name').fill('  Spring sale ');
    await field(here, 'Daily budget').fill('1,250.50');
    await here.keyboard.press('Enter');

    await here.getByText('Created “Spring sale”.').waitFor();
    for (const page of [here, elsewhere]) await page.getByRole('link', { name: 'Spring sale' }).waitFor();
    const ids = await campaignIds(here);
    expect(ids).toHaveLength(1);
    expect(await stored(ids.join())).toMatchObject({ id: expect.stringMatching(/^camp_/), name: 'Spring sale', daily_budget: 1250.5, status: 'active' });
    expect(visitors.complaints).toEqual([]);
  });
});

describe('the list of campaigns', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await create({ id: 'camp_wide', name: 'Alpha wide', daily_budget: 300 });
    await create({ id: 'camp_sharp', name: 'Beta sharp', daily_budget: 100 });
    await create({ id: 'camp_late', name: 'Gamma late', daily_budget: 200, status: 'paused' });
    await send(
      { campaign_id: 'camp_wide' },
      { campaign_id: 'camp_wide' },
      { campaign_id: 'camp_wide' },
      { campaign_id: 'camp_sharp' },
      { campaign_id: 'camp_sharp', type: 'click' },
    );
  });

  it('search, filter and order in the URL are what a new browser shows', async () => {
    const page = await open('/campaigns');
    await row(page, 'camp_late').waitFor();
    await eventually(async () => expect(await campaignIds(page)).toEqual(['camp_wide', 'camp_sharp', 'camp_late']));

    await press(page, 'budget');
    await page.waitForURL(/sort=daily_budget/);
    await press(page, 'budget');
    await page.waitForURL(/order=asc/);
    await page.getByLabel('Search campaigns by name or id').fill('A');
    await page.getByText('Active', { exact: true }).first().click();
    await page.waitForURL(/status=active/);

    const elsewhere = await open(`/campaigns${new URL(page.url()).search}`);
    await elsewhere.locator('th[aria-sort=ascending]', { hasText: 'Spend today' }).waitFor();
    await row(elsewhere, 'camp_wide').waitFor();
    await eventually(async () => expect(await campaignIds(elsewhere)).toEqual(['camp_sharp', 'camp_wide']));
    expect(await elsewhere.getByLabel('Search campaigns by name or id').inputValue()).toBe('A');

    const mistyped = await open('/campaigns?sort=price&order=up&status=gone&rows=many');
    await row(mistyped, 'camp_late').waitFor();

    await elsewhere.getByLabel('Search campaigns by name or id').fill('nothing-like-it');
    await elsewhere.getByText('No active campaign has “nothing-like-it” in its name or id.').waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('numbers move at once in every open browser, and equal the statistics', async () => {
    const pages = await Promise.all([open('/campaigns?sort=clicks'), open('/campaigns?sort=clicks')]);
    await Promise.all(pages.map((page) => row(page, 'camp_late').waitFor()));
    await Promise.all(pages.map(waitForLive));
    const shown = { campaign_id: 'camp_late', occurred_at: new Date().toISOString(), metadata: { cost: 12.5 } };
    const click = { ...shown, type: 'click', metadata: null } as const;
    await send(shown, shown, click, click);

    for (const page of pages) {
      await cell(page, 'camp_late', '100.00%');
      await row(page, 'camp_late').getByText('25.00 of 200').waitFor();
      // The order follows the figures too.
      await page.locator('tbody tr').first().and(row(page, 'camp_late')).waitFor();
    }
    const range = `from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;
    const stats = await fetch(`${visitors.product.url}/stats?campaign_id=camp_late&granularity=day&${range}`);
    expect(await stats.json()).toMatchObject({ series: [{ impressions: 2, clicks: 2 }] });
    expect(visitors.complaints).toEqual([]);
  });

  it('tells once that a budget was used up, where it happens and not where it had happened before', async () => {
    const spend = (id: string, cost: number) => send({ campaign_id: id, occurred_at: new Date().toISOString(), metadata: { cost } });
    await create({ id: 'camp_spent', name: 'Spent before', daily_budget: 10 });
    await create({ id: 'camp_spending', name: 'Spending', daily_budget: 10 });
    await spend('camp_spent', 10);
    const [list, detail] = await Promise.all([open('/campaigns?q=Spen'), open('/campaigns/camp_spending')]);
    await row(list, 'camp_spent').getByText('exhausted').waitFor();
    await detail.getByTestId('pacing-state').waitFor();
    // What was so when a page began to watch is no news: from here on it watches.
    await spend('camp_spending', 0.25);
    await row(list, 'camp_spending').getByText('0.25 of 10').waitFor();
    await detail.getByTestId('pacing-state').getByText('0.25 of ').waitFor();

    await spend('camp_spending', 10);
    const toast = '“Spending” has used up its budget of today: 10.25 of 10.00.';
    for (const page of [list, detail]) await page.getByText(toast).waitFor();
    expect(await detail.getByRole('link', { name: 'Open', exact: true }).count()).toBe(0);
    await list.getByRole('link', { name: 'Open', exact: true }).click();
    await list.waitForURL(/\/campaigns\/camp_spending$/);
    await list.getByText(toast).waitFor({ state: 'detached' });

    await spend('camp_spending', 1);
    await list.getByTestId('pacing-state').getByText('11.25 of 10.00').waitFor();
    await detail.getByTestId('pacing-state').getByText('11.25 of 10.00').waitFor();
    expect(await list.getByText('has used up').count()).toBe(0);
    expect(await detail.getByText('has used up').count()).toBe(1);
    expect(visitors.complaints).toEqual([]);
  });

  it('a row stays in its place under the pointer', async () => {
    for (const id of ['place_first', 'place_second']) await create({ id, name: `In ${id}` });
    await send({ campaign_id: 'place_first' }, { campaign_id: 'place_first' }, { campaign_id: 'place_second' });
    const page = await open('/campaigns?q=place_&sort=impressions');
    await page.locator('tbody tr').first().and(row(page, 'place_first')).waitFor();
    await row(page, 'place_second').hover();
    const before = await campaignIds(page);
    await send(...Array.from({ length: 5 }, () => ({ campaign_id: 'place_second' })));
    await cell(page, 'place_second', '6');
    expect(await campaignIds(page)).toEqual(before);

    await page.mouse.move(5, 5);
    await page.locator('tbody tr').first().and(row(page, 'place_second')).waitFor();
  });

  it('marks a paused campaign whose events still arrive', async () => {
    await create({ id: 'camp_arriving', name: 'Still arriving', status: 'paused' });
    const page = await open('/campaigns?q=camp_arriving');
    await row(page, 'camp_arriving').waitFor();
    await waitForLive(page);
    // A late click, of what was shown before the pause.
    await send({ campaign_id: 'camp_arriving', type: 'click', occurred_at: new Date(Date.now() - 7_200_000).toISOString() });
    await row(page, 'camp_arriving').getByText('still counting').waitFor();
  });

  it('the keyboard keeps its place when a dialog closes, and when the row goes that it was on', async () => {
    for (const id of ['focus_a', 'focus_b', 'focus_c']) await create({ id, name: `Kept ${id.at(-1)}` });
    const page = await open('/campaigns?q=focus_&status=active');
    await row(page, 'focus_c').waitFor();
    await waitForLive(page);
    const isFocused = (name: string) => page.locator(':focus').and(page.getByRole(name.startsWith('Kept') ? 'link' : 'button', { name, exact: true })).waitFor();

    await page.getByRole('button', { name: 'New campaign' }).focus();
    await page.keyboard.press('Enter');
    await field(page, 'Name').waitFor();
    await page.keyboard.press('Escape');
    await isFocused('New campaign');

    await page.getByRole('button', { name: 'Delete Kept b' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('No events of it').waitFor();
    await page.keyboard.press('Escape');
    await isFocused('Delete Kept b');
    await page.keyboard.press('Enter');
    await press(page, 'Delete campaign');
    await row(page, 'focus_b').waitFor({ state: 'detached' });
    await isFocused('Kept c');
    // It no longer belongs to the filter.
    await page.keyboard.press('p');
    await row(page, 'focus_c').waitFor({ state: 'detached' });
    await isFocused('Kept a');

    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Kept a' }).waitFor();
    await page.locator('#content:focus').waitFor();
    await page.locator('main header').getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await press(page, 'Delete campaign');
    await page.waitForURL(/\/campaigns$/);
    await page.locator('#content:focus').waitFor();
  });

  it('works by keyboard alone', async () => {
    const page = await open();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Beta sharp' }).focus();
    await page.keyboard.press('p');
    await row(page, 'camp_sharp').getByText('Paused', { exact: true }).waitFor();
    await page.keyboard.press('e');
    await field(page, 'Name').waitFor();
    await page.keyboard.type('gc?');
    expect(await field(page, 'Name').inputValue()).toContain('gc?');
    await page.keyboard.press('Escape');
    await press(page, 'Discard');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('New campaign').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('wide');
    await page.waitForURL(/q=wide/);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.search.includes('q='));
    expect(visitors.complaints).toEqual([]);
  });

  it('shows names with markup as text, and fits a phone', async () => {
    const name = `<img src=x onerror="window.markupRan = true"> ${'long '.repeat(30)}`.trim();
    await create({ id: `id_${'long_'.repeat(30)}`, name });
    const page = await open('/campaigns?q=onerror', PHONE);
    await page.getByRole('link', { name }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate('window.markupRan')).toBeUndefined();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(visitors.complaints).toEqual([]);
  });

  it.each([
    ['as wide as a page beside an open panel', 920, ['Impressions', 'CTR']],
    ['of a small window', 1024, ['Impressions', 'Clicks', 'CTR']],
    ['of a middling window', 1160, ['Impressions', 'Clicks', 'CTR', 'Last hour']],
  ])('leaves out columns rather than scroll sideways, in a list %s', async (_, width, kept) => {
    await create({ id: `camp_${width}`, name: `Seen from ${width}`, status: 'paused', daily_budget: 1_250 });
    await send({ campaign_id: `camp_${width}` });
    const page = await open(`/campaigns?q=camp_${width}`, { viewport: { width, height: 800 } });
    await row(page, `camp_${width}`).getByText('still counting').waitFor();
    const heads = await page.getByRole('columnheader').allInnerTexts();
    expect(['Impressions', 'Clicks', 'CTR', 'Last hour'].filter((head) => heads.some((text) => text.includes(head)))).toEqual(kept);
    expect(await page.locator('table').evaluate((table) => (table.parentElement?.scrollWidth ?? 0) - (table.parentElement?.clientWidth ?? 0))).toBe(0);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  });

  it('explains a failing first load, and recovers', async () => {
    const page = await visitors.arrive();
    await page.route('**/api/campaigns?*', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto(`${visitors.product.url}/campaigns`);
    await page.getByRole('heading', { name: 'The campaigns cannot be loaded' }).waitFor();
    await page.unroute('**/api/campaigns?*');
    await press(page, 'Try again');
    await row(page, 'camp_wide').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check (%s)', async (colorScheme) => {
    await send({ campaign_id: 'camp_unknown' });
    const page = await open('/campaigns', { colorScheme });
    await row(page, 'camp_wide').waitFor();
    await page.getByText('seen in events only').waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    await press(page, 'New campaign');
    await field(page, 'Name').waitFor();
    await press(page, /^Create$/);
    await page.getByText('Name is missing').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await row(page, 'camp_wide').getByRole('button', { name: /^Edit / }).click();
    await field(page, 'Name').fill('Alpha wider');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keep editing' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await press(page, 'Discard');

    await press(page, 'Delete Alpha wide');
    await page.getByText('Delete them too').click();
    await press(page, 'Delete campaign and events');
    await page.getByText('Type camp_wide to confirm').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await press(page, 'Pause Alpha wide');
    await press(page, 'Undo');
    await page.getByRole('status').getByText('Resumed “Alpha wide”.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    await page.goto(`${visitors.product.url}/campaigns?status=unregistered`);
    await row(page, 'camp_unknown').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});

describe('very many campaigns', () => {
  visitors.productOfItsOwn();

  it('are listed a page at a time, and the URL remembers how many', async () => {
    for (let index = 1; index <= 120; index++) {
      const number = String(index).padStart(3, '0');
      await create({ id: `camp_${number}`, name: `Campaign ${number}` });
    }
    const page = await open('/campaigns');
    await page.getByText('50 of 120 campaigns').waitFor();
    await press(page, 'Load more');
    await page.getByText('100 of 120 campaigns').waitFor();
    await press(page, 'Load more');
    await page.getByText('120 campaigns', { exact: true }).waitFor();

    const elsewhere = await open(`/campaigns${new URL(page.url()).search}`);
    await elsewhere.getByText('120 campaigns', { exact: true }).waitFor();
    await eventually(async () => expect(await campaignIds(elsewhere)).toEqual(await campaignIds(page)));
    await waitForLive(elsewhere);
    await send({ campaign_id: 'camp_120' });
    await cell(elsewhere, 'camp_120', '1');
    expect(visitors.complaints).toEqual([]);
  });
});
