import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { register } from '../../api/test/support/imports.ts';
import { seriousFindings } from './support/accessibility.ts';
import { chooseFile, counted, dialog, people, pressExactly, stored } from './support/outreach-page.ts';
import { sidewaysScroll, waitForLive } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open } = visitors;

/** Enough for the page to be looked at while it is read. */
const MANY = 20_000;

describe('importing recipients', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    for (const id of ['camp_many', 'camp_columns', 'camp_odd', 'camp_away']) await register(visitors.product.url, id);
  });

  it('goes on while one looks elsewhere, and is seen by everybody', async () => {
    const [page, elsewhere] = await Promise.all([open('/outreach/camp_many'), open('/outreach/camp_many')]);
    await waitForLive(elsewhere);
    await pressExactly(page, 'Import a CSV file');
    await chooseFile(page, 'many.csv', ['name,email,phone', ...people(MANY)].join('\n'));
    await dialog(page).getByText(/^At least [\d,]+ lines\. Shown are the first 20, and all of them can be used\.$/).waitFor();
    await pressExactly(dialog(page), 'Import');
    await dialog(page).waitFor({ state: 'detached' });
    await page.getByTestId('import').getByRole('progressbar').waitFor();
    await elsewhere.getByTestId('import-progress').getByText(/read\. [\d,]+ lines: [\d,]+ added\./).waitFor();
    // Rows come while the file is still read.
    await elsewhere.locator('tr[data-recipient-id]').first().waitFor();
    // To another page, and back: the upload belongs to neither.
    await page.getByRole('navigation').getByRole('link', { name: 'Outreach' }).click();
    await page.getByRole('link', { name: 'camp_many' }).click();
    for (const one of [page, elsewhere]) {
      await one.getByTestId('import-result').getByText('20,000 lines: 20,000 added.').waitFor();
      await eventually(async () => expect(await counted(one, 'all')).toBe(MANY));
      await one.getByText('200 of 20,000 recipients loaded; scroll for more').waitFor();
    }
    await page.getByLabel('List of recipients').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.getByText('400 of 20,000 recipients loaded; scroll for more').waitFor();
    // Of all these rows only those in sight are in the page.
    expect(await page.locator('tr[data-recipient-id]').count()).toBeLessThan(60);
    await pressExactly(page.getByTestId('import'), 'Close this message');
    await page.getByTestId('import').waitFor({ state: 'detached' });
    expect(visitors.complaints).toEqual([]);
  }, 90_000);

  it('takes the columns that somebody says, and shows what becomes of each line', async () => {
    const page = await open('/outreach/camp_columns', { viewport: { width: 390, height: 844 } });
    await pressExactly(page, 'Import a CSV file');
    await chooseFile(page, 'odd.csv', 'who;where;number\nAnn;ann@example.com;030 1234567\nBob;nowhere;\n');
    await dialog(page).getByText(/nobody could be reached/).waitFor();
    expect(await pressable(page)).toBe(false);
    await dialog(page).getByLabel('Name is in').selectOption('who');
    await dialog(page).getByLabel('E-mail is in').selectOption('where');
    await dialog(page).getByLabel('Phone is in').selectOption('number');
    await dialog(page).getByLabel('Numbers without + are from').selectOption('AT');
    await dialog(page).getByText('+43301234567').waitFor();
    await dialog(page).getByRole('row', { name: /^3 .*✕ .*e-mail address/ }).waitFor();
    await dialog(page).getByText('2 lines. Shown are all; 1 of these cannot be used, and will be rejected.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await pressExactly(dialog(page), 'Import');
    await page.getByTestId('import-result').getByText('2 lines: 1 added, 1 rejected.').waitFor();
    expect(await stored(visitors.product.database.url, 'camp_columns')).toEqual({ queued: 1 });
    // The region is the one of before, also in another dialog.
    await pressExactly(page, 'Add recipient');
    expect(await dialog(page).getByLabel('Numbers without + are from').inputValue()).toBe('AT');
    expect(visitors.complaints).toEqual([]);
  });

  it('says what is wrong with a file that is none, and takes the next one', async () => {
    const page = await open('/outreach/camp_odd');
    await pressExactly(page, 'Import a CSV file');
    await chooseFile(page, 'empty.csv', '');
    await dialog(page).getByRole('alert').first().waitFor();
    expect(await pressable(page)).toBe(false);
    await chooseFile(page, 'good.csv', 'name,email\nAnn,ann@example.com\n');
    await dialog(page).getByText('✓ recipient').waitFor();
    await pressExactly(dialog(page), 'Import');
    await page.getByTestId('import-result').getByText('1 line: 1 added.').waitFor();
  });

  it('says so when the server goes away in the middle, and keeps who was read until then', async () => {
    const page = await open('/outreach/camp_away');
    await pressExactly(page, 'Import a CSV file');
    await chooseFile(page, 'away.csv', ['name,email,phone', ...people(MANY)].join('\n'));
    await dialog(page).getByText('✓ recipient').first().waitFor();
    await pressExactly(dialog(page), 'Import');
    await page.getByTestId('import-progress').waitFor();
    await visitors.product.restart();
    await page.getByTestId('import').getByRole('alert').getByText(/The server does not answer\. Recipients that were read until then are stored/).waitFor();
    await waitForLive(page);
    expect((await stored(visitors.product.database.url, 'camp_away')).queued).toBeGreaterThan(0);
  }, 90_000);
});

/** Whether the button that imports can be pressed. */
function pressable(page: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  return dialog(page).getByRole('button', { name: 'Import', exact: true }).isEnabled();
}
