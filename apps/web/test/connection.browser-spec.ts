import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { campaignIds, waitForLive, waitForTile } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

describe('a page without its server', () => {
  visitors.productOfItsOwn();

  it('says since when it is cut off, and shows what it missed after a restart', async () => {
    await send({ campaign_id: 'camp_before' });
    const page = await open();
    await waitForLive(page);
    await waitForTile(page, 'impressions', '1');

    await visitors.product.kill();
    const banner = page.getByTestId('connection-banner');
    await banner.filter({ hasText: /Connection lost\. Showing data from \d\d:\d\d:\d\d \(\d+ s ago\)\. Trying again…/ }).waitFor();
    await waitForTile(page, 'impressions', '1');

    await visitors.product.restart();
    await send({ campaign_id: 'camp_while_away' });
    await banner.waitFor({ state: 'detached' });
    await waitForTile(page, 'impressions', '2');
    await eventually(async () => expect(await campaignIds(page)).toEqual(['camp_before', 'camp_while_away']));
  });

  it('explains a failing first load, and loads when asked again', async () => {
    const page = await arriveWhileFailing();
    await page.getByText('The server answered 503').waitFor();

    await page.unroute('**/api/overview');
    await page.getByRole('button', { name: 'Try again' }).click();

    await page.locator('tbody tr').first().waitFor();
    await page.getByTestId('connection-banner').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check, banner included (%s)', async (colorScheme) => {
    const page = await arriveWhileFailing({ colorScheme });
    expect(await seriousFindings(page)).toEqual([]);
    await page.unroute('**/api/overview');
    await page.getByTestId('connection-banner').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('recovers from a failing first load by itself', async () => {
    const page = await arriveWhileFailing();
    await page.unroute('**/api/overview');
    await page.locator('tbody tr').first().waitFor();
  });

  /** Neither requests nor the WebSocket get through, as while a server starts behind its proxy. */
  async function arriveWhileFailing(options?: BrowserContextOptions): Promise<Page> {
    const page = await visitors.arrive(options);
    await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
    await page.route('**/api/overview', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto(visitors.product.url);
    await page.getByRole('heading', { name: 'The numbers cannot be loaded' }).waitFor();
    return page;
  }
});
