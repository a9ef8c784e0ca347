import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { breakdown, chartTable, chartValue, deleteCampaign, dragOverChart, sendBatch, statsOf, swipe } from './support/detail-page.ts';
import { sidewaysScroll, tileCount, waitForLive, waitForTile } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

const FROM = '2026-02-10T21:00:00Z';
const TO = '2026-02-10T21:10:00Z';
const RANGE = `from=${FROM}&to=${TO}`;
const presentMinute = () => new Date().toISOString();

/** Impressions at a time of the tenth, of which some are clicked. */
const at = (time: string, campaign_id: string, impressions: number, clicks: number) =>
  Array.from({ length: impressions + clicks }, (_, place) => ({
    campaign_id,
    type: place < impressions ? ('impression' as const) : ('click' as const),
    occurred_at: `2026-02-10T${time}:20Z`,
    creative_id: place % 2 === 0 ? 'cr_even' : null,
    metadata: { device_type: place % 3 === 0 ? 'mobile' : 'desktop', cost: 0.01 },
  }));

describe('a campaign’s page', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await createCampaign(visitors.product.url, { id: 'camp_past', name: 'Past flights' });
    await sendBatch(visitors.product, [...at('21:01', 'camp_past', 1_200, 32), ...at('21:02', 'camp_past', 40, 0), ...at('21:05', 'camp_past', 7, 3)]);
    await createCampaign(visitors.product.url, { id: 'camp_now', name: 'Present flights' });
    await send({ campaign_id: 'camp_now', occurred_at: presentMinute() });
  });

  const openPast = async (search = RANGE) => {
    const page = await open(`/campaigns/camp_past?${search}`);
    await page.locator('[data-testid=chart] canvas').waitFor();
    return page;
  };

  it('shows in a new browser what the address says: range, granularity, comparison, and the same numbers', async () => {
    const hours = [...at('16:40', 'camp_hours', 200, 10), ...at('17:05', 'camp_hours', 60, 0), ...at('18:59', 'camp_hours', 300, 30), ...at('19:00', 'camp_hours', 90, 6)];
    await createCampaign(visitors.product.url, { id: 'camp_hours', name: 'By the hour' });
    await sendBatch(visitors.product, hours);
    const page = await open('/campaigns/camp_hours?from=2026-02-10T18:00:00Z&to=2026-02-10T20:00:00Z');
    await page.getByText('Hours', { exact: true }).click();
    await page.getByText('Lines', { exact: true }).click();
    await page.getByRole('button', { name: 'Compare with the period before' }).click();
    await page.waitForURL(/granularity=hour.*compare=true|compare=true.*granularity=hour/);

    const elsewhere = await open(`/campaigns/camp_hours${new URL(page.url()).search}`);
    for (const name of ['Custom', 'Hours', 'Lines']) await elsewhere.getByRole('radio', { name }).and(elsewhere.locator(':checked')).waitFor({ state: 'attached' });
    await elsewhere.getByRole('button', { name: 'Compare with the period before', pressed: true }).waitFor();
    for (const each of [elsewhere, page]) await each.getByRole('button', { name: 'Show as table' }).click();
    await eventually(async () => {
      const numbers = await numbersOn(elsewhere);
      expect(numbers.table).toEqual([
        expect.stringMatching(/Feb 10, 19:00\t90\t6\t6\.67%\t0\.90\t60\t0\t0\.00%\t0\.60$/),
        expect.stringMatching(/Feb 10, 18:00\t300\t30\t10\.00%\t3\.00\t200\t10\t5\.00%\t2\.00$/),
      ]);
      expect(numbers.tiles).toMatch(/Impressions\s+390\s+▲ \+50\.0%[^]*Clicks\s+36\s+▲ \+260\.0%/);
      expect(numbers.breakdown).toMatch(/desktop\s[^]*mobile\s/);
      expect(await numbersOn(page)).toEqual(numbers);
    });
    expect(visitors.complaints).toEqual([]);
  });

  /** All numbers of the range, as they are read. */
  async function numbersOn(page: Page) {
    return {
      tiles: await page.getByRole('region', { name: 'Totals of the range' }).innerText(),
      chart: await chartValue(page),
      table: await page.getByTestId('chart-table').locator('tbody tr').allInnerTexts(),
      breakdown: await page.getByTestId('breakdown').innerText(),
    };
  }

  it('takes nonsense in the address for the last hour', async () => {
    const page = await open('/campaigns/camp_now?range=2h&granularity=second&from=yesterday&compare=perhaps');
    await page.getByRole('radio', { name: '1 h' }).and(page.locator(':checked')).waitFor({ state: 'attached' });
    await waitForTile(page, 'impressions', '1');
  });

  it('zooms by dragging, in the address too, and back out', async () => {
    const page = await openPast();
    await dragOverChart(page, 0.42, 0.68);
    await page.waitForURL(/from=2026-02-10T21%3A04%3A00/);
    expect(new URL(page.url()).searchParams.get('to')).toBe('2026-02-10T21:07:00.000Z');
    await waitForTile(page, 'impressions', '7');

    await page.getByRole('button', { name: 'Zoom out' }).click();
    await waitForTile(page, 'impressions', '1,247');
    await page.goBack();
    await waitForTile(page, 'impressions', '7');
  });

  it('holds the same in the table, in the file and in GET /stats', async () => {
    const page = await openPast();
    const stats = (await statsOf(visitors.product, 'camp_past', FROM, TO)).slice(1);
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByTestId('chart-table').locator('tbody tr').first().waitFor();
    // Nothing is invented for 21:00, before the campaign's first event.
    expect(await chartTable(page)).toEqual(stats);

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('camp_past_20260210T2100Z_20260210T2110Z.csv');
    const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(head).toBe('time_utc,time_local,impressions,clicks,ctr,spend,complete,paused,not_as_usual');
    const points = lines.map((line) => line.split(',')).map(([ts, , impressions, clicks]) => ({ ts, impressions: Number(impressions), clicks: Number(clicks) }));
    expect(points).toEqual(stats);
    expect(lines[0]).toMatch(/^2026-02-10T21:01:00Z,[^,]+,1200,32,0\.026666667,12,yes,no,$/);
  });

  it('hides a series by its name in the legend: in the address, the chart’s words, the table and the file', async () => {
    const page = await openPast();
    await page.getByRole('button', { name: 'Impressions', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/hide=impressions/);
    await page.getByRole('button', { name: 'CTR', exact: true }).click();
    await page.waitForURL(/hide=impressions%2Cctr/);

    const elsewhere = await openPast(new URL(page.url()).search.slice(1));
    await elsewhere.getByRole('heading', { name: 'Clicks by minute' }).waitFor();
    await elsewhere.getByRole('button', { name: 'Impressions', exact: true, pressed: false }).waitFor();
    await elsewhere.getByTestId('chart').focus();
    await elsewhere.keyboard.press('Home');
    await elsewhere.getByTestId('chart').and(elsewhere.locator('[aria-valuetext$=": 32 clicks"]')).waitFor();
    await elsewhere.getByRole('button', { name: 'Show as table' }).click();
    await elsewhere.getByTestId('chart-table').locator('tbody tr').first().waitFor();
    expect(await elsewhere.getByTestId('chart-table').locator('thead th').allInnerTexts()).toEqual(['Time', 'Clicks', 'Spend']);
    const downloading = elsewhere.waitForEvent('download');
    await elsewhere.getByRole('button', { name: 'Download CSV' }).click();
    expect(await readFile(await (await downloading).path(), 'utf8')).toMatch(/^time_utc,time_local,clicks,spend,complete,paused,not_as_usual\r\n/);

    await elsewhere.getByRole('button', { name: 'Impressions', exact: true }).click();
    await elsewhere.getByRole('heading', { name: 'Impressions and clicks by minute' }).waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('totals, chart, feed and breakdown move in two browsers at once', async () => {
    const pages = await Promise.all([open('/campaigns/camp_now'), open('/campaigns/camp_now?range=24h')]);
    await Promise.all(pages.map(waitForLive));
    const before = await tileCount(pages[0], 'impressions');

    const metadata = { device_type: 'tablet', cost: 0.5 };
    await send(
      { campaign_id: 'camp_now', occurred_at: presentMinute(), metadata, user_id: 'u_watched' },
      { campaign_id: 'camp_now', occurred_at: presentMinute(), metadata },
      { campaign_id: 'camp_now', occurred_at: presentMinute(), type: 'click', user_id: 'u_clicked' },
    );

    for (const page of pages) {
      await waitForTile(page, 'impressions', String(before + 2));
      await page.getByTestId('feed').getByText('u_clicked').first().waitFor();
      await page.getByTestId('feed').getByText('u_watched').first().waitFor();
      await page.getByTestId('breakdown').getByText('tablet').waitFor();
      // The chart's own words are those of the running minute, which may be another by now.
      await page.getByRole('button', { name: 'Show as table' }).click();
      await eventually(async () => expect((await chartTable(page)).filter(({ clicks }) => clicks > 0)).toMatchObject([{ clicks: 1 }]));
      // Breakdowns are read less often than the rest.
      await eventually(async () => expect(await breakdown(page)).toMatchObject({ tablet: 2 }));
    }
    expect(visitors.complaints).toEqual([]);
  });

  it('the chart is read and zoomed by keyboard', async () => {
    const page = await openPast();
    await page.getByTestId('chart').focus();
    await page.keyboard.press('Home');
    await page.getByTestId('chart').and(page.locator('[aria-valuetext*="1,200 impressions, 32 clicks, CTR 2.67%"]')).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByTestId('chart').and(page.locator('[aria-valuetext*=" 40 impressions"]')).waitFor();
    await page.keyboard.press('End');
    await page.getByTestId('chart').and(page.locator('[aria-valuetext*="0 impressions, 0 clicks, CTR none"]')).waitFor();

    await page.keyboard.press('Home');
    await page.keyboard.press('+');
    await page.waitForURL((url) => url.searchParams.get('to') !== TO);
    await waitForTile(page, 'impressions', '1,240');
    await page.keyboard.press('-');
    await waitForTile(page, 'impressions', '1,247');
  });

  it('ranges are chosen by keyboard, but not while typing', async () => {
    const page = await openPast();
    await page.keyboard.press('4');
    await page.waitForURL(/range=24h/);
    await page.keyboard.press('x');
    await page.waitForURL(/compare=true/);
    await page.getByText('Custom', { exact: true }).click();
    await page.getByLabel('From').focus();
    await page.keyboard.press('1');
    expect(page.url()).toMatch(/range=24h/);
  });

  it('says what is wrong with a range, and shows a good one', async () => {
    const page = await openPast('range=15m');
    await page.getByText('Custom', { exact: true }).click();
    await page.getByLabel('From').fill('2026-02-10T21:10');
    await page.getByLabel('to', { exact: true }).fill('2026-02-10T21:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('alert').getByText('The end must be later than the beginning.').waitFor();

    await page.getByLabel('to', { exact: true }).fill('2026-02-10T21:20');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/from=/);
  });

  it('breaks down by device, source and creative, and says "none" where none was named', async () => {
    const page = await openPast();
    await page.getByTestId('breakdown').getByText('mobile').waitFor();
    const devices = await breakdown(page);
    expect(devices.mobile! + devices.desktop!).toBe(1_247);
    await page.getByText('Creative', { exact: true }).first().click();
    await page.getByTestId('breakdown').getByText('cr_even').waitFor();
    const creatives = await breakdown(page);
    expect(creatives.cr_even! + creatives.none!).toBe(1_247);
  });

  it('holds the spend of today against the budget', async () => {
    await createCampaign(visitors.product.url, { id: 'camp_spent', name: 'Spent' });
    await send({ campaign_id: 'camp_spent', occurred_at: presentMinute(), metadata: { cost: 120.5 } });
    const page = await open('/campaigns/camp_spent');
    await page.getByTestId('pacing-state').getByText('Budget used up: 120.50 of 100.00').waitFor();
    await page.getByText('in UTC.').waitFor();
  });

  it('under a finger the page scrolls, a tap shows the values, and the range stays', async () => {
    const page = await open(`/campaigns/camp_past?${RANGE}`, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.locator('[data-testid=chart] canvas').waitFor();
    await page.getByTestId('chart').scrollIntoViewIfNeeded();
    const plot = page.locator('[data-testid=chart] .u-over');
    await plot.tap({ position: { x: 30, y: 60 } });
    await page.getByTestId('chart').and(page.locator('[aria-valuetext*="1,200 impressions"]')).waitFor();

    const address = page.url();
    const before = await page.evaluate<number>('scrollY');
    await swipe(page, plot, { x: -60, y: -150 });
    await eventually(async () => expect(await page.evaluate('scrollY')).toBeGreaterThan(before));
    expect(page.url()).toBe(address);
    expect(visitors.complaints).toEqual([]);
  });

  it('a phone shows it without scrolling sideways', async () => {
    const page = await open(`/campaigns/camp_past?${RANGE}&compare=true`, { viewport: { width: 390, height: 844 } });
    await page.locator('[data-testid=chart] canvas').waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByTestId('chart-table').waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(visitors.complaints).toEqual([]);
  });
});

describe('for everybody', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await createCampaign(visitors.product.url, { id: 'camp_seen', name: 'Seen' });
    await send({ campaign_id: 'camp_seen', occurred_at: presentMinute(), metadata: { device_type: 'mobile', cost: 1 } });
  });

  it.each(['light', 'dark'] as const)('an automated accessibility check finds nothing serious in the %s theme', async (colorScheme) => {
    const page = await open('/campaigns/camp_seen?compare=true&range=15m', { colorScheme });
    await page.locator('[data-testid=chart] canvas').waitFor();
    await page.getByTestId('feed').locator('tbody tr').first().waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByText('Custom', { exact: true }).click();
    await page.getByTestId('simulation-state').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('nor on the page of a campaign without events, in the %s theme', async (colorScheme) => {
    await createCampaign(visitors.product.url, { id: `camp_${colorScheme}`, name: 'Fresh' });
    const page = await open(`/campaigns/camp_${colorScheme}`, { colorScheme });
    await page.getByTestId('curl-command').waitFor();
    await page.getByTestId('simulation-state').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('nor on that of one that is not registered, nor of one that does not exist, in the %s theme', async (colorScheme) => {
    await send({ campaign_id: 'camp_stray', occurred_at: presentMinute() });
    const page = await open('/campaigns/camp_stray', { colorScheme });
    await page.locator('[data-testid=chart] canvas').waitFor();
    await page.getByText('Register the campaign first').waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    await page.goto(`${visitors.product.url}/campaigns/no_such_campaign`);
    await page.getByRole('heading', { name: 'Campaign not found' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});

describe('a page without its server', () => {
  visitors.productOfItsOwn();

  it('says why it cannot be loaded, and loads by itself when it can', async () => {
    await createCampaign(visitors.product.url, { id: 'camp_late', name: 'Later' });
    const page = await visitors.arrive();
    const problem = { code: 'CAMPAIGNS_UNAVAILABLE', detail: 'The database does not answer. Please try again.' };
    await page.route('**/api/campaigns/**', (route) => route.fulfill({ status: 503, json: problem }));
    await page.goto(`${visitors.product.url}/campaigns/camp_late`);
    await page.getByRole('alert').getByText(problem.detail).waitFor();
    await page.unroute('**/api/campaigns/**');
    await page.getByRole('heading', { name: 'Later' }).waitFor();
  });

  it('keeps its numbers, and shows what it missed after a restart', async () => {
    await send({ campaign_id: 'camp_cut', occurred_at: presentMinute(), user_id: 'u_before' });
    const page = await open('/campaigns/camp_cut?range=15m');
    await waitForLive(page);
    await waitForTile(page, 'impressions', '1');
    await page.getByTestId('feed').getByText('u_before').waitFor();

    await visitors.product.kill();
    await page.getByTestId('connection-banner').waitFor();
    await waitForTile(page, 'impressions', '1');

    await visitors.product.restart();
    await send({ campaign_id: 'camp_cut', occurred_at: presentMinute(), user_id: 'u_while_away' });
    await waitForTile(page, 'impressions', '2');
    await page.getByTestId('feed').getByText('u_while_away').waitFor();
    expect(await page.getByTestId('feed').locator('tbody tr').count()).toBe(2);
  });
});

describe('campaigns that are not on the list', () => {
  visitors.productOfItsOwn();

  it('an unregistered one is shown with what is known of it', async () => {
    await send({ campaign_id: 'camp_stray', occurred_at: presentMinute() });
    const page = await open('/campaigns/camp_stray');
    await page.getByTestId('campaign-state').getByText('Not registered').waitFor();
    await page.getByText('There is no budget to hold the spend against').waitFor();
    await waitForTile(page, 'impressions', '1');
  });

  it('an unknown one leads back, and comes alive with its first event', async () => {
    const page = await open('/campaigns/no_such_campaign');
    await page.getByRole('heading', { name: 'Campaign not found' }).waitFor();
    await page.getByRole('main').getByRole('link').waitFor();
    await waitForLive(page);
    await send({ campaign_id: 'no_such_campaign', occurred_at: presentMinute() });
    await waitForTile(page, 'impressions', '1');
  });

  it('a new one shows how to begin, and comes alive with its first event', async () => {
    await createCampaign(visitors.product.url, { id: 'camp_new', name: 'Brand new' });
    const page = await open('/campaigns/camp_new');
    await page.getByRole('heading', { name: 'No events yet' }).waitFor();
    expect(await page.getByTestId('curl-command').innerText()).toContain('"campaign_id": "camp_new"');
    await waitForLive(page);
    await send({ campaign_id: 'camp_new', occurred_at: presentMinute() });
    await waitForTile(page, 'impressions', '1');
    expect(visitors.complaints).toEqual([]);
  });

  it('one that is deleted while it is open says so', async () => {
    for (const id of ['camp_kept', 'camp_gone']) {
      await createCampaign(visitors.product.url, { id, name: id });
      await send({ campaign_id: id, occurred_at: presentMinute() });
    }
    const [kept, gone] = await Promise.all([open('/campaigns/camp_kept'), open('/campaigns/camp_gone')]);
    await Promise.all([kept, gone].map((page) => waitForTile(page, 'impressions', '1')));
    await Promise.all([kept, gone].map(waitForLive));

    await deleteCampaign(visitors.product, 'camp_kept', 'keep');
    await kept.getByTestId('campaign-state').getByText('Somebody has deleted this campaign. Its events were kept').waitFor();
    await waitForTile(kept, 'impressions', '1');

    await deleteCampaign(visitors.product, 'camp_gone', 'delete');
    await gone.getByRole('heading', { name: 'Campaign deleted' }).waitFor();
  });
});
