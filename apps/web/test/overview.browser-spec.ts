import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventBody } from '../../api/test/support/events.ts';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { createCampaign } from './support/campaigns.ts';
import { campaignIds, sidewaysScroll, tileCount, waitForLive, waitForTile } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const run = promisify(execFile);
/** Not every machine that can run the product has these two. */
const hasShell = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0);

const visitors = prepareVisitors();
const { open, send } = visitors;

describe('before the first event', () => {
  visitors.productOfItsOwn();

  it('fits a phone without scrolling sideways', async () => {
    const page = await open('/', { viewport: { width: 390, height: 844 } });
    await page.getByRole('heading', { name: 'Send your first event' }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(visitors.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('an automated accessibility check finds nothing serious in the %s theme', async (colorScheme) => {
    const page = await open('/', { colorScheme });
    await page.getByTestId('curl-command').waitFor();
    await waitForLive(page);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('copies the command where the clipboard API is missing, as on plain http', async () => {
    const page = await visitors.arrive();
    await page.addInitScript('Object.defineProperty(navigator, "clipboard", { value: undefined })');
    await page.goto(visitors.product.url);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
  });

  (hasShell ? it : it.skip)('the command shown makes the page come alive without a reload', async () => {
    const page = await open();
    const command = await page.getByTestId('curl-command').innerText();
    await waitForLive(page);
    await page.evaluate('window.stillTheSamePage = true');

    const { stdout } = await run('bash', ['-c', command]);
    expect(stdout).toContain('"accepted"');
    await waitForTile(page, 'impressions', '1');
    await run('bash', ['-c', command]);

    await waitForTile(page, 'impressions', '2');
    await waitForTile(page, 'spend', '0.02');
    await eventually(async () => expect(await campaignIds(page)).toEqual(['camp_123']));
    expect(await page.evaluate('window.stillTheSamePage')).toBe(true);
    expect(visitors.complaints).toEqual([]);
  });
});

describe('with events', () => {
  visitors.productOfItsOwn();
  beforeAll(() =>
    send(
      { campaign_id: 'camp_wide' },
      { campaign_id: 'camp_wide' },
      { campaign_id: 'camp_wide' },
      { campaign_id: 'camp_sharp' },
      { campaign_id: 'camp_sharp' },
      { campaign_id: 'camp_sharp', type: 'click' },
      { campaign_id: 'camp_sharp', type: 'click' },
      { campaign_id: 'camp_small' },
      { campaign_id: 'camp_small', type: 'click' },
    ),
  );

  it('counts move at once in every open browser', async () => {
    const pages = await Promise.all([open(), open()]);
    await Promise.all(pages.map(waitForLive));
    const [impressions, clicks] = await Promise.all([tileCount(pages[0], 'impressions'), tileCount(pages[0], 'clicks')]);

    await send({}, {}, {}, { type: 'click' });

    for (const page of pages) {
      await waitForTile(page, 'impressions', String(impressions + 3));
      await waitForTile(page, 'clicks', String(clicks + 1));
    }
    expect(visitors.complaints).toEqual([]);
  });

  it('a repeated delivery shows as a duplicate and changes no total', async () => {
    const page = await open();
    await waitForLive(page);
    const impressions = await tileCount(page, 'impressions');

    const repeated = eventBody();
    await send(repeated, repeated, repeated);

    await page.getByText(/accepted and 2 duplicates in 5 minutes/).waitFor();
    await waitForTile(page, 'impressions', String(impressions + 1));
  });

  it('the sort order in the URL is what a new browser shows', async () => {
    const page = await open('/?q=camp_');
    await page.getByRole('button', { name: 'Clicks' }).click();
    await page.waitForURL(/sort=clicks/);
    await page.getByRole('button', { name: 'Clicks' }).click();
    await page.waitForURL(/order=asc/);

    const elsewhere = await open(new URL(page.url()).search);
    await elsewhere.locator('th[aria-sort=ascending]', { hasText: 'Clicks' }).waitFor();
    const ours = async () => (await campaignIds(elsewhere)).filter((id) => /wide|small|sharp/.test(id));
    await eventually(async () => expect(await ours()).toEqual(['camp_wide', 'camp_small', 'camp_sharp']));

    const mistyped = await open('/?sort=price&order=up');
    await mistyped.locator('th[aria-sort=descending]', { hasText: 'Impressions' }).waitFor();
  });

  it('the filter stays in the URL and says so when nothing matches', async () => {
    const page = await open();
    await page.getByLabel('Filter campaigns by name or id').fill('SHARP');
    await page.waitForURL(/q=SHARP/);
    await page.reload();
    await page.locator('tbody tr').first().waitFor();
    await eventually(async () => expect(await campaignIds(page)).toEqual(['camp_sharp']));
    await page.getByLabel('Filter campaigns by name or id').fill('nothing-like-it');
    await page.getByText('No campaign listed here has “nothing-like-it” in its name or id.').waitFor();
  });

  it('campaigns have the names that they are registered under, and lead to their pages', async () => {
    await send({ campaign_id: 'camp_named' });
    const page = await open();
    const row = page.locator('tbody tr[data-campaign-id=camp_named]');
    await row.getByText('unregistered').waitFor();
    await createCampaign(visitors.product.url, { id: 'camp_named', name: 'Named at last' });
    await row.getByText('unregistered').waitFor({ state: 'detached' });
    await page.getByLabel('Filter campaigns by name or id').fill('at last');
    await page.waitForURL(/q=/);
    await eventually(async () => expect(await campaignIds(page)).toEqual(['camp_named']));
    await page.getByRole('link', { name: 'Named at last' }).click();
    await page.waitForURL(/\/campaigns\/camp_named$/);
    await page.getByRole('heading', { name: 'Named at last' }).waitFor();

    await page.goto(visitors.product.url);
    await page.getByRole('link', { name: 'camp_small' }).click();
    await page.getByText('Not registered: ad clients report it').waitFor();
    // Whether somebody has registered it meanwhile can only be asked.
    expect(visitors.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  it('a campaign id with markup is shown as text', async () => {
    const page = await open();
    await waitForLive(page);
    const id = '<img src=x onerror="window.markupRan = true">';
    await send({ campaign_id: id });

    await page.locator('tbody th').getByRole('link', { name: id, exact: true }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate('window.markupRan')).toBeUndefined();
  });

  it('the chosen theme is remembered over a reload', async () => {
    const page = await open('/', { colorScheme: 'light' });
    const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
    await page.getByTestId('connection-status').filter({ visible: true }).waitFor();
    expect(await scheme()).toBe('light');

    await page.getByText('Dark', { exact: true }).click();
    await page.reload();

    await page.getByRole('radio', { name: 'Dark' }).and(page.locator(':checked')).waitFor({ state: 'attached' });
    expect(await scheme()).toBe('dark');
  });

  it('a tile says what it counts to a mouse that rests on it and to the keyboard, until it is told to stop', async () => {
    const page = await open();
    const explanation = page.getByRole('tooltip');
    await page.getByRole('group', { name: 'Impressions' }).hover();
    await explanation.filter({ hasText: 'counted once' }).waitFor();
    await page.mouse.move(0, 0);
    await explanation.waitFor({ state: 'hidden' });
    const clicks = page.getByRole('group', { name: 'Clicks' });
    await clicks.focus();
    await explanation.waitFor();
    // For those who hear the page.
    expect(await page.locator(`[id="${await clicks.getAttribute('aria-describedby')}"]`).textContent()).toContain('clicks');
    await page.keyboard.press('Escape');
    await explanation.waitFor({ state: 'hidden' });
    await clicks.and(page.locator(':focus')).waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('a phone shows it without scrolling sideways, whatever the ids', async () => {
    await send({ campaign_id: 'a_very_long_campaign_id_'.repeat(8) });
    const page = await open('/', { viewport: { width: 390, height: 844 } });
    await page.locator('tbody th', { hasText: 'a_very_long' }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);

    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Open the menu' }).waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('an automated accessibility check finds nothing serious, shortcuts included, in the %s theme', async (colorScheme) => {
    const page = await open('/', { colorScheme });
    await page.locator('canvas').waitFor();
    await page.locator('tbody tr').first().waitFor();
    await waitForLive(page);
    expect(await seriousFindings(page)).toEqual([]);

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('nor at an address that does not exist, in the %s theme', async (colorScheme) => {
    const page = await open('/no/such/page', { colorScheme });
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('an address that does not exist leads back to the overview', async () => {
    const page = await open('/no/such/page');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await page.locator('tbody tr').first().waitFor();
    expect(visitors.complaints).toEqual([]);
  });
});
