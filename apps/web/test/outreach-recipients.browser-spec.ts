import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { post } from '../../api/test/support/http.ts';
import { register, upload } from '../../api/test/support/imports.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { counted, dialog, people, pressExactly, waitForDispatch } from './support/outreach-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const MANY = 3_000;
/** What a window has room for, with some above and below: far from all that are loaded. */
const MOST_DRAWN = 60;

const visitors = prepareVisitors();
const { open } = visitors;

const rows = (page: Page) => page.locator('tr[data-recipient-id]');
const rowOf = (page: Page, name: string) => rows(page).filter({ has: page.getByRole('rowheader', { name, exact: false }) });

describe('the recipients of a campaign', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    const { url } = visitors.product;
    for (const [id, count] of [['camp_many', MANY], ['camp_few', 3]] as const) {
      await register(url, id);
      expect((await upload(url, id, ['name,email,phone', ...people(count)].join('\n'))).status).toBe(200);
    }
  });

  it('are drawn as far as they are in sight, however many there are, and loaded as one scrolls', async () => {
    const page = await open('/outreach/camp_many');
    await page.getByText(`200 of ${MANY.toLocaleString('en-US')} recipients loaded; scroll for more`).waitFor();
    expect(await rows(page).count()).toBeLessThan(MOST_DRAWN);
    const list = page.getByRole('region', { name: 'List of recipients' });
    await eventually(async () => {
      // As far as it goes: more is loaded on the way.
      await list.evaluate((element) => element.scrollTo(0, 36_000));
      expect(await rows(page).filter({ hasText: 'person700@example.com' }).count()).toBe(1);
    });
    expect(await rows(page).count()).toBeLessThan(MOST_DRAWN);
    // What is in sight is followed, wherever that is.
    await query(visitors.product.database.url, `UPDATE recipients SET name = 'Somebody else', updated_at = clock_timestamp() WHERE email = 'person700@example.com'`);
    expect((await post(`${visitors.product.url}/api/campaigns/camp_many/recipients`, { name: 'The last one', email: 'last@example.com' })).status).toBe(201);
    await rowOf(page, 'Somebody else').waitFor();
    await eventually(async () => expect(await counted(page, 'all')).toBe(MANY + 1));
  });

  it('are edited and removed by hand, and other windows see it', async () => {
    const [page, elsewhere] = [await open('/outreach/camp_few'), await open('/outreach/camp_few')];
    await page.getByRole('button', { name: 'Edit Person 1', exact: true }).click();
    await dialog(page).getByLabel('E-mail').fill('person2@example.com');
    await pressExactly(dialog(page), 'Save');
    await dialog(page).getByText('E-mail is the e-mail address of another recipient of this campaign').waitFor();
    await dialog(page).getByLabel('Name', { exact: false }).first().fill('Petra');
    await dialog(page).getByLabel('E-mail').fill('petra@example.com');
    await pressExactly(dialog(page), 'Save');
    for (const one of [page, elsewhere]) await rowOf(one, 'Petra').waitFor();

    await page.getByRole('button', { name: 'Remove Person 2', exact: true }).click();
    await pressExactly(dialog(page), 'Keep');
    expect(await rows(page).count()).toBe(3);
    await page.getByRole('button', { name: 'Remove Person 2', exact: true }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await pressExactly(dialog(page), 'Remove');
    for (const one of [page, elsewhere]) await eventually(async () => expect([await rows(one).count(), await counted(one, 'all')]).toEqual([2, 2]));
  });

  it('say what came of each attempt, and who wants no requests', async () => {
    const { url, database } = visitors.product;
    await query(database.url, `INSERT INTO unsubscribed_addresses VALUES ('petra@example.com', now())`);
    expect((await post(`${url}/api/campaigns/camp_few/dispatches`, { simulated: { delay_ms: [0, 0], failure_rate: 1 } })).status).toBe(201);
    const page = await open('/outreach/camp_few?status=unsubscribed');
    await waitForDispatch(page, /Finished/);
    await eventually(async () => expect(await rows(page).getByRole('rowheader').allInnerTexts()).toEqual([expect.stringContaining('Petra')]));
    await page.getByTestId('filter-failed').click();
    await page.getByRole('button', { name: 'Attempts to reach Person 0', exact: true }).click();
    await dialog(page).getByText(/\(simulated\)/).first().waitFor();
    const attempts = await query<{ count: number }>(database.url, 'SELECT count(*)::int AS count FROM delivery_attempts a JOIN recipients r ON r.id = a.recipient_id WHERE r.email = $1', ['person0@example.com']);
    expect(await dialog(page).getByRole('listitem').count()).toBe(attempts[0]!.count);
    expect(await seriousFindings(page)).toEqual([]);
    expect(visitors.complaints).toEqual([]);
  });
});
