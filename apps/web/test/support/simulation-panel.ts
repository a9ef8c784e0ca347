import type { Page } from 'playwright-core';

/** Long enough for the longest pause between two restarts of a simulation. */
const PATIENCE_MS = 45_000;

export const waitForState = (page: Page, words: RegExp) => page.getByTestId('simulation-state').filter({ hasText: words }).waitFor({ timeout: PATIENCE_MS });
export const waitForAgreement = (page: Page) => page.getByTestId('agreement').filter({ hasText: 'Both agree' }).waitFor();
export const pressOnPanel = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Turns the knobs named and starts the simulation. */
export async function startSimulation(page: Page, knobs: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(knobs)) await page.getByLabel(label, { exact: true }).fill(value);
  await pressOnPanel(page, 'Start');
  await waitForState(page, /Running since/);
}

/** Sent and counted of each line of the ledger: impressions, clicks, repeats. */
export async function ledger(page: Page): Promise<[sent: number, counted: number][]> {
  const rows = await page
    .getByTestId('ledger')
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map(({ innerText }) => innerText)));
  return rows.map((cells) => cells.map((text) => Number(text.replaceAll(',', ''))) as [number, number]);
}
