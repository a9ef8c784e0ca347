import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createCampaign } from './support/campaigns.ts';
import { tileCount, waitForLive, waitForTile } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

const waitForState = (page: Page, words: RegExp) => page.getByTestId('simulation-state').filter({ hasText: words }).waitFor({ timeout: 45_000 });
const waitForAgreement = (page: Page) => page.getByTestId('agreement').filter({ hasText: 'Both agree' }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Sent and counted of each line of the ledger. */
async function ledger(page: Page): Promise<[sent: number, counted: number][]> {
  const rows = await page.getByTestId('ledger').locator('tbody tr').all();
  return Promise.all(rows.map(async (row) => (await row.locator('td').allInnerTexts()).map((text) => Number(text.replaceAll(',', ''))) as [number, number]));
}

describe('the simulator', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    for (const id of ['camp_preset', 'camp_crash', 'camp_fields']) await createCampaign(visitors.product.url, { id, name: id });
  });

  it('runs a preset, is changed and stopped, and both sides agree', async () => {
    const [page, elsewhere] = await Promise.all([open('/campaigns/camp_preset'), open('/campaigns/camp_preset')]);
    await waitForState(page, /Not running/);
    await page.getByLabel('Preset').selectOption('duplicate_storm');
    await page.getByLabel('Events/s').fill('80');
    await page.getByRole('button', { name: 'Start' }).press('Enter');
    await waitForState(page, /Running since/);
    // The button that was pressed has nothing more to do; the keyboard stays where it was.
    await page.locator('form :focus').filter({ has: page.getByRole('button', { name: 'Crash it' }) }).waitFor();
    await waitForState(elsewhere, /Running since/);
    // Both come alive: the campaign had no events before.
    await Promise.all([page, elsewhere].map((one) => one.getByTestId('feed').locator('tbody tr').first().waitFor()));

    await page.getByLabel('Events/s').fill('40');
    await press(page, 'Apply changes');
    await elsewhere.getByLabel('Events/s').and(elsewhere.locator('[value="40"]')).waitFor();

    await press(page, 'Stop');
    await waitForState(page, /Stopped/);
    await waitForAgreement(page);
    const [impressions, clicks] = await ledger(page);
    expect(impressions![0]).toBeGreaterThan(0);
    for (const [sent, counted] of await ledger(page)) expect(counted).toBe(sent);
    await waitForTile(page, 'impressions', impressions![0].toLocaleString('en-US'));
    expect(await tileCount(page, 'clicks')).toBe(clicks![0]);
    expect(visitors.complaints).toEqual([]);
  });

  it('crashes, restarts, crashes until it gives up, and starts again when asked', async () => {
    const page = await open('/campaigns/camp_crash');
    await page.getByLabel('Events/s').fill('30');
    await press(page, 'Start');
    await waitForState(page, /Running since/);
    await press(page, 'Crash it');
    await waitForState(page, /Crashed: .+ Restarting in \d+ s, attempt 1/);
    await waitForState(page, /Running since .+ Restarted once/);
    await waitForAgreement(page);

    // Each pause is longer than the one before, so that giving up takes about a minute.
    await crashUntilItGivesUp(page);
    await waitForState(page, /Gave up after repeated crashes: .+/);
    await page.getByRole('alert').getByText(/The simulation of “.+” gave up after repeated crashes/).waitFor();
    const later = await open(new URL(page.url()).pathname);
    await waitForState(later, /Gave up/);
    await waitForLive(later);
    expect(await later.getByRole('alert').count()).toBe(0);
    for (const [sent, counted] of await ledger(page)) expect(counted).toBe(sent);
    await press(page, 'Start again');
    await waitForState(page, /Running since/);
    await press(page, 'Stop');
    await waitForState(page, /Stopped/);
  }, 180_000);

  async function crashUntilItGivesUp(page: Page): Promise<void> {
    for (let crashes = 0; crashes < 10; crashes++) {
      await waitForState(page, /Running since|Gave up/);
      if (/Gave up/.test(await page.getByTestId('simulation-state').innerText())) return;
      await press(page, 'Crash it');
      await waitForState(page, /Crashed|Gave up/);
    }
  }

  it('says at the fields what cannot be', async () => {
    const page = await open('/campaigns/camp_fields');
    await page.getByLabel('Events/s').fill('many');
    await press(page, 'Start');
    await page.getByText('Give a number.').waitFor();
    await page.getByLabel('Events/s').fill('100000');
    await press(page, 'Start');
    await page.locator('[data-name=rate]').getByText(/2,?000/).waitFor();
    await waitForState(page, /Not running/);
  });

  it('is for registered campaigns', async () => {
    await send({ campaign_id: 'camp_unregistered' });
    const page = await open('/campaigns/camp_unregistered');
    await page.getByText('Register the campaign first').waitFor();
  });
});
