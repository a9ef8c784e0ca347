import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { expectExact, read, sends } from '../../api/test/support/simulations.ts';
import { createCampaign } from './support/campaigns.ts';
import { type StatsPoint, breakdown, chartTable, chartValue, statsOf } from './support/detail-page.ts';
import { tileCount, waitForLive, waitForTile } from './support/overview-page.ts';
import { ledger, pressOnPanel, startSimulation, waitForAgreement, waitForState } from './support/simulation-panel.ts';
import { prepareVisitors } from './support/visitors.ts';

/** Deliveries of the ordinary preset: 20 a second. */
const TEN_MINUTES_WORTH = 12_000;
const HOUR_MS = 3_600_000;

const visitors = prepareVisitors();
const { open } = visitors;

const register = (id: string) => createCampaign(visitors.product.url, { id, name: id });

async function openSimulated(path: string): Promise<Page> {
  const page = await open(`/campaigns/${path}`);
  await waitForLive(page);
  await waitForState(page, /Not running/);
  return page;
}

const showTable = (page: Page) => page.getByRole('button', { name: 'Show as table' }).click();
const newestEvent = (page: Page) => page.getByTestId('feed').locator('tbody tr td').first().getAttribute('title');
const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

/** What the parts of the page show of the traffic. */
async function shownOn(page: Page) {
  const table = await chartTable(page);
  return {
    impressions: await tileCount(page, 'impressions'),
    clicks: await tileCount(page, 'clicks'),
    chart: await chartValue(page),
    charted: { impressions: sum(table.map(({ impressions }) => impressions)), clicks: sum(table.map(({ clicks }) => clicks)) },
    devices: await breakdown(page),
    newest: await newestEvent(page),
  };
}

type Shown = Awaited<ReturnType<typeof shownOn>>;

function expectMoved(now: Shown, before: Shown): void {
  expect(now.impressions).toBeGreaterThan(before.impressions);
  expect(now.clicks).toBeGreaterThan(before.clicks);
  expect(now.chart).not.toBe(before.chart);
  expect(now.charted.impressions).toBeGreaterThan(before.charted.impressions);
  expect(now.charted.clicks).toBeGreaterThan(before.charted.clicks);
  for (const device of ['mobile', 'desktop', 'tablet']) expect(now.devices[device]).toBeGreaterThan(before.devices[device]!);
  expect(now.newest).not.toBe(before.newest);
}

/** After a simulation has ended: what a page says is what the statistics, the simulator and the database say. */
async function expectSameNumbers(page: Page, campaignId: string): Promise<void> {
  const { url, database } = visitors.product;
  const simulation = await read(url, campaignId);
  await expectExact(url, database.url, simulation);
  const { sent, counted } = simulation;
  await waitForTile(page, 'impressions', sent.impressions.toLocaleString('en-US'));
  await waitForTile(page, 'clicks', sent.clicks.toLocaleString('en-US'));
  await waitForAgreement(page);
  const counts = [
    [sent.impressions, counted.impressions],
    [sent.clicks, counted.clicks],
    [sent.repeats, counted.duplicates],
  ];
  await eventually(async () => expect(await ledger(page)).toEqual(counts));
  const [from, to] = [Date.now() - HOUR_MS, Date.now() + HOUR_MS].map((time) => new Date(time).toISOString());
  const stats = withEvents(await statsOf(visitors.product, campaignId, from!, to!));
  await eventually(async () => expect(withEvents(await chartTable(page))).toEqual(stats));
  // Breakdowns are read less often than the rest.
  await eventually(async () => expect(sum(Object.values(await breakdown(page)))).toBe(sent.impressions));
}

const withEvents = (points: StatsPoint[]) => points.filter(({ impressions, clicks }) => impressions + clicks > 0);

describe('simulated traffic on the page of its campaign', () => {
  visitors.productOfItsOwn();

  it('moves totals, chart, feed and devices in two browsers at once', async () => {
    await register('camp_watched');
    const pages = await Promise.all(['camp_watched', 'camp_watched?range=15m'].map(openSimulated));
    await startSimulation(pages[0]!, { 'Events/s': '60', 'CTR, %': '30' });
    await Promise.all(
      pages.map(async (page) => {
        await waitForState(page, /Running since/);
        await showTable(page);
        await page.getByTestId('breakdown').getByText('tablet').waitFor();
        const before = await shownOn(page);
        await eventually(async () => expectMoved(await shownOn(page), before));
      }),
    );

    await pressOnPanel(pages[0]!, 'Stop');
    for (const page of pages) {
      await waitForState(page, /Stopped/);
      await expectSameNumbers(page, 'camp_watched');
    }
    expect(visitors.complaints).toEqual([]);
  });

  it("ten minutes' worth of it is the same to the page, the statistics, the simulator and the database, and in a new browser", async () => {
    const { url } = visitors.product;
    await register('camp_exact');
    const page = await openSimulated('camp_exact');
    await startSimulation(page, { 'Events/s': '1000', 'CTR, %': '5', 'Repeats, %': '20' });
    await eventually(async () => {
      const { sent } = await read(url, 'camp_exact');
      expect(sent.impressions + sent.clicks + sent.repeats).toBeGreaterThanOrEqual(TEN_MINUTES_WORTH);
    }, 90_000);
    await pressOnPanel(page, 'Stop');
    await waitForState(page, /Stopped/);
    const { sent } = await read(url, 'camp_exact');
    expect(Math.min(sent.clicks, sent.repeats)).toBeGreaterThan(100);

    await showTable(page);
    await expectSameNumbers(page, 'camp_exact');
    const elsewhere = await open('/campaigns/camp_exact');
    await showTable(elsewhere);
    await expectSameNumbers(elsewhere, 'camp_exact');
    expect(visitors.complaints).toEqual([]);
  }, 180_000);
});

describe('simulated traffic of a server that is killed', () => {
  visitors.productOfItsOwn();

  it('goes on after the restart, and the page says how old its data is until it has caught up', async () => {
    await register('camp_killed');
    const page = await openSimulated('camp_killed');
    await startSimulation(page, { 'Events/s': '300', 'CTR, %': '10', 'Repeats, %': '10' });
    await sends(visitors.product.url, 'camp_killed', 500);
    await showTable(page);
    await page.getByTestId('breakdown').getByText('tablet').waitFor();
    await page.evaluate('window.stillTheSamePage = true');

    await visitors.product.kill();
    const banner = page.getByTestId('connection-banner');
    await banner.filter({ hasText: /Connection lost\. Showing data from \d\d:\d\d:\d\d \((?:[2-9]|\d\d) s ago\)\. Trying again…/ }).waitFor();
    const before = await shownOn(page);
    const sentBefore = (await ledger(page))[0]![0];

    await visitors.product.restart();
    await banner.waitFor({ state: 'detached' });
    await eventually(async () => {
      expectMoved(await shownOn(page), before);
      expect((await ledger(page))[0]![0]).toBeGreaterThan(sentBefore);
    });
    // A power cut of the server is not a crash of the simulation.
    await waitForState(page, /Running since [^.]+, until stopped\.$/);

    await pressOnPanel(page, 'Stop');
    await waitForState(page, /Stopped/);
    await expectSameNumbers(page, 'camp_killed');
    expect(await page.evaluate('window.stillTheSamePage')).toBe(true);
  });
});
