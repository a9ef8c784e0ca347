import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { cell, createCampaign, field, press, readCampaign, row } from './support/campaigns.ts';
import { campaignIds, waitForLive } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;
const create = (campaign: Parameters<typeof createCampaign>[1]) => createCampaign(visitors.product.url, campaign);
const stored = (id: string) => readCampaign(visitors.product.url, id);

async function inDatabase(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: visitors.product.database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

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
    expect(await campaignIds(page)).not.toContain('camp_all');
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
