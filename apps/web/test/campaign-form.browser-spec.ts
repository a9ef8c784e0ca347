import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { createCampaign, field, messages, press, readCampaign, row } from './support/campaigns.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open } = visitors;
const create = (campaign: Parameters<typeof createCampaign>[1]) => createCampaign(visitors.product.url, campaign);
const stored = (id: string) => readCampaign(visitors.product.url, id);

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
