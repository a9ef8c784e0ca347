import type { Locator, Page } from 'playwright-core';
import { query } from '../../../api/test/support/simulations.ts';

export const waitForDispatch = (page: Page, words: RegExp) => page.getByTestId('dispatch-state').filter({ hasText: words }).waitFor();
export const sum = (page: Page): Promise<string> => page.getByTestId('dispatch-sum').innerText();
export const pressExactly = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true }).click();
export const dialog = (page: Page): Locator => page.getByRole('dialog');

/** What a filter of the recipients says there is of its kind. */
export async function counted(page: Page, filter: 'all' | 'queued' | 'sending' | 'sent' | 'failed' | 'unsubscribed'): Promise<number> {
  return Number((await page.getByTestId(`filter-${filter}`).innerText()).replaceAll(/\D/g, ''));
}

/** Rows of recipients that the page has drawn, by the state they show. */
export async function rowsBy(page: Page, state: string): Promise<number> {
  return page.locator('tr[data-recipient-id]').filter({ hasText: state }).count();
}

/** Chooses a file in the dialog, as somebody who picks it from a folder. */
export async function chooseFile(page: Page, name: string, text: string | Buffer): Promise<void> {
  await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/** Opens the dialog of a dispatch, fills fields by their labels, and sends. */
export async function sendRequests(page: Page, fields: Record<string, string> = {}): Promise<void> {
  await page.getByRole('button', { name: 'Send review requests' }).first().click();
  for (const [label, value] of Object.entries(fields)) await dialog(page).getByLabel(label, { exact: true }).fill(value);
  await pressExactly(dialog(page), 'Send now');
  await dialog(page).waitFor({ state: 'detached' });
}

/** How many recipients of a campaign the database has in each state. */
export async function stored(databaseUrl: string, campaignId: string): Promise<Record<string, number>> {
  const rows = await query<{ status: string; count: number }>(databaseUrl, 'SELECT status, count(*)::int AS count FROM recipients WHERE campaign_id = $1 GROUP BY 1', [campaignId]);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** The secret part of the feedback links of those who were reached. */
export async function tokensOfSent(databaseUrl: string, campaignId: string): Promise<string[]> {
  const rows = await query<{ token: string }>(databaseUrl, `SELECT token FROM recipients WHERE campaign_id = $1 AND status = 'sent' ORDER BY id`, [campaignId]);
  return rows.map(({ token }) => token);
}

/** Lines of a file with so many people in it. */
export const people = (count: number, from = 0) => Array.from({ length: count }, (_, place) => `Person ${from + place},person${from + place}@example.com,`);
