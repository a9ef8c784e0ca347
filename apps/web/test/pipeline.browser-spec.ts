import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { sidewaysScroll, waitForLive } from './support/overview-page.ts';
import { type PastAnomaly, holdJudge, insertAnomaly, insertMinutes } from './support/pipeline-data.ts';
import { prepareVisitors } from './support/visitors.ts';

const MINUTE_MS = 60_000;
const LONG_NAME = 'A campaign with quite a long name that somebody wrote into the field without thinking of tables at all';
const NAMES = ['Running Shoes', 'Headphones Launch', 'Winter Coats', 'City Breaks: Lisbon', 'Meal Kit', 'Espresso Machines', '<img src=x onerror="window.markupRan = true">', LONG_NAME, 'Ninth', 'Tenth'];
const DROP: PastAnomaly = { campaign: 'camp_1', kind: 'drop', since: 8, last: 1, impressions: 431, clicks: 2, expectedCtr: 0.0241, expectedImpressions: 450 };
const SPIKE: PastAnomaly = { campaign: 'camp_3', kind: 'spike', since: 21, last: 12, isOver: true, impressions: 225, clicks: 20, expectedCtr: 0.032, expectedImpressions: 226 };
const LONG_AGO: PastAnomaly = { ...SPIKE, campaign: 'camp_7', kind: 'drop', since: 3_000, last: 2_980 };

const visitors = prepareVisitors();
const { open } = visitors;

const part = (page: Page, name: 'state' | 'minutes' | 'devices' | 'anomalies') => page.getByTestId(name);
const anomalies = (page: Page) => part(page, 'anomalies').locator('li[data-anomaly]');
const rows = (page: Page) => part(page, 'minutes').locator('tbody tr');
const cells = (page: Page, id: string) => page.locator(`tr[data-campaign-id="${id}"] td`).allInnerTexts();
const count = (text: string | undefined) => Number(text?.replaceAll(',', ''));

