import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import type { EventBody } from '../../api/test/support/events.ts';
import { crash, put, query, reaches, read } from '../../api/test/support/simulations.ts';
import { createCampaign, row } from './support/campaigns.ts';
import { box, joinAs, rows, say, waitForText } from './support/chat-page.ts';
import { sendBatch } from './support/detail-page.ts';
import { waitForLive } from './support/overview-page.ts';
import { type Flight, afternoonZone, hourIn, pastTraffic } from './support/past-traffic.ts';
import { expectPicture, isAsked } from './support/pictures.ts';
import { waitForAgreement, waitForState } from './support/simulation-panel.ts';
import { prepareVisitors } from './support/visitors.ts';

/**
 * The pictures of the README. Every run takes them, of a fraction of the traffic; they are written when that is asked for, which
 * takes some eight minutes: SCREENSHOTS=1 npm test -- apps/web/test/screenshots.browser-spec.ts
 */
const BATCH = 5_000;

const SHOES: Flight = { id: 'camp_running_shoes', name: 'Running Shoes', daily_budget: 1_800, peak: 300, ctr: 0.034, spent: 0.7, hours: 49 };
const FLIGHTS: Flight[] = [
  SHOES,
  { id: 'camp_headphones', name: 'Headphones Launch', daily_budget: 900, peak: 120, ctr: 0.026, spent: 0.68, hours: 20 },
  { id: 'camp_winter_coats', name: 'Winter Coats', daily_budget: 450, peak: 70, ctr: 0.031, spent: 0.86, hours: 20 },
  { id: 'camp_lisbon', name: 'City Breaks: Lisbon', daily_budget: 600, peak: 40, ctr: 0.018, spent: 0.42, hours: 20 },
  { id: 'camp_meal_kit', name: 'Meal Kit Free Trial', daily_budget: 250, status: 'paused', peak: 30, ctr: 0.021, spent: 0.38, hours: 20, endedHoursAgo: 0.4 },
  { id: 'camp_espresso', name: 'Espresso Machines', daily_budget: 180, peak: 22, ctr: 0.037, spent: 1.08, hours: 16 },
  { id: 'camp_gift_cards', name: 'Gift Cards', daily_budget: 120, peak: 12, ctr: 0.044, spent: 0.72, hours: 12 },
];

const visitors = prepareVisitors();
const now = Date.now();
const timezoneId = afternoonZone(now);
const open = (path: string, options: BrowserContextOptions = {}) => visitors.open(path, { locale: 'en-US', timezoneId, colorScheme: 'light', ...options });

async function report(flight: Flight): Promise<void> {
  let batch: EventBody[] = [];
  for (const event of pastTraffic(flight, now, hourIn(timezoneId), isAsked ? 1 : 0.02)) {
    if (batch.push(event) < BATCH) continue;
    await sendBatch(visitors.product, batch);
    batch = [];
  }
  if (batch.length > 0) await sendBatch(visitors.product, batch);
}

const sends = (id: string, deliveries: number) =>
  eventually(async () => {
    const { sent } = await read(visitors.product.url, id);
    expect(sent.impressions + sent.clicks + sent.repeats).toBeGreaterThanOrEqual(deliveries);
  }, 90_000);

async function openShoes(search: string, options: BrowserContextOptions): Promise<Page> {
  const page = await open(`/campaigns/${SHOES.id}?${search}`, options);
  await page.locator('[data-testid=chart] canvas').waitFor();
  await page.getByTestId('feed').locator('tbody tr').nth(20).waitFor();
  await waitForState(page, /Running since/);
  await waitForAgreement(page);
  await waitForLive(page);
  return page;
}

afterEach(() => expect(visitors.complaints).toEqual([]));

