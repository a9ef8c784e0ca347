import type { Page } from 'playwright-core';

export async function waitForTile(page: Page, tile: string, value: string): Promise<void> {
  await page.getByTestId(`tile-${tile}`).and(page.getByText(value, { exact: true })).waitFor();
}

export async function tileCount(page: Page, tile: string): Promise<number> {
  return Number((await page.getByTestId(`tile-${tile}`).innerText()).replaceAll(',', ''));
}

export const waitForLive = (page: Page) => page.getByTestId('connection-status').filter({ hasText: 'Live', visible: true }).waitFor();
export const campaignIds = (page: Page) => page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.dataset.campaignId ?? ''));
export const sidewaysScroll = (page: Page) => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