async function setStatus(id: string, status: 'active' | 'paused'): Promise<void> {
  const answer = await fetch(`${visitors.product.url}/api/campaigns/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status }) });
  expect(answer.status).toBe(200);
}

async function openPipeline(search = '', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(`/pipeline${search}`, { locale: 'en-US', timezoneId: 'Europe/Berlin', ...options });
  await rows(page).first().waitFor();
  await waitForLive(page);
  return page;
}

describe('the pipeline before the first event', () => {
  visitors.productOfItsOwn();

  it('says how events are counted, that there are none, and when something would be judged', async () => {
    const page = await open('/pipeline');
    await page.getByRole('heading', { name: 'Streaming is off: events are counted directly in PostgreSQL' }).waitFor();
    await part(page, 'minutes').getByText('No campaign had an event in the last 30 minutes.').waitFor();
    await part(page, 'devices').getByText('No device has shown or clicked anything in the last 30 minutes.').waitFor();
    await part(page, 'anomalies').getByText('Nothing unusual so far.').waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('comes alive with the first event', async () => {
    const page = await open('/pipeline');
    await waitForLive(page);
    await visitors.send({ campaign_id: 'camp_first', occurred_at: new Date().toISOString() });
    await page.locator('tr[data-campaign-id="camp_first"]').waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('says how to turn streaming on, with commands to copy', async () => {
    const page = await visitors.arrive();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: visitors.product.url });
    await page.goto(`${visitors.product.url}/pipeline`);
    await page.getByRole('button', { name: 'How to turn it on' }).click();
    expect(await page.getByTestId('pipeline-up').innerText()).toBe('npm run pipeline:up');
    await part(page, 'state').getByText('Do not switch, in either direction, while clients still repeat').waitFor();
    await page.getByRole('button', { name: 'Copy' }).nth(1).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('KAFKA_BROKERS=127.0.0.1:9092 npm start');
    expect(await page.getByTestId('compose-streaming').innerText()).toBe('KAFKA_BROKERS=kafka:9092 docker compose --profile streaming up --build');
    await page.getByRole('button', { name: 'Hide', exact: true }).click();
    await page.getByTestId('pipeline-up').waitFor({ state: 'detached' });
  });

  it('is reached by the navigation, and by keyboard from anywhere', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: 'Pipeline' }).click();
    await page.getByRole('heading', { name: 'Pipeline', exact: true }).waitFor();
    expect(await page.title()).toBe('Pipeline · Flightdeck');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Go to the pipeline').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL(/\/pipeline$/);
  });
});

describe('the pipeline with traffic', () => {
  visitors.productOfItsOwn(holdJudge);
  beforeAll(async () => {
    const { url, database } = visitors.product;
    for (const [n, name] of NAMES.entries()) await createCampaign(url, { id: `camp_${n}`, name });
    await insertMinutes(database.url, [...NAMES, 'unregistered'].map((_, n) => ({ id: `camp_${n}`, rate: Math.round(900 / (n + 1)), ctr: 0.02 + 0.004 * (n % 4) })));
    for (const each of [DROP, SPIKE, LONG_AGO]) await insertAnomaly(database.url, each);
  });

  it('compares the minutes of the busiest campaigns, and says what it has left out', async () => {
    const page = await openPipeline();
    expect(await rows(page).evaluateAll((all) => all.map((row) => row.dataset.campaignId))).toEqual(['camp_0', 'camp_1', 'camp_2', 'camp_3', 'camp_4', 'camp_5', 'camp_6', 'camp_7']);
    await part(page, 'minutes').getByText('The 8 campaigns with the most impressions.').waitFor();

    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('tr[data-campaign-id="camp_10"]').waitFor();
    expect(await rows(page).count()).toBe(11);
    await page.waitForURL(/campaigns=20/);
    await part(page, 'minutes').getByText('11 campaigns.').waitFor();
    await page.getByRole('button', { name: 'Show fewer' }).click();
    await eventually(async () => expect(await rows(page).count()).toBe(8));
    expect(visitors.complaints).toEqual([]);
  });

  it('the keyboard keeps its place while more are on their way, and when there are no more; what is said is of what is shown', async () => {
    const page = await openPipeline();
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/api/pipeline/minutes?*limit=20*', async (route) => {
      await released;
      await route.continue();
    });
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    await page.getByRole('button', { name: 'Show more' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show more' }).and(page.locator('[aria-disabled=true]')).waitFor();
    expect(await focused()).toBe('Show more');
    await page.keyboard.press('Enter');
    await part(page, 'minutes').getByText('The 8 campaigns with the most impressions.').waitFor();
    expect(page.url()).toMatch(/campaigns=20/);
    release();
    await part(page, 'minutes').getByText('11 campaigns.').waitFor();
    expect(await focused()).toContain('11 campaigns.');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Show fewer');
    await page.keyboard.press('Enter');
    await part(page, 'minutes').getByText('The 8 campaigns with the most impressions.').waitFor();
    expect(await focused()).toContain('The 8 campaigns');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Show more');
  });

  it('rows keep their places under the pointer, and overtake each other when it has left', async () => {
    const { database } = visitors.product;
    const page = await openPipeline();
    const order = () => rows(page).evaluateAll((all) => all.slice(0, 2).map((row) => row.dataset.campaignId));
    await rows(page).nth(3).hover();
    const [, , , before] = await cells(page, 'camp_1');
    await query(database.url, "UPDATE minute_stats SET impressions = impressions * 4 WHERE campaign_id = 'camp_1'");
    await eventually(async () => expect(count((await cells(page, 'camp_1'))[3])).toBeGreaterThan(count(before) * 3));
    expect(await order()).toEqual(['camp_0', 'camp_1']);
    await page.mouse.move(0, 0);
    await eventually(async () => expect(await order()).toEqual(['camp_1', 'camp_0']));
    await query(database.url, "UPDATE minute_stats SET impressions = impressions / 4 WHERE campaign_id = 'camp_1'");
    await eventually(async () => expect(await order()).toEqual(['camp_0', 'camp_1']));
  });

  it('a finger points at a minute by a tap, and leads back by another', async () => {
    const page = await openPipeline('', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const spark = page.locator('tr[data-campaign-id="camp_1"] svg[role=img]');
    await spark.scrollIntoViewIfNeeded();
    const [, , , all] = await cells(page, 'camp_1');
    await spark.tap({ position: { x: 40, y: 14 } });
    await part(page, 'minutes').getByRole('columnheader', { name: /^Clicks at \d\d:\d\d$/ }).waitFor();
    const [, , , one] = await cells(page, 'camp_1');
    expect(count(one)).toBeLessThan(count(all) / 20);
    await spark.tap({ position: { x: 40, y: 14 } });
    await part(page, 'minutes').getByRole('columnheader', { name: 'Clicks 30 min' }).waitFor();
  });

  it('sums what the server says of these minutes', async () => {
    const page = await openPipeline();
    await eventually(async () => {
      const { campaigns } = (await (await fetch(`${visitors.product.url}/api/pipeline/minutes`)).json()) as { campaigns: { campaign_id: string; points: { impressions: number; clicks: number }[] }[] };
      const { points } = campaigns.find(({ campaign_id }) => campaign_id === 'camp_2')!;
      const [, , , impressions, clicks] = await cells(page, 'camp_2');
      expect([count(impressions), count(clicks)]).toEqual([points.reduce((sum, each) => sum + each.impressions, 0), points.reduce((sum, each) => sum + each.clicks, 0)]);
    });
  });

  it('shows the values of a minute that the keyboard or the mouse points at, in all rows', async () => {
    const page = await openPipeline();
    const [, , , all] = await cells(page, 'camp_0');
    const axis = part(page, 'minutes').getByRole('slider');
    await axis.focus();
    expect(await axis.getAttribute('aria-valuetext')).toBe('all minutes');
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
    const time = (await axis.getAttribute('aria-valuetext'))!;
    expect(time).toMatch(/^\d\d:\d\d$/);
    await part(page, 'minutes').getByRole('columnheader', { name: `Clicks at ${time}` }).waitFor();
    const [, , , one] = await cells(page, 'camp_0');
    expect(count(one)).toBeLessThan(count(all) / 20);
    expect(count(one)).toBeGreaterThan(700);
    await page.keyboard.press('Escape');
    await part(page, 'minutes').getByRole('columnheader', { name: 'Clicks 30 min' }).waitFor();

    await part(page, 'devices').locator('tr[data-device="tablet"] svg').first().hover();
    await part(page, 'devices').getByRole('columnheader', { name: /^Users at \d\d:\d\d$/ }).waitFor();
    await page.mouse.move(0, 0);
    await part(page, 'devices').getByRole('columnheader', { name: 'Users per minute' }).waitFor();
  });

  it('the window lives in the URL, also after a reload, and whatever somebody types there', async () => {
    const page = await openPipeline();
    const [, , , half] = await cells(page, 'camp_0');
    await page.getByText('Last 60 min').click();
    await page.waitForURL(/minutes=60/);
    await part(page, 'minutes').getByRole('columnheader', { name: 'Impressions 60 min' }).waitFor();
    await eventually(async () => expect(count((await cells(page, 'camp_0'))[3])).toBeGreaterThan(count(half) * 1.8));
    await page.reload();
    await part(page, 'devices').getByRole('columnheader', { name: 'Clicks 60 min' }).waitFor();
    const mistyped = await openPipeline('?minutes=soon&campaigns=-4');
    expect(await rows(mistyped).count()).toBe(8);
    expect(visitors.complaints).toEqual([]);
  });

  it('names are links, long ones are cut, and markup in them is text', async () => {
    const page = await openPipeline();
    await part(page, 'minutes').getByRole('link', { name: NAMES[6]!, exact: true }).waitFor();
    expect(await page.evaluate('window.markupRan')).toBeUndefined();
    const box = (await part(page, 'minutes').getByRole('link', { name: LONG_NAME }).boundingBox())!;
    expect(box.height).toBeLessThan(48);
    await part(page, 'minutes').getByRole('link', { name: 'Winter Coats' }).click();
    await page.waitForURL(/\/campaigns\/camp_2$/);
  });

  it('tells devices apart: how many people, and how long they take to click', async () => {
    const page = await openPipeline();
    const devices = part(page, 'devices').locator('tbody tr');
    expect(await devices.evaluateAll((all) => all.map((row) => row.dataset.device))).toEqual(['mobile', 'desktop', 'tablet']);
    const [mobile, tablet] = [await devices.nth(0).locator('td').allInnerTexts(), await devices.nth(2).locator('td').allInnerTexts()];
    expect(count(mobile[2])).toBeGreaterThan(count(tablet[2]) * 4);
    expect(count(mobile[5])).toBeGreaterThan(count(tablet[5]) * 4);
    expect(Number.parseFloat(mobile[6]!)).toBeLessThan(Number.parseFloat(tablet[6]!));
    expect(mobile[6]).toMatch(/^\d+\.\d s$/);
  });

  it('lists what is not as usual with its reason, what lasts first, and marks it in the rows', async () => {
    // Nobody judges here, and what has not been judged for minutes is told in other words.
    await insertAnomaly(visitors.product.database.url, DROP);
    const page = await openPipeline();
    expect(await anomalies(page).evaluateAll((all) => all.map((item) => item.dataset.anomaly))).toEqual(['drop', 'spike', 'drop']);
    const drop = anomalies(page).first();
    await drop.getByText('CTR 0.46% (2 of 431; 99.7% sure between 0.07% and 2.88%), usually 2.41%').waitFor();
    await drop.getByText(/^Ongoing\s+since (\w+ \d+, )?\d\d:\d\d, for 8 min$/).waitFor();
    await anomalies(page).nth(1).getByText(/^(\w+ \d+, )?\d\d:\d\d–(\w+ \d+, )?\d\d:\d\d, 7 min$/).waitFor();
    await part(page, 'anomalies').getByText('1 at the moment').waitFor();
    await page.locator('tr[data-campaign-id="camp_1"] [data-mark="drop"]').waitFor();
    await page.locator('tr[data-campaign-id="camp_1"]').getByRole('img', { name: /Not as usual: drop that lasts/ }).waitFor();
    expect(await page.locator('[data-mark]').count()).toBe(2);
  });

  it('leads to the campaign at that time, where the chart says the same', async () => {
    const page = await openPipeline();
    await visitors.send({ campaign_id: 'camp_3' });
    await anomalies(page).nth(1).getByRole('link', { name: 'City Breaks: Lisbon' }).click();
    await page.waitForURL(/\/campaigns\/camp_3\?from=.*&to=/);
    const { searchParams } = new URL(page.url());
    const { items } = (await (await fetch(`${visitors.product.url}/api/pipeline/anomalies?campaign_id=camp_3`)).json()) as { items: { since: string; until: string }[] };
    expect(Date.parse(searchParams.get('from')!)).toBe(Date.parse(items[0]!.since) - 30 * MINUTE_MS);
    expect(Date.parse(searchParams.get('to')!)).toBe(Date.parse(items[0]!.until) + 15 * MINUTE_MS);
    await page.getByTestId('chart-anomalies').getByText(/CTR 8\.89% \(20 of 225; .*\), usually 3\.20%/).waitFor();
    await page.goBack();
    await anomalies(page).first().getByRole('link', { name: 'Headphones Launch' }).click();
    await page.waitForURL(/\/campaigns\/camp_1\?range=1h$/);
  });

  it('says so when minutes are not judged any more, with the day, and when they are again', async () => {
    const { database } = visitors.product;
    await query(database.url, "UPDATE pipeline_watch SET judged_until = date_trunc('minute', now()) - interval '40 hours'");
    const page = await visitors.arrive({ locale: 'en-US', timezoneId: 'Europe/Berlin' });
    await page.clock.install();
    await page.goto(`${visitors.product.url}/pipeline`);
    await part(page, 'state').getByText(/Minutes are judged up to \w+ \d+, \d\d:\d\d\./).waitFor();
    await waitForLive(page);
    // A process that has only just begun may judge the next moment.
    expect(await page.getByTestId('troubles').locator('li').count()).toBe(0);
    await page.clock.fastForward(50_000);
    await page.getByTestId('troubles').locator('li', { hasText: 'No minute has been judged for 40 h' }).waitFor();
    await page.getByTestId('troubles').getByRole('status').getByText('No minute has been judged for 40 h').waitFor();
    await query(database.url, "UPDATE pipeline_watch SET judged_until = date_trunc('minute', now())");
    await page.getByTestId('troubles').locator('li').waitFor({ state: 'detached' });
    await part(page, 'state').getByText(/Minutes are judged up to \d\d:\d\d\./).waitFor();
  });

  it('what begins and what ends comes by itself', async () => {
    const page = await openPipeline();
    const { database } = visitors.product;
    await insertAnomaly(database.url, DROP);
    await insertAnomaly(database.url, { campaign: 'camp_5', kind: 'silence', since: 4, last: 1, impressions: 0, clicks: 0, expectedCtr: 0.024, expectedImpressions: 150.4 });
    await anomalies(page).filter({ hasText: 'No impressions, usually 150 a minute' }).getByText('Ongoing').waitFor();
    await part(page, 'anomalies').getByText('2 at the moment').waitFor();
    // A campaign that somebody has paused is silent on purpose, and what nobody judges may be over.
    await setStatus('camp_5', 'paused');
    await anomalies(page).filter({ hasText: 'The campaign is paused' }).waitFor();
    await part(page, 'anomalies').getByText('1 at the moment').waitFor();
    await setStatus('camp_5', 'active');
    await part(page, 'anomalies').getByText('2 at the moment').waitFor();
    await query(database.url, "UPDATE ctr_anomalies SET last_minute = last_minute - interval '9 minutes', since = since - interval '9 minutes' WHERE kind = 'silence'");
    await anomalies(page).getByText(/^since (\w+ \d+, )?\d\d:\d\d; not judged since (\w+ \d+, )?\d\d:\d\d$/).waitFor();
    await part(page, 'anomalies').getByText('1 at the moment').waitFor();
    await query(database.url, "UPDATE ctr_anomalies SET is_over = true, end_impressions = 0, end_clicks = 0 WHERE kind = 'silence'");
    await anomalies(page).getByText('There were still none when it had been silent for too long to be judged').waitFor();
    await query(database.url, "DELETE FROM ctr_anomalies WHERE kind = 'silence'");
    await anomalies(page).filter({ hasText: 'No impressions' }).waitFor({ state: 'detached' });
  });

  it('shows all that last, however many began after them', async () => {
    const { database } = visitors.product;
    for (let number = 0; number < 22; number++) await insertAnomaly(database.url, { ...SPIKE, campaign: 'camp_8', since: 100 + number, last: 90, isOver: true });
    await insertAnomaly(database.url, { ...DROP, campaign: 'camp_9', since: 150 });
    const page = await openPipeline();
    await anomalies(page).filter({ hasText: 'Tenth' }).getByText('Ongoing').waitFor();
    await query(database.url, "DELETE FROM ctr_anomalies WHERE campaign_id IN ('camp_8', 'camp_9')");
    await anomalies(page).filter({ hasText: 'Tenth' }).waitFor({ state: 'detached' });
  });

  it('earlier anomalies are loaded when asked for, and stay while newer ones come', async () => {
    const { database } = visitors.product;
    for (let number = 0; number < 26; number++) await insertAnomaly(database.url, { ...LONG_AGO, campaign: 'camp_8', since: 4_000 + 30 * number, last: 3_990 + 30 * number });
    const page = await openPipeline();
    expect(await anomalies(page).count()).toBe(20);
    await page.getByRole('button', { name: 'Show earlier ones' }).click();
    await eventually(async () => expect(await anomalies(page).count()).toBe(29));
    await page.getByRole('button', { name: 'Show earlier ones' }).waitFor({ state: 'detached' });
    await insertAnomaly(database.url, { ...DROP, campaign: 'camp_9', since: 5 });
    await anomalies(page).filter({ hasText: 'Tenth' }).waitFor();
    expect(await anomalies(page).count()).toBe(30);
    await query(database.url, "DELETE FROM ctr_anomalies WHERE campaign_id IN ('camp_8', 'camp_9')");
  });

  it('says so when earlier anomalies cannot be loaded, and keeps those that are there', async () => {
    const { database } = visitors.product;
    for (let number = 0; number < 26; number++) await insertAnomaly(database.url, { ...LONG_AGO, campaign: 'camp_8', since: 4_000 + 30 * number, last: 3_990 + 30 * number });
    const page = await openPipeline();
    await page.route('**/api/pipeline/anomalies?*cursor=*', (route) => route.abort());
    await page.getByRole('button', { name: 'Show earlier ones' }).click();
    await part(page, 'anomalies').getByRole('alert').getByText('The server does not answer.').waitFor();
    expect(await anomalies(page).count()).toBe(20);
    await page.unroute('**/api/pipeline/anomalies?*cursor=*');
    await page.getByRole('button', { name: 'Show earlier ones' }).click();
    await eventually(async () => expect(await anomalies(page).count()).toBe(29));
    await query(database.url, "DELETE FROM ctr_anomalies WHERE campaign_id = 'camp_8'");
  });

  it('a part that cannot be read says so alone, and comes back by itself', async () => {
    const page = await visitors.arrive({ locale: 'en-US' });
    await page.route('**/api/pipeline/devices?*', (route) => route.fulfill({ status: 503, json: { code: 'PIPELINE_UNAVAILABLE', detail: 'The database does not answer. Please try again.' } }));
    // Another window than the live connection sends.
    await page.goto(`${visitors.product.url}/pipeline?minutes=60`);
    await part(page, 'devices').getByRole('alert').getByText('This part cannot be read. The database does not answer. Please try again.').waitFor({ timeout: 60_000 });
    await rows(page).first().waitFor();
    await anomalies(page).first().waitFor();
    await page.unroute('**/api/pipeline/devices?*');
    await part(page, 'devices').locator('tbody tr').first().waitFor();
  });

  it('a part that cannot be read any more shows what it had, and since when', async () => {
    const page = await openPipeline('?minutes=60');
    await part(page, 'devices').locator('tbody tr').first().waitFor();
    await page.route('**/api/pipeline/devices?*', (route) => route.abort());
    await part(page, 'devices').getByText(/^Not read since \d\d:\d\d:\d\d\. Trying again…$/).waitFor({ timeout: 60_000 });
    expect(await part(page, 'devices').locator('tbody tr').count()).toBe(3);
    expect(await part(page, 'minutes').getByText('Not read since').count()).toBe(0);
    await page.unroute('**/api/pipeline/devices?*');
    await part(page, 'devices').getByText('Not read since').waitFor({ state: 'detached', timeout: 60_000 });
  });

  it('another window that cannot be read is not taken for the one before', async () => {
    const page = await openPipeline();
    await page.route('**/api/pipeline/minutes?*', (route) => route.abort());
    await page.getByText('Last 60 min').click();
    await part(page, 'minutes').getByRole('alert').waitFor({ timeout: 60_000 });
    expect(await rows(page).count()).toBe(0);
    await page.getByText('Last 30 min').click();
    await rows(page).first().waitFor();
  });

  it('without its server it keeps what it has, says since when, and goes on afterwards', async () => {
    const page = await openPipeline();
    await visitors.product.kill();
    await page.getByTestId('connection-banner').waitFor();
    expect(await rows(page).count()).toBe(8);
    expect(await anomalies(page).count()).toBe(3);
    await visitors.product.restart();
    await page.getByTestId('connection-banner').waitFor({ state: 'detached' });
    await waitForLive(page);
    expect(await rows(page).count()).toBe(8);
  });

  it('explains a failing first load in every part, and loads when asked again', async () => {
    const page = await visitors.arrive();
    await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
    await page.route('**/api/pipeline**', (route) => route.abort());
    await page.route('**/api/pipeline/**', (route) => route.abort());
    await page.goto(`${visitors.product.url}/pipeline`);
    await eventually(async () => expect(await page.getByRole('alert').count()).toBe(4), 30_000);
    await page.unroute('**/api/pipeline**');
    await page.unroute('**/api/pipeline/**');
    await part(page, 'minutes').getByRole('button', { name: 'Try again' }).click();
    await rows(page).first().waitFor();
    // The others come by themselves.
    await eventually(async () => expect(await page.getByRole('alert').count()).toBe(0), 30_000);
  });

  it('a phone shows what is wrong first, without scrolling sideways', async () => {
    const page = await openPipeline('', { viewport: { width: 390, height: 844 } });
    expect(await sidewaysScroll(page)).toBe(0);
    const [wrong, compared] = [(await part(page, 'anomalies').boundingBox())!, (await part(page, 'minutes').boundingBox())!];
    expect(wrong.y).toBeLessThan(compared.y);
    // The keyboard comes to them in that order, too.
    expect(await page.evaluate("document.querySelector('[data-testid=anomalies]').compareDocumentPosition(document.querySelector('[data-testid=minutes]')) & Node.DOCUMENT_POSITION_FOLLOWING")).not.toBe(0);
    await page.getByRole('button', { name: 'How to turn it on' }).click();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check (%s)', async (colorScheme) => {
    const page = await openPipeline('', { colorScheme });
    await page.getByRole('button', { name: 'How to turn it on' }).click();
    await page.getByTestId('pipeline-up').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});
