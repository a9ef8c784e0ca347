import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { chartValue } from './support/detail-page.ts';
import { sidewaysScroll, waitForLive } from './support/overview-page.ts';
import { holdJudge, insertAnomaly, insertMinutes, letJudge } from './support/pipeline-data.ts';
import { prepareVisitors } from './support/visitors.ts';

const MINUTE_MS = 60_000;

const visitors = prepareVisitors();

const listed = (page: Page) => page.getByTestId('chart-anomalies').locator('li');
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

async function openCampaign(id: string, search = '', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await visitors.open(`/campaigns/${id}${search}`, { locale: 'en-US', timezoneId: 'Europe/Berlin', ...options });
  await page.locator('[data-testid=chart] canvas').waitFor();
  await waitForLive(page);
  return page;
}

describe('the chart of a campaign that is not as usual', () => {
  visitors.productOfItsOwn(holdJudge);
  beforeAll(async () => {
    const { url, database } = visitors.product;
    await createCampaign(url, { id: 'camp_drop', name: 'Has dropped' });
    await createCampaign(url, { id: 'camp_often', name: 'Drops often' });
    await createCampaign(url, { id: 'camp_much', name: 'Drops all the time' });
    await insertMinutes(database.url, [{ id: 'camp_drop', rate: 900, ctr: 0.03, unusual: (minutes) => (minutes < 8 ? { ctr: 0 } : null) }]);
    // Pages know of events by those that the product itself has stored.
    for (const campaign_id of ['camp_drop', 'camp_often', 'camp_much']) await visitors.send({ campaign_id, occurred_at: new Date().toISOString() });
  });

  it('is marked as soon as its minutes are judged, with the reason below, and in words for those who hear it', async () => {
    const page = await openCampaign('camp_drop');
    expect(await listed(page).count()).toBe(0);
    expect(await page.getByText('Not as usual').count()).toBe(0);

    await letJudge(visitors.product.database.url);
    const drop = listed(page).first();
    await drop.getByText('Drop').waitFor();
    await drop.getByText(/ongoing since (\w+ \d+, )?\d\d:\d\d, for \d+ min\. CTR 0\.00% \(0 of [\d,]+; 99\.7% sure between 0\.00% and [01]\.\d\d%\), usually [23]\.\d\d%\./).waitFor();
    await page.getByText('Not as usual', { exact: true }).waitFor();

    await page.getByTestId('chart').focus();
    await page.keyboard.press('End');
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowLeft');
    await eventually(async () => expect(await chartValue(page)).toMatch(/, not as usual: drop$/));
    for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowLeft');
    await eventually(async () => expect(await chartValue(page)).not.toMatch(/not as usual/));
    // With every minute that passes without traffic there would be more to tell.
    await holdJudge(visitors.product.database.url);
    expect(visitors.complaints).toEqual([]);
  });

  it('can be looked at closely, and left again', async () => {
    const page = await openCampaign('camp_drop');
    await listed(page).first().getByRole('button', { name: /^Zoom in on the drop since/ }).click();
    await page.waitForURL(/from=.*&to=/);
    const { items } = (await (await fetch(`${visitors.product.url}/api/pipeline/anomalies?campaign_id=camp_drop`)).json()) as { items: { since: string }[] };
    expect(Date.parse(new URL(page.url()).searchParams.get('from')!)).toBe(Date.parse(items[0]!.since) - 30 * MINUTE_MS);
    await listed(page).first().waitFor();
    await page.goBack();
    await page.waitForURL(/camp_drop$/);
  });

  it('is not marked in another range', async () => {
    const page = await openCampaign('camp_drop', `?from=${ago(60)}&to=${ago(30)}`);
    expect(await listed(page).count()).toBe(0);
    await page.getByText('1 h', { exact: true }).click();
    await listed(page).first().waitFor();
  });

  it('the drawing has a band and a sign where it is not as usual, and none elsewhere', async () => {
    const page = await openCampaign('camp_drop', '', { colorScheme: 'light' });
    await listed(page).first().waitFor();
    // A column of pixels at a share of the plot's width: how many have the color of a band.
    const banded = (share: number) =>
      page.evaluate(
        `(() => { const canvas = document.querySelector('[data-testid=chart] canvas'); const over = document.querySelector('[data-testid=chart] .u-over').getBoundingClientRect(), box = canvas.getBoundingClientRect();
          const ratio = canvas.width / box.width, x = Math.round((over.left - box.left + over.width * ${share}) * ratio);
          const { data } = canvas.getContext('2d').getImageData(x, 0, 1, canvas.height); let count = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at] === 0xfb && data[at + 1] === 0xe6 && data[at + 2] === 0xe3) count++;
          return count; })()`,
      );
    await eventually(async () => expect(await banded(0.94)).toBeGreaterThan(20));
    expect(await banded(0.5)).toBe(0);
  });

  it('many are named a few at a time, and those of long ago are found', async () => {
    const { database } = visitors.product;
    for (let number = 0; number < 106; number++) {
      const since = number * 60 + 30;
      await insertAnomaly(database.url, { campaign: 'camp_often', kind: 'drop', since, last: since - 6, isOver: true, impressions: 400, clicks: 0, expectedCtr: 0.03, expectedImpressions: 400 });
    }
    const page = await openCampaign('camp_often', '?range=24h');
    // One an hour. The range ends with the present hour.
    const button = page.getByRole('button', { name: /^Show all 2[34]$/ });
    const all = Number((await button.innerText()).replaceAll(/\D/g, ''));
    expect(await listed(page).count()).toBe(4);
    await button.click();
    expect(await listed(page).count()).toBe(all);
    await page.getByRole('button', { name: 'Show fewer' }).click();

    // The live connection sends the newest hundred.
    const longAgo = await openCampaign('camp_often', `?from=${ago(105 * 60 + 40)}&to=${ago(104 * 60 + 5)}`);
    await eventually(async () => expect(await listed(longAgo).count()).toBe(2));
    expect(visitors.complaints).toEqual([]);
  });

  it('more than the live connection sends are all there, asked for by the hour', async () => {
    const { database } = visitors.product;
    for (let number = 0; number < 106; number++) {
      const since = number * 10 + 30;
      await insertAnomaly(database.url, { campaign: 'camp_much', kind: 'drop', since, last: since - 6, isOver: true, impressions: 400, clicks: 0, expectedCtr: 0.03, expectedImpressions: 400 });
    }
    const page = await visitors.arrive({ locale: 'en-US', timezoneId: 'Europe/Berlin' });
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === '/api/pipeline/anomalies' && searchParams.has('from')) asked.push(searchParams.get('from')!, searchParams.get('to')!);
    });
    await page.goto(`${visitors.product.url}/campaigns/camp_much?range=24h&granularity=minute`);
    await page.getByRole('button', { name: 'Show all 106' }).waitFor();
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((time) => !time.endsWith(':00:00.000Z'))).toEqual([]);
    expect(visitors.complaints).toEqual([]);
  });

  it('an answer that comes late does not set back what the live connection has told', async () => {
    const page = await visitors.arrive({ locale: 'en-US' });
    let hasAnswered = () => {};
    const answered = new Promise<void>((resolve) => (hasAnswered = resolve));
    await page.route('**/api/pipeline/anomalies?*', async (route) => {
      await listed(page)
        .first()
        .waitFor()
        .then(() => route.fulfill({ json: { items: [], next_cursor: null } }))
        .catch(() => undefined);
      hasAnswered();
    });
    await page.goto(`${visitors.product.url}/campaigns/camp_drop`);
    await answered;
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
    expect(await listed(page).count()).toBeGreaterThan(0);
  });

  it('the table and the file name what was not as usual, also when its list cannot be loaded', async () => {
    const page = await visitors.arrive({ locale: 'en-US' });
    await page.route('**/anomaly-list-*.js', (route) => route.abort());
    await page.goto(`${visitors.product.url}/campaigns/camp_drop`);
    await page.getByText('What was not as usual could not be loaded. Reload the page to try again; the table names it.').waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByTestId('chart-table').getByText(', not as usual: drop').first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const [head, ...lines] = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
    expect(head).toMatch(/,not_as_usual$/);
    expect(lines.filter((line) => line.endsWith(',drop')).length).toBeGreaterThan(2);
  });

  it('a phone has room for it', async () => {
    const page = await openCampaign('camp_drop', '', { viewport: { width: 390, height: 844 } });
    await listed(page).first().waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check (%s)', async (colorScheme) => {
    const page = await openCampaign('camp_drop', '', { colorScheme });
    await listed(page).first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});
