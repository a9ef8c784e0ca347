import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { post } from '../../api/test/support/http.ts';
import { upload } from '../../api/test/support/imports.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { chooseFile, counted, dialog, people, pressExactly, rowsBy, sendRequests, stored, sum, tokensOfSent, waitForDispatch } from './support/outreach-page.ts';
import { sidewaysScroll, waitForLive } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open } = visitors;

const GOOD = 30;
const FILE = [
  'Full name,E-mail,Mobile',
  ...people(GOOD),
  'Nobody,not-an-address,',
  'Unreachable,,',
  'Person 0,PERSON0@example.com,',
  'Nobody either,,12',
  'Called Carla,,030 1234567',
].join('\r\n');

describe('outreach', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await createCampaign(visitors.product.url, { id: 'camp_way', name: 'The whole way', time_zone: 'Europe/Berlin' });
    await createCampaign(visitors.product.url, { id: 'camp_empty', name: 'Nobody yet' });
  });

  it('goes the whole way: a file, its people, requests, failures, those sent again, an answer', async () => {
    const { database, url } = visitors.product;
    const [page, elsewhere] = await Promise.all([open('/outreach/camp_way', { locale: 'en-GB' }), open('/outreach/camp_way', { colorScheme: 'dark' })]);
    const both = [page, elsewhere];
    await Promise.all(both.map((one) => one.getByRole('heading', { name: 'Whom shall this campaign ask?' }).waitFor()));

    // The file is looked at, and nothing is stored yet.
    await pressExactly(page, 'Import a CSV file');
    await chooseFile(page, 'people.csv', FILE);
    await dialog(page).getByLabel('Numbers without + are from').selectOption('DE');
    await dialog(page).getByText('person0@example.com').waitFor();
    expect(await dialog(page).getByLabel('Phone is in').inputValue()).toBe('Mobile');
    expect(await stored(database.url, 'camp_way')).toEqual({});
    await pressExactly(dialog(page), 'Import');
    await page.getByTestId('import-result').getByText('35 lines: 31 added, 1 known already, 3 rejected.').waitFor();
    await elsewhere.getByTestId('import-result').getByText('3 rejected').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download rejected lines (CSV)' }).click()]);
    const rejects = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(rejects).toHaveLength(4);
    expect(rejects.map((line) => line.replace(/^\uFEFF/, '').split(',')[0])).toEqual(['line', '32', '33', '35']);
    await Promise.all(both.map((one) => eventually(async () => expect(await counted(one, 'all')).toBe(GOOD + 1))));
    const search = page.getByLabel('Search recipients by name, e-mail or phone');
    await search.fill('1234567');
    await page.getByRole('cell', { name: '+49301234567' }).waitFor();
    expect(await page.locator('tr[data-recipient-id]').count()).toBe(1);
    await search.fill('');

    // Rows and bar move in both windows.
    await sendRequests(page, { 'Shortest delay, ms': '100', 'Longest delay, ms': '900', 'Fail in the end, %': '40' });
    await Promise.all(both.map((one) => waitForDispatch(one, /Sending|Waiting for retries/)));
    await Promise.all(both.map((one) => eventually(async () => expect(await rowsBy(one, 'Sent')).toBeGreaterThan(0))));
    await Promise.all(both.map((one) => waitForDispatch(one, /Finished/)));
    const first = await expectSumsToAgree(both, 'camp_way');
    expect(first.failed).toBeGreaterThan(0);
    expect(first.sent! + first.failed!).toBe(GOOD + 1);

    // Why they failed, and who.
    await page.getByTestId('failures').getByText(`${first.failed} failed, by reason`).waitFor();
    await pressExactly(page.getByTestId('failures'), 'Show them');
    await eventually(async () => expect(await rowsBy(page, 'Failed')).toBe(first.failed));
    expect(new URL(page.url()).searchParams.get('status')).toBe('failed');
    await page.getByTestId('filter-all').click();

    // Those who failed, once more; nobody who was reached gets it twice.
    await elsewhere.getByTestId('failures').getByRole('button', { name: 'Re-send failed' }).dblclick();
    await eventually(async () => expect((await stored(database.url, 'camp_way')).sent).toBeGreaterThan(first.sent!));
    await Promise.all(both.map((one) => waitForDispatch(one, /Finished/)));
    const second = await expectSumsToAgree(both, 'camp_way');
    expect(second.sent! + (second.failed ?? 0)).toBe(GOOD + 1);

    // Somebody answers, and the numbers move without anybody asking.
    const [token] = await tokensOfSent(database.url, 'camp_way');
    const recipient = await open(`/feedback/${token}`, { viewport: { width: 390, height: 844 } });
    await recipient.locator('.star').nth(3).click();
    await recipient.getByRole('textbox').fill('Came on time, <b>thanks</b>!');
    await recipient.getByRole('button').first().click();
    await recipient.getByText(/thank/i).first().waitFor();
    for (const one of both) {
      await one.getByTestId('tile-average rating').getByText('4.0 ★').waitFor();
      await one.getByTestId('responses').getByText('Came on time, <b>thanks</b>!').waitFor();
      await one.getByTestId('ratings').getByRole('row', { name: '4 stars 1 100%' }).waitFor();
      await eventually(async () => expect(await one.locator('tr[data-recipient-id]').filter({ hasText: '4 ★' }).count()).toBe(1));
      await one.locator('canvas').waitFor();
      expect(await seriousFindings(one)).toEqual([]);
      expect(await sidewaysScroll(one)).toBeLessThanOrEqual(0);
    }

    // The list of all campaigns says the same, in short.
    await page.goto(`${url}/outreach`);
    const row = page.locator('tr[data-campaign-id="camp_way"]');
    await row.getByText('4.0 ★').waitFor();
    await row.getByText(`${second.sent} sent`).waitFor();
    expect(visitors.complaints).toEqual([]);
  }, 120_000);

  it('says how to begin, and takes somebody who is added by hand', async () => {
    const page = await open('/outreach/camp_empty', { viewport: { width: 390, height: 844 } });
    await pressExactly(page, 'Add one recipient');
    await pressExactly(dialog(page), 'Add');
    await dialog(page).getByText('Name is missing').waitFor();
    await dialog(page).getByLabel('Name', { exact: false }).first().fill('Ann');
    await dialog(page).getByLabel('E-mail').fill('ann at example');
    await pressExactly(dialog(page), 'Add');
    await dialog(page).getByText(/^E-mail must be an e-mail address/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog(page).getByLabel('E-mail').fill('ann@example.com');
    await pressExactly(dialog(page), 'Add, and another one');
    await page.getByText('Added Ann.').waitFor();
    await dialog(page).getByLabel('Name', { exact: false }).first().fill('Ann again');
    await dialog(page).getByLabel('E-mail').fill('ann@example.com');
    await pressExactly(dialog(page), 'Add');
    await dialog(page).getByText('E-mail is the e-mail address of another recipient of this campaign').waitFor();
    await pressExactly(dialog(page), 'Done');
    await page.locator('tr[data-recipient-id]').getByText('ann@example.com').first().waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  it('says which parts cannot be read, and shows them as soon as they can', async () => {
    const { url } = visitors.product;
    await createCampaign(url, { id: 'camp_parts', name: 'In parts' });
    expect((await upload(url, 'camp_parts', ['name,email,phone', ...people(3)].join('\n'))).status).toBe(200);
    expect((await post(`${url}/api/campaigns/camp_parts/dispatches`, { simulated: { delay_ms: [0, 0] } })).status).toBe(201);
    const page = await visitors.arrive();
    const parts = /\/api\/campaigns\/camp_parts\/(feedback|recipients)/;
    await page.route(parts, (route) => route.abort().catch(() => undefined));
    await page.goto(`${url}/outreach/camp_parts`);
    await waitForDispatch(page, /Finished/);
    await page.getByText('The answers over time could not be read. The server does not answer.').waitFor();
    await page.getByText('The recipients cannot be loaded').waitFor();
    await page.unroute(parts);
    await page.getByText('0 answers and 3 sent requests in this range').waitFor();
    await page.locator('tr[data-recipient-id]').nth(2).waitFor();
  });

  it('is found from the navigation, by its shortcut, and from the page of a campaign', async () => {
    const page = await open('/');
    await waitForLive(page);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Outreach', level: 1 }).waitFor();
    await page.getByLabel('Search campaigns by name or id').fill('nobody');
    await page.locator('tr[data-campaign-id]').getByText('Nobody yet').waitFor();
    expect(await page.locator('tr[data-campaign-id]').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('q')).toBe('nobody');
    await page.goto(`${visitors.product.url}/campaigns/camp_empty`);
    await page.getByRole('main').getByRole('link', { name: 'Outreach' }).click();
    await page.getByRole('heading', { name: 'Nobody yet', level: 1 }).waitFor();
    await page.goto(`${visitors.product.url}/outreach/camp_nowhere`);
    await page.getByText('No campaign is registered under this id').waitFor();
  });
});

/** What both windows show is what the database has. */
async function expectSumsToAgree(pages: Page[], campaignId: string): Promise<Record<string, number>> {
  return eventually(async () => {
    const truth = await stored(visitors.product.database.url, campaignId);
    for (const page of pages) {
      expect(await counted(page, 'sent')).toBe(truth.sent ?? 0);
      expect(await counted(page, 'failed')).toBe(truth.failed ?? 0);
      expect(await sum(page)).toContain(`${truth.sent} sent`);
      if (truth.failed !== undefined) expect(await sum(page)).toContain(`${truth.failed} failed`);
      expect(await rowsBy(page, 'Sending')).toBe(0);
    }
    return truth;
  });
}
