import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { expectExact, put, read, sends, stop } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { tileCount, waitForLive } from './support/overview-page.ts';
import { ledger, pressOnPanel, startSimulation, waitForAgreement, waitForState } from './support/simulation-panel.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

describe('the simulator', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    for (const id of ['camp_preset', 'camp_crash', 'camp_slow', 'camp_beside', 'camp_fields']) await createCampaign(visitors.product.url, { id, name: id });
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
    await pressOnPanel(page, 'Apply changes');
    await elsewhere.getByLabel('Events/s').and(elsewhere.locator('[value="40"]')).waitFor();

    await pressOnPanel(page, 'Stop');
    await waitForState(page, /Stopped/);
    await waitForAgreement(page);
    await eventually(async () => {
      const [impressions, clicks, repeats] = await ledger(page);
      expect(impressions![0]).toBeGreaterThan(0);
      for (const [sent, counted] of [impressions!, clicks!, repeats!]) expect(counted).toBe(sent);
      expect(await Promise.all([tileCount(page, 'impressions'), tileCount(page, 'clicks')])).toEqual([impressions![0], clicks![0]]);
    });
    expect(visitors.complaints).toEqual([]);
  });

  it('crashes, restarts, crashes until it gives up, and starts again when asked; nothing else is harmed', async () => {
    const { url, database } = visitors.product;
    await put(url, 'camp_beside', { rate: 100, duplicate_share: 0.1 });
    await sends(url, 'camp_beside', 1);
    const [page, elsewhere] = await Promise.all([open('/campaigns/camp_crash', { colorScheme: 'light' }), open('/campaigns/camp_crash', { colorScheme: 'dark' })]);
    const waitForBoth = async (words: RegExp) => {
      await Promise.all([page, elsewhere].map((one) => waitForState(one, words)));
    };
    const expectAccessible = async () => {
      for (const one of [page, elsewhere]) expect(await seriousFindings(one)).toEqual([]);
    };
    await startSimulation(page, { 'Events/s': '30' });
    await waitForBoth(/Running since/);
    await expectAccessible();
    // Each pause is twice as long as the one before, and the first two so short that a busy browser may not show them.
    for (const [attempt, times] of [[1, 'once'], [2, '2 times'], [3, '3 times'], [4, '4 times'], [5, '5 times']] as const) {
      await pressOnPanel(page, 'Crash it');
      if (attempt > 2) await waitForBoth(new RegExp(`Crashed: Somebody asked it to crash\\. Restarting in \\d+ s, attempt ${attempt}`));
      if (attempt === 5) await expectAccessible();
      await waitForBoth(new RegExp(`Running since .+ Restarted ${times}`));
      await waitForAgreement(page);
      await send({ campaign_id: 'camp_client' });
    }
    await pressOnPanel(elsewhere, 'Crash it');
    await waitForBoth(/Gave up after repeated crashes: Somebody asked it to crash\./);
    // Both were there when it happened; whoever comes later is not told as if it had happened just now.
    await Promise.all([page, elsewhere].map((one) => one.getByRole('alert').getByText(/The simulation of “.+” gave up after repeated crashes/).waitFor()));
    const later = await open('/campaigns/camp_crash');
    await waitForState(later, /Gave up/);
    await waitForLive(later);
    expect(await later.getByRole('alert').count()).toBe(0);
    await expectAccessible();
    await waitForAgreement(page);
    for (const [sent, counted] of await ledger(page)) expect(counted).toBe(sent);
    await expectExact(url, database.url, await read(url, 'camp_crash'));

    await expectUnharmed('camp_beside');
    await pressOnPanel(page, 'Start again');
    await waitForBoth(/Running since .+, until stopped\.$/);
    await pressOnPanel(page, 'Stop');
    await waitForBoth(/Stopped/);
    expect(visitors.complaints).toEqual([]);
  }, 240_000);

  it('an answer that comes late does not take back what was told meanwhile', async () => {
    const page = await open('/campaigns/camp_slow');
    await startSimulation(page, { 'Events/s': '10' });
    await page.evaluate(`
      const state = document.querySelector('[data-testid=simulation-state]');
      window.said = [];
      new MutationObserver(() => window.said.push(state.textContent)).observe(state, { subtree: true, childList: true, characterData: true })`);
    await page.route('**/simulation/crash', async (route) => {
      const answer = await route.fetch();
      await waitForState(page, /Crashed/);
      await route.fulfill({ response: answer });
    });
    const answered = page.waitForResponse('**/simulation/crash');
    await pressOnPanel(page, 'Crash it');
    await answered;
    await waitForState(page, /Restarted once/);
    const said = await page.evaluate<string[]>('window.said');
    const since = said.findIndex((words) => words.includes('Crashed'));
    expect(said.slice(since).filter((words) => words.endsWith('until stopped.'))).toEqual([]);
    expect(visitors.complaints).toEqual([]);
  });

  /** A simulation has never been interrupted, still sends, and is counted exactly; the API is there for others. */
  async function expectUnharmed(campaignId: string): Promise<void> {
    const { url, database } = visitors.product;
    const { sent } = await read(url, campaignId);
    expect(await sends(url, campaignId, sent.impressions + sent.clicks + 100)).toMatchObject({ status: 'running', restarts: 0, reason: null, agrees: true });
    await expectExact(url, database.url, await stop(url, campaignId));
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${url}/api/campaigns/camp_client/figures`)).json()).toMatchObject({ impressions: 5 });
  }

  it('says at the fields what cannot be', async () => {
    const page = await open('/campaigns/camp_fields');
    await page.getByLabel('Events/s').fill('many');
    await pressOnPanel(page, 'Start');
    await page.getByText('Give a number.').waitFor();
    await page.getByLabel('Events/s').fill('100000');
    await pressOnPanel(page, 'Start');
    await page.locator('[data-name=rate]').getByText(/2,?000/).waitFor();
    await waitForState(page, /Not running/);
  });

  it('is for registered campaigns', async () => {
    await send({ campaign_id: 'camp_unregistered' });
    const page = await open('/campaigns/camp_unregistered');
    await page.getByText('Register the campaign first').waitFor();
  });
});
