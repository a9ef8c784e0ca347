import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { post } from '../../api/test/support/http.ts';
import { register, upload } from '../../api/test/support/imports.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { counted, dialog, people, pressExactly, sendRequests, stored, sum, waitForDispatch } from './support/outreach-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open } = visitors;

/** Registers a campaign with so many recipients. */
async function campaignOf(id: string, count: number): Promise<void> {
  const { url } = visitors.product;
  await register(url, id);
  expect((await upload(url, id, ['name,email,phone', ...people(count)].join('\n'))).status).toBe(200);
}

const dispatches = (campaignId: string) => query<{ status: string }>(visitors.product.database.url, 'SELECT status FROM dispatches WHERE campaign_id = $1', [campaignId]);

describe('a dispatch', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await campaignOf('camp_steered', 60);
    await campaignOf('camp_broken', 40);
    await campaignOf('camp_later', 3);
    await campaignOf('camp_fields', 3);
  });

  it('is paused in one window, goes on in the other, and is cancelled after it was asked', async () => {
    const [page, elsewhere] = await Promise.all([open('/outreach/camp_steered'), open('/outreach/camp_steered')]);
    await sendRequests(page, { 'Shortest delay, ms': '0', 'Longest delay, ms': '0', 'Fail in the end, %': '0', 'At most a minute': '60' });
    await waitForDispatch(elsewhere, /Sending/);
    await pressExactly(page.getByTestId('dispatch'), 'Pause');
    await Promise.all([page, elsewhere].map((one) => waitForDispatch(one, /Paused/)));
    await elsewhere.getByTestId('dispatch-pause').getByText(/^Somebody has paused it at /).waitFor();
    await elsewhere.getByText('stands still').waitFor();
    expect(await seriousFindings(elsewhere)).toEqual([]);

    await pressExactly(elsewhere.getByTestId('dispatch'), 'Resume');
    await Promise.all([page, elsewhere].map((one) => waitForDispatch(one, /Sending/)));
    await pressExactly(page.getByTestId('dispatch'), 'Cancel');
    await dialog(page).getByText(/not written to any more/).waitFor();
    await pressExactly(dialog(page), 'Let it go on');
    await waitForDispatch(page, /Sending/);
    await pressExactly(page.getByTestId('dispatch'), 'Cancel');
    await pressExactly(dialog(page), 'Cancel the dispatch');
    await Promise.all([page, elsewhere].map((one) => waitForDispatch(one, /Cancelled/)));
    const { sent = 0 } = await eventually(async () => {
      const truth = await stored(visitors.product.database.url, 'camp_steered');
      expect(truth.sending).toBeUndefined();
      expect(await sum(elsewhere)).toBe(`${truth.sent ?? 0} sent, ${truth.queued} not written to.`);
      return truth;
    });
    // Those who are left are offered to the next one.
    await elsewhere.getByTestId('dispatch').getByText(`${60 - sent} recipients were not asked yet`).waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('that fails and fails pauses itself, and says why and what to do', async () => {
    const page = await open('/outreach/camp_broken');
    await sendRequests(page, { 'Shortest delay, ms': '0', 'Longest delay, ms': '0', 'Fail in the end, %': '100', 'Failures until it pauses': '5', 'At most a minute': '600' });
    await waitForDispatch(page, /Paused: failures/);
    await page.getByTestId('dispatch-pause').getByText(/It has paused itself at .+: too many failures in a row\. .+ Look for the cause first/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`${visitors.product.url}/outreach`);
    await page.locator('tr[data-campaign-id="camp_broken"]').getByText('Paused: failures').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('for later says when, in the time zone of the campaign, and one that missed its time asks', async () => {
    const { database } = visitors.product;
    const page = await open('/outreach/camp_later', { timezoneId: 'Asia/Tokyo' });
    await page.getByRole('button', { name: 'Send review requests' }).first().click();
    // Nobody fails by chance.
    await dialog(page).getByLabel('Fail in the end, %').fill('0');
    await dialog(page).getByLabel('Later').check();
    await dialog(page).getByLabel('Begins at').fill('2020-01-01T09:00');
    await pressExactly(dialog(page), 'Schedule');
    await dialog(page).getByText('This has passed').waitFor();
    await dialog(page).getByLabel('Begins at').fill(localField(Date.now() + 5 * 3_600_000, 9));
    await dialog(page).getByText(/in UTC, the campaign’s time zone/).waitFor();
    await pressExactly(dialog(page), 'Schedule');
    await waitForDispatch(page, /Waiting to begin/);
    await page.getByTestId('time-left').getByText(/^begins at .*\d\d:\d\d \(UTC\)$/).waitFor();
    // As if the server had been away when its time came.
    await query(database.url, `UPDATE dispatches SET scheduled_at = now() - interval '3 hours' WHERE campaign_id = 'camp_later'`);
    await waitForDispatch(page, /Missed its time/);
    await page.getByTestId('dispatch-pause').getByText(/It was to begin at .+ shall it go out now\?$/).waitFor();
    await pressExactly(page.getByTestId('dispatch'), 'Send now');
    await waitForDispatch(page, /Finished/);
    expect(await sum(page)).toBe('3 sent.');
  });

  it('is begun once, however often somebody clicks; what is wrong is told where it stands', async () => {
    const page = await open('/outreach/camp_fields', { viewport: { width: 390, height: 844 } });
    await page.getByRole('button', { name: 'Send review requests' }).first().click();
    expect(await dialog(page).getByLabel('E-mail (SMTP)').isDisabled()).toBe(true);
    await dialog(page).getByText(/Not set up: whoever runs Flightdeck has to set SMTP_URL/).waitFor();
    await dialog(page).getByLabel('At most a minute').fill('quickly');
    await pressExactly(dialog(page), 'Send now');
    await dialog(page).getByText('A whole number from 1 to 1,000,000').waitFor();
    expect(await dialog(page).locator(':focus').getAttribute('aria-invalid')).toBe('true');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog(page).getByLabel('At most a minute').fill('');
    await dialog(page).getByRole('button', { name: 'Send now' }).dblclick();
    await waitForDispatch(page, /Finished/);
    expect(await dispatches('camp_fields')).toHaveLength(1);
    expect(await counted(page, 'sent')).toBe(3);
    expect(visitors.complaints).toEqual([]);
  });

  it('that somebody else has begun meanwhile is told in the dialog', async () => {
    const page = await open('/outreach/camp_steered');
    await page.getByRole('button', { name: 'Send review requests' }).first().click();
    await dialog(page).getByLabel('All who have not answered yet').check();
    const started = await post(`${visitors.product.url}/api/campaigns/camp_steered/dispatches`, { rate_per_minute: 1 });
    expect(started.status).toBe(201);
    await pressExactly(dialog(page), 'Send now');
    await dialog(page).getByRole('alert').getByText(/This campaign has a dispatch that is not finished/).waitFor();
  });
});

/** A time as the field of somebody so many hours east of Greenwich has it. */
function localField(time: number, hoursEast: number): string {
  return new Date(time + hoursEast * 3_600_000).toISOString().slice(0, 16);
}
