import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign, field, listedIds, messages, press, readCampaign, row } from './support/campaigns.ts';
import { waitForLive } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

const visitors = prepareVisitors();
const { open, send } = visitors;
const create = (campaign: Parameters<typeof createCampaign>[1]) => createCampaign(visitors.product.url, campaign);
const stored = (id: string) => readCampaign(visitors.product.url, id);

const sidewaysScroll = (page: Page) => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
const cell = (page: Page, id: string, text: string) => row(page, id).locator('td').and(page.getByText(text, { exact: true })).waitFor();

async function inDatabase(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: visitors.product.database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

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
    const ids = await listedIds(here);
    expect(ids).toHaveLength(1);
    expect(await stored(ids.join())).toMatchObject({ id: expect.stringMatching(/^camp_/), name: 'Spring sale', daily_budget: 1250.5, status: 'active' });
    expect(visitors.complaints).toEqual([]);
  });
});

describe('the form of a campaign', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await create({ id: 'camp_taken', name: 'Was here first' });
    for (const id of ['camp_edit', 'camp_stale', 'camp_gone']) await create({ id, name: `To be changed: ${id}` });
  });

  async function openForm(): Promise<Page> {
    const page = await open('/campaigns');
    await press(page, 'New campaign');
    await field(page, 'Name').waitFor();
    return page;
  }

  async function openEdit(id: string): Promise<Page> {
    const page = await open('/campaigns');
    await row(page, id).getByRole('button', { name: /^Edit / }).click();
    await field(page, 'Name').waitFor();
    return page;
  }

  it('says what is wrong at the fields, and leads to the first of them', async () => {
    const page = await openForm();
    await field(page, 'Daily budget').fill('12.3456');
    await press(page, /^Create$/);
    expect(await messages(page)).toEqual(['Name is missing', 'Daily budget can have two decimals at most']);
    expect(await page.evaluate('document.activeElement.dataset.path')).toBe('name');

    await page.keyboard.type('Autumn');
    await field(page, 'Daily budget').fill('-3');
    await page.keyboard.press('Enter');
    expect(await messages(page)).toEqual(['Daily budget must be more than 0']);
    expect(visitors.complaints).toEqual([]);
  });

  it('says at the field that an id is taken, and keeps what was typed', async () => {
    const page = await openForm();
    await field(page, 'Name').fill('Second');
    await field(page, 'Daily budget').fill('10');
    await field(page, 'Id').fill('camp_taken');
    await press(page, /^Create$/);
    await page.getByText('Id is taken by another campaign').waitFor();
    expect(await page.evaluate('document.activeElement.dataset.path')).toBe('id');

    await field(page, 'Id').fill('camp_second');
    await press(page, /^Create$/);
    await row(page, 'camp_second').waitFor();
  });

  it('a double click creates one campaign', async () => {
    const page = await openForm();
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await field(page, 'Name').fill('Only once');
    await field(page, 'Daily budget').fill('10');
    await page.getByRole('button', { name: /^Create$/ }).dblclick();
    await page.getByText('Created “Only once”.').waitFor();
    expect(sent).toHaveLength(1);
    await page.getByRole('link', { name: 'Only once' }).waitFor();
    await eventually(async () => expect(await page.getByRole('link', { name: 'Only once' }).count()).toBe(1));
  });

  it('asks before it throws away what was typed', async () => {
    const page = await openForm();
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await field(page, 'Name').fill('Not yet');
    await field(page, 'Daily budget').fill('10');
    await page.keyboard.press('Escape');
    await press(page, 'Keep editing');
    expect(await field(page, 'Name').inputValue()).toBe('Not yet');
    expect(sent).toEqual([]);
    await page.keyboard.press('Escape');
    await press(page, 'Discard');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await press(page, 'New campaign');
    await field(page, 'Name').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it("asks when the browser's back button would throw it away", async () => {
    const page = await open();
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await press(page, 'New campaign');
    await field(page, 'Name').fill('Not yet');
    await page.evaluate('history.back()');
    await press(page, 'Keep editing');
    expect(new URL(page.url()).pathname).toBe('/campaigns');
    expect(await field(page, 'Name').inputValue()).toBe('Not yet');
  });

  it('saves an edit', async () => {
    const page = await openEdit('camp_edit');
    await field(page, 'Name').fill('Renamed');
    await field(page, 'Daily budget').fill('75');
    await page.getByRole('combobox', { name: 'Time zone' }).click();
    await page.keyboard.type('berlin');
    await page.getByRole('option', { name: 'Europe/Berlin' }).click();
    await press(page, /^Save$/);
    await page.getByText('Saved “Renamed”.').waitFor();
    await row(page, 'camp_edit').getByText('of 75').waitFor();
    expect(await stored('camp_edit')).toMatchObject({ name: 'Renamed', daily_budget: 75, time_zone: 'Europe/Berlin', version: 2 });
    expect(visitors.complaints).toEqual([]);
  });

  it('an edit that somebody else has overtaken shows what changed, and saves what is then decided', async () => {
    const [mine, theirs] = await Promise.all([openEdit('camp_stale'), openEdit('camp_stale')]);
    await field(theirs, 'Name').fill('Renamed by them');
    await field(theirs, 'Daily budget').fill('120');
    await press(theirs, /^Save$/);
    await theirs.getByText('Saved “Renamed by them”.').waitFor();

    await field(mine, 'Daily budget').fill('150');
    await press(mine, /^Save$/);
    const notice = mine.getByTestId('conflict');
    await notice.getByText('Daily budget was 100.00, somebody changed it to 120.00.').waitFor();
    await notice.getByText('somebody changed it to “Renamed by them”.').waitFor();
    // What was not touched here follows the others; what was typed stays.
    expect(await field(mine, 'Name').inputValue()).toBe('Renamed by them');
    expect(await field(mine, 'Daily budget').inputValue()).toBe('150.00');
    expect(await stored('camp_stale')).toMatchObject({ daily_budget: 120 });

    await notice.getByText('Take theirs: 120.00').click();
    expect(await field(mine, 'Daily budget').inputValue()).toBe('120.00');
    await notice.getByText('Keep mine: 150.00').click();
    await press(mine, /^Save$/);
    await mine.getByText('Saved “Renamed by them”.').waitFor();
    expect(await stored('camp_stale')).toMatchObject({ name: 'Renamed by them', daily_budget: 150, version: 3 });
  });

  it('says that the campaign was deleted meanwhile, and keeps what was typed', async () => {
    const page = await openEdit('camp_gone');
    await fetch(`${visitors.product.url}/api/campaigns/camp_gone?events=keep`, { method: 'DELETE' });
    await field(page, 'Name').fill('Too late');
    await press(page, /^Save$/);
    await page.getByText('Somebody has deleted the campaign. What you typed is still here.').waitFor();
    expect(await field(page, 'Name').inputValue()).toBe('Too late');
  });
});