describe('a picture of', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    const { url, database } = visitors.product;
    for (const { id, name, daily_budget, status = 'active' } of FLIGHTS) await createCampaign(url, { id, name, daily_budget, status, time_zone: timezoneId });
    await query(database.url, "UPDATE campaigns SET status_since = created_at - interval '9 days 7 hours' WHERE status = 'active'");
    // The one in the pictures last: its simulation goes on where the past ends.
    for (const flight of FLIGHTS.toReversed()) await report(flight);
    await put(url, SHOES.id, { rate: 5, ctr: 0.034 });
    await sends(SHOES.id, isAsked ? 200 : 1);
  }, 900_000);

  it('the campaigns', async () => {
    const page = await open('/campaigns?sort=impressions', { viewport: { width: 1280, height: 600 } });
    await row(page, SHOES.id).waitFor();
    await waitForLive(page);
    await expectPicture(page, 'campaigns');
  });

  it('a campaign', async () => {
    const page = await openShoes('', { viewport: { width: 1280, height: 1200 } });
    await expectPicture(page, 'campaign');
  });

  it('a campaign in the dark, compared with the day before', async () => {
    const page = await openShoes('range=24h&compare=true&style=lines', { viewport: { width: 1280, height: 880 }, colorScheme: 'dark' });
    await expectPicture(page, 'campaign-dark');
  });

  it('a campaign on a phone', async () => {
    const page = await openShoes('range=24h', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
    // Past the knobs, to what they are turned for.
    await page.mouse.move(195, 600);
    await page.mouse.wheel(0, 330);
    await eventually(async () => expect(await page.evaluate('scrollY')).toBeGreaterThanOrEqual(330));
    await expectPicture(page, 'campaign-phone');
  });

  it('the simulator after a crash', async () => {
    const { url } = visitors.product;
    await put(url, 'camp_gift_cards', { scenario: 'duplicate_storm', rate: 300 });
    await sends('camp_gift_cards', isAsked ? 3_000 : 100);
    await crash(url, 'camp_gift_cards');
    await reaches(url, 'camp_gift_cards', { status: 'running', restarts: 1 });
    await sends('camp_gift_cards', isAsked ? 12_000 : 200);
    const page = await open('/campaigns/camp_gift_cards', { deviceScaleFactor: 2 });
    await waitForState(page, /Restarted once/);
    await waitForAgreement(page);
    await expectPicture(page.getByRole('region', { name: 'Simulated traffic' }), 'simulator');
  });

  it('the chat beside a campaign', async () => {
    // With a fraction of the traffic it may not be through its budget.
    if (!isAsked) await visitors.send({ campaign_id: 'camp_espresso', occurred_at: new Date().toISOString(), metadata: { cost: 200 } });
    const jonas = await open('/chat');
    await joinAs(jonas, 'Jonas');
    await rows(jonas).filter({ hasText: 'has used up its budget of today' }).first().waitFor();
    const priya = await open('/chat');
    await joinAs(priya, 'Priya');
    const page = await openShoes('', { viewport: { width: 1280, height: 860 } });
    await page.getByRole('button', { name: 'The chat beside the page' }).click();
    await joinAs(page, 'Maya');
    await say(jonas, 'Espresso is through its budget. I have asked the client for more, until then it stays as it is.');
    await waitForText(priya, 'Espresso is through');
    await say(priya, 'Fine. How do #camp_headphones and #camp_lisbon look to you?');
    await waitForText(page, 'look to you');
    await say(page, 'Headphones is on pace. Lisbon is a bit slow, I am looking into it.');
    await waitForText(jonas, 'looking into it');
    await say(jonas, 'Thanks! Numbers for the call: https://reports.example/november');
    await waitForText(page, 'Numbers for the call');
    await rows(page).locator('a[data-campaign-id="camp_lisbon"]').getByText('impressions').waitFor();
    await box(priya).pressSequentially('I');
    await page.getByTestId('typing').getByText('Priya is writing…').waitFor();
    // Where it points at nothing.
    await page.mouse.move(90, 400);
    await expectPicture(page, 'chat');
  });

  it('the overview', async () => {
    const { product } = visitors;
    const rates = { camp_running_shoes: 120, camp_headphones: 60, camp_winter_coats: 45, camp_espresso: 20, camp_gift_cards: 10 };
    for (const [id, rate] of Object.entries(rates)) await put(product.url, id, { scenario: 'steady', rate, duplicate_share: 0.06 });
    await put(product.url, 'camp_lisbon', { scenario: 'burst', rate: 90 });
    // Its chart is of what this process took: it shall not begin with hours of events at once.
    await product.kill('SIGTERM');
    await product.restart();
    await eventually(async () => {
      const { rates: seconds } = (await (await fetch(`${product.url}/api/overview`)).json()) as { rates: unknown[] };
      expect(seconds.length).toBeGreaterThan(isAsked ? 285 : 3);
    }, 400_000);
    const page = await open('/', { viewport: { width: 1280, height: 856 } });
    await page.locator('canvas').waitFor();
    await waitForLive(page);
    await expectPicture(page, 'overview');
  }, 500_000);
});
