import type { Locator, Page } from 'playwright-core';
import type { Product } from '../../../api/test/support/product.ts';
import { type EventBody, eventBody } from '../../../api/test/support/events.ts';

export const setStatus = ({ url }: Product, id: string, status: 'active' | 'paused') => ask(`${url}/api/campaigns/${id}`, 'PATCH', { status });
export const deleteCampaign = ({ url }: Product, id: string, events: 'keep' | 'delete') => ask(`${url}/api/campaigns/${id}?events=${events}`, 'DELETE');
export const sendBatch = ({ url }: Product, events: Partial<EventBody>[]) => ask(`${url}/events/batch`, 'POST', events.map(eventBody));

async function ask<Answer>(url: string, method: string, body?: object): Promise<Answer> {
  const response = await fetch(url, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

export interface StatsPoint {
  ts: string;
  impressions: number;
  clicks: number;
}

/** What `GET /stats` says, points without events included. */
export async function statsOf({ url }: Product, campaignId: string, from: string, to: string): Promise<StatsPoint[]> {
  const { series } = await ask<{ series: StatsPoint[] }>(
    `${url}/stats?campaign_id=${encodeURIComponent(campaignId)}&from=${from}&to=${to}&granularity=minute&fill=zero`,
    'GET',
  );
  return series;
}

/** The chart's table, oldest first, its numbers as numbers. Read at once: with the next minute every row is another one. */
export async function chartTable(page: Page): Promise<StatsPoint[]> {
  const rows = await page
    .getByTestId('chart-table')
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => ({ ts: row.dataset.ts!, cells: [...row.querySelectorAll('td')].map(({ innerText }) => innerText) })));
  return rows.map(({ ts, cells: [impressions, clicks] }) => ({ ts: ts.replace('.000Z', 'Z'), impressions: number(impressions), clicks: number(clicks) })).reverse();
}

const number = (text = '') => Number(text.replaceAll(',', ''));

/** The first cells of the breakdown's rows: value, and its impressions. */
export async function breakdown(page: Page): Promise<Record<string, number>> {
  const entries = await page
    .getByTestId('breakdown')
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [row.querySelector('th')!.innerText, row.querySelectorAll('td')[1]!.innerText] as const));
  return Object.fromEntries(entries.map(([value, impressions]) => [value, number(impressions)]));
}

/** The value that the chart's mark stands on, in words. */
export const chartValue = (page: Page) => page.getByTestId('chart').getAttribute('aria-valuetext');

/** Drags from one share of the chart's width to another. */
export async function dragOverChart(page: Page, from: number, to: number): Promise<void> {
  const box = (await page.locator('[data-testid=chart] .u-over').boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 });
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 });
  await page.mouse.up();
}

/** Draws a finger from the middle of something by some pixels. */
export async function swipe(page: Page, target: Locator, by: { x: number; y: number }): Promise<void> {
  const box = (await target.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const finger = await page.context().newCDPSession(page);
  const at = (share: number) => [{ x: x + by.x * share, y: y + by.y * share }];
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= 10; step++) await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 10) });
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