describe('pausing and deleting', () => {
  visitors.productOfItsOwn();

  it('pauses at once in every browser, and takes it back on request', async () => {
    await create({ id: 'camp_pause', name: 'Pause me' });
    const [here, elsewhere] = await Promise.all([open('/campaigns'), open('/campaigns')]);
    await Promise.all([here, elsewhere].map(waitForLive));

    await press(here, 'Pause Pause me');
    for (const page of [here, elsewhere]) await row(page, 'camp_pause').getByText('Paused', { exact: true }).waitFor();
    expect(await stored('camp_pause')).toMatchObject({ status: 'paused' });

    await press(here, 'Undo');
    for (const page of [here, elsewhere]) await row(page, 'camp_pause').getByText('Active', { exact: true }).waitFor();
    expect(await stored('camp_pause')).toMatchObject({ status: 'active' });
    expect(visitors.complaints).toEqual([]);
  });

  it('takes a pause back that the server refuses, and says so', async () => {
    await create({ id: 'camp_refused', name: 'Refused' });
    const page = await open('/campaigns');
    const problem = { code: 'CAMPAIGNS_UNAVAILABLE', detail: 'The database does not answer. Please try again.' };
    await page.route('**/api/campaigns/camp_refused', (route) => route.fulfill({ status: 503, json: problem }));
    await press(page, 'Pause Refused');
    await page.getByText('“Refused” could not be paused. The database does not answer. Please try again.').waitFor();
    await row(page, 'camp_refused').getByText('Active', { exact: true }).waitFor();
  });

  it('deletes a campaign and keeps its events: it is listed as unregistered, and can be registered again', async () => {
    await create({ id: 'camp_keep', name: 'Keep my events' });
    await send({ campaign_id: 'camp_keep' }, { campaign_id: 'camp_keep' }, { campaign_id: 'camp_keep', type: 'click' });
    const page = await open('/campaigns');
    await press(page, 'Delete Keep my events');
    await page.getByRole('dialog').getByText('2 impressions and 1 click were counted').waitFor();
    await press(page, 'Delete campaign');
    await page.getByText('Deleted “Keep my events”. Its events are kept: it is listed under Unregistered.').waitFor();
    await row(page, 'camp_keep').waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Register it' }).click();
    await page.waitForURL(/status=unregistered/);
    await cell(page, 'camp_keep', '2');
    await press(page, 'Register camp_keep');
    await field(page, 'Name').fill('Back again');
    await field(page, 'Daily budget').fill('50');
    await page.keyboard.press('Enter');
    await page.getByText('Registered “Back again”.').waitFor();
    await row(page, 'camp_keep').waitFor({ state: 'detached' });

    await page.getByText('All', { exact: true }).click();
    await cell(page, 'camp_keep', '2');
    await row(page, 'camp_keep').getByRole('link', { name: 'Back again' }).waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('shows a campaign that ad clients begin to report, told by the server and not by asking every few seconds', async () => {
    await create({ id: 'camp_listed', name: 'Listed' });
    const page = await visitors.arrive();
    await page.addInitScript('const every = setInterval; window.setInterval = (run, ms) => every(run, ms >= 3_000 ? 1e9 : ms)');
    await page.goto(`${visitors.product.url}/campaigns?q=unheard`);
    await page.getByText('No campaign has “unheard” in its name or id.').waitFor();
    await waitForLive(page);
    await send({ campaign_id: 'camp_unheard_of' });
    await page.getByRole('link', { name: 'Register' }).click();
    await row(page, 'camp_unheard_of').waitFor();
    await send({ campaign_id: 'camp_unheard_of_too' });
    await row(page, 'camp_unheard_of_too').waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('deletes the events of a campaign that nobody has registered', async () => {
    await send({ campaign_id: 'camp_stray' }, { campaign_id: 'camp_stray', type: 'click' });
    const page = await open('/campaigns?status=unregistered');
    await press(page, 'Delete the events of camp_stray');
    await page.getByRole('dialog').getByText('1 impression and 1 click were counted').waitFor();
    await field(page, 'Type the id to confirm: camp_stray').fill('camp_stray');
    await page.keyboard.press('Enter');
    await page.getByText('All 2 events of camp_stray are deleted.').waitFor();
    await row(page, 'camp_stray').waitFor({ state: 'detached' });
    expect(visitors.complaints).toEqual([]);
  });

  it('shows in every browser, and after a reload, how far a deletion is, and tells once that it is done', async () => {
    await send({ campaign_id: 'camp_small' });
    // As another process would be at it: here, one that stands still on its way.
    const another = new pg.Client({ connectionString: visitors.product.database.url });
    await another.connect();
    await another.query('BEGIN');
    await another.query('SELECT FROM deletion_epoch FOR UPDATE');
    await inDatabase(`INSERT INTO event_deletions (campaign_id, last_id, cutoff, total, deleted, started_at)
      VALUES ('camp_huge', '00000000-0000-0000-0000-000000000000', now(), 10000, 2500, now())`);
    const [list, detail] = await Promise.all([open('/campaigns'), open('/campaigns/camp_small')]);
    await list.getByText('Deleting the events of camp_huge: 2,500 of 10,000').waitFor();
    await list.reload();
    await list.getByRole('progressbar', { name: 'Deleting the events of camp_huge' }).waitFor();
    await detail.getByTestId('campaign-state').waitFor();
    await waitForLive(detail);
    expect(await detail.getByRole('progressbar').count()).toBe(0);

    await inDatabase("UPDATE event_deletions SET deleted = 10000, finished_at = now() WHERE campaign_id = 'camp_huge'");
    await another.end();
    await fetch(`${visitors.product.url}/api/campaigns/camp_small/events`, { method: 'DELETE' });
    await list.getByText('All 10,000 events of camp_huge are deleted.').waitFor();
    await list.getByText('The only event of camp_small is deleted.').waitFor();
    await list.getByRole('progressbar').waitFor({ state: 'detached' });
    expect(await list.getByText('All 10,000 events of camp_huge are deleted.').count()).toBe(1);

    await list.reload();
    await waitForLive(list);
    await list.getByLabel('Search campaigns by name or id').waitFor();
    expect(await list.getByText('are deleted.').count()).toBe(0);
  });

  it('deletes a campaign with its events only after its id was typed', async () => {
    await create({ id: 'camp_all', name: 'All of me' });
    await send({ campaign_id: 'camp_all' }, { campaign_id: 'camp_all' });
    const page = await open('/campaigns');
    await press(page, 'Delete All of me');
    await page.getByText('Delete them too').click();
    await press(page, 'Delete campaign and events');
    await page.getByRole('alert').getByText('Type camp_all to confirm').waitFor();

    await field(page, 'Type the id to confirm: camp_all').fill('camp_all');
    await press(page, 'Delete campaign and events');
    await page.getByText('All 2 events of camp_all are deleted.').waitFor();
    await row(page, 'camp_all').waitFor({ state: 'detached' });
    await page.getByText('Unregistered', { exact: false }).first().click();
    expect(await listedIds(page)).not.toContain('camp_all');
    const figures = await fetch(`${visitors.product.url}/api/campaigns/camp_all/figures`);
    expect(figures.status).toBe(404);
  });
});

describe('the page of a campaign', () => {
  visitors.productOfItsOwn();
  const action = (page: Page, name: string) => page.locator('main header').getByRole('button', { name, exact: true });

  it('pauses, edits and deletes it, by keyboard too', async () => {
    await create({ id: 'camp_own', name: 'On its own' });
    const page = await open('/campaigns/camp_own');
    await action(page, 'Pause').waitFor();
    await page.keyboard.press('p');
    await page.getByText('Paused “On its own”.').waitFor();
    await action(page, 'Resume').waitFor();

    await page.keyboard.press('e');
    await field(page, 'Name').fill('Renamed here');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Renamed here' }).waitFor();
    expect(await stored('camp_own')).toMatchObject({ name: 'Renamed here', status: 'paused' });

    await action(page, 'Delete').click();
    await page.getByRole('dialog').getByText('No events of it were counted.').waitFor();
    await press(page, 'Delete campaign');
    await page.waitForURL(/\/campaigns$/);
    expect(await stored('camp_own')).toMatchObject({ status: 404 });
    // While it is left, the page may ask once more for what was just deleted.
    expect(visitors.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  it('registers a campaign that is seen in events only', async () => {
    await send({ campaign_id: 'camp_seen' });
    const page = await open('/campaigns/camp_seen');
    await action(page, 'Register').click();
    await field(page, 'Name').fill('Seen and registered');
    await field(page, 'Daily budget').fill('20');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Seen and registered' }).waitFor();
    await action(page, 'Pause').waitFor();
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
    await eventually(async () => expect(await listedIds(page)).toEqual(['camp_wide', 'camp_sharp', 'camp_late']));

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
    await eventually(async () => expect(await listedIds(elsewhere)).toEqual(['camp_sharp', 'camp_wide']));
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
    const before = await listedIds(page);
    await send(...Array.from({ length: 5 }, () => ({ campaign_id: 'place_second' })));
    await cell(page, 'place_second', '6');
    expect(await listedIds(page)).toEqual(before);

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
    await eventually(async () => expect(await listedIds(elsewhere)).toEqual(await listedIds(page)));
    await waitForLive(elsewhere);
    await send({ campaign_id: 'camp_120' });
    await cell(elsewhere, 'camp_120', '1');
    expect(visitors.complaints).toEqual([]);
  });
});
