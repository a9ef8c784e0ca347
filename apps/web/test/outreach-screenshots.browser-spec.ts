import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { post, send } from '../../api/test/support/http.ts';
import { query } from '../../api/test/support/simulations.ts';
import { createCampaign } from './support/campaigns.ts';
import { waitForLive } from './support/overview-page.ts';
import { expectPicture, isAsked } from './support/pictures.ts';
import { prepareVisitors } from './support/visitors.ts';

/** The README's pictures of outreach. Every run takes them; written when that is asked for: SCREENSHOTS=1 npm test -- apps/web/test/outreach-screenshots.browser-spec.ts */
const CAMPAIGN = 'camp_running_shoes';
const ASKED = isAsked ? 4_000 : 200;
const ADDED = isAsked ? 8_000 : 400;

const FIRST = ['Maya', 'Jonas', 'Priya', 'Lena', 'Tom', 'Aisha', 'Felix', 'Nora', 'Diego', 'Mei', 'Oskar', 'Zoe'];
const LAST = ['Weber', 'Okafor', 'Rossi', 'Tanaka', 'Novak', 'Costa', 'Lindgren', 'Patel', 'Moreau', 'Young'];
const COMMENTS = [
  'Arrived a day early and fits perfectly.',
  'Lovely colours. The box was a bit bent, the shoes were not.',
  'Good, but half a size too small. The exchange was easy.',
  'Best running shoes I have had in years!',
  'Delivery took nine days. The shoes are fine.',
  'My knees say thank you.',
];

const visitors = prepareVisitors();

const nameOf = (n: number): string => `${FIRST[n % FIRST.length]} ${LAST[Math.floor(n / FIRST.length) % LAST.length]}`;
const linesOf = (from: number, count: number): string =>
  Array.from({ length: count }, (_, n) => from + n).map((n) => `${nameOf(n)},${nameOf(n).toLowerCase().replace(' ', '.')}.${n}@example.com,${n % 3 === 0 ? `030 ${5_000_000 + n}` : ''}`).join('\n');

async function importLines(from: number, count: number): Promise<void> {
  const answer = await post(`${visitors.product.url}/api/campaigns/${CAMPAIGN}/recipients/import?region=DE`, `Name,E-mail,Phone\n${linesOf(from, count)}\n`, { 'content-type': 'text/csv' });
  expect(answer.status).toBe(200);
}

async function dispatch(body: object): Promise<string> {
  const answer = await post(`${visitors.product.url}/api/campaigns/${CAMPAIGN}/dispatches`, body);
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
}

const reaches = (id: string, wanted: object) => eventually(async () => expect((await send(`${visitors.product.url}/api/dispatches/${id}`)).body).toMatchObject(wanted), 60_000);

afterEach(() => expect(visitors.complaints).toEqual([]));

describe('a picture of', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    const { url, database } = visitors.product;
    await createCampaign(url, { id: CAMPAIGN, name: 'Running Shoes', daily_budget: 1_800, time_zone: 'Europe/Berlin' });
    await importLines(0, ASKED);
    await reaches(await dispatch({ simulated: { delay_ms: [0, 0], failure_rate: 0.015 } }), { status: 'completed' });
    // They were asked some days ago, most of them in the morning, and a third has answered since.
    await query(database.url, `UPDATE recipients SET sent_at = now() - interval '6 days 4 hours' + random() * interval '2 hours' WHERE sent_at IS NOT NULL`);
    await query(
      database.url,
      `INSERT INTO responses (recipient_id, campaign_id, rating, comment, sent_at, responded_at)
       SELECT id, campaign_id, (ARRAY[5,5,5,5,4,4,4,3,2,1])[1 + floor(10 * chance)::int], CASE WHEN chance < 0.4 THEN (ARRAY[${COMMENTS.map((comment) => `'${comment}'`).join(', ')}])[1 + floor(15 * chance)::int] ELSE '' END,
         sent_at, least(sent_at + (20 + 9000 * power(delay, 4)) * interval '1 minute', now())
       FROM (SELECT *, random() AS chance, random() AS delay FROM recipients WHERE sent_at IS NOT NULL) AS asked WHERE delay < 0.97 AND chance < 1 AND hashtext(id::text) % 10 IN (0, 1, 2, 3)`,
    );
    await importLines(ASKED, ADDED);
  }, 300_000);

  it('outreach', async () => {
    const id = await dispatch({ simulated: { delay_ms: [200, 1_500], failure_rate: 0.02 }, rate_per_minute: isAsked ? 18_000 : 6_000 });
    const page = await visitors.open(`/outreach/${CAMPAIGN}`, { locale: 'en-US', timezoneId: 'Europe/Berlin', colorScheme: 'light', viewport: { width: 1280, height: 1_200 } });
    await eventually(async () => expect(((await send(`${visitors.product.url}/api/dispatches/${id}`)).body as { sent: number }).sent).toBeGreaterThan(ADDED * 0.4), 60_000);
    await waitForLive(page);
    await page.mouse.move(90, 400);
    await expectPicture(page, 'outreach');
    await reaches(id, { status: 'completed' });
  });

  it('the page of a recipient', async () => {
    const [recipient] = await query<{ token: string }>(visitors.product.database.url, `SELECT token FROM recipients WHERE sent_at IS NOT NULL AND NOT EXISTS (SELECT FROM responses WHERE recipient_id = id) ORDER BY id LIMIT 1`);
    const page = await visitors.open(`/feedback/${recipient!.token}`, { locale: 'en-US', colorScheme: 'light', viewport: { width: 390, height: 700 }, deviceScaleFactor: 2 });
    await page.locator('label').nth(3).click();
    await page.locator('textarea').fill('Half a size small, but very comfortable.');
    await expectPicture(page, 'feedback-phone');
  });
});
