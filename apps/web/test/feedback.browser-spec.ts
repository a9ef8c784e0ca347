import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type InsertedRecipient, insertRecipients } from '../../api/test/support/recipients.ts';
import { query } from '../../api/test/support/simulations.ts';
import { seriousFindings } from './support/accessibility.ts';
import { sidewaysScroll } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();

const PHONE: BrowserContextOptions = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
/** The smallest side of what is touched, CSS pixels: https://www.w3.org/TR/WCAG22/#target-size-enhanced */
const TARGET = 44;
const DAY = 86_400_000;

const invite = async (recipient: Parameters<typeof insertRecipients>[1][number] = {}): Promise<InsertedRecipient> =>
  (await insertRecipients(visitors.product.database.url, [{ campaignId: 'camp_shoes', campaignName: 'Running Shoes', ...recipient }]))[0]!;
const responseOf = async ({ id }: InsertedRecipient) => (await query<{ rating: number; comment: string }>(visitors.product.database.url, `SELECT rating, comment FROM responses WHERE recipient_id = '${id}'`))[0];
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const star = (page: Page, name: string) => page.getByRole('radio', { name });
/** How many stars are drawn full. */
const fullStars = (page: Page) => page.evaluate<number>("[...document.querySelectorAll('.star svg')].filter((each) => getComputedStyle(each).fill !== 'none').length");

/** To be looked at: SCREENSHOTS_TO=<folder> npm test -- apps/web/test/feedback.browser-spec.ts */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS_TO;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

describe.each([
  ['a phone by day', { ...PHONE, colorScheme: 'light' }],
  ['a phone by night', { ...PHONE, colorScheme: 'dark' }],
  ['a desk by day', { ...DESK, colorScheme: 'light' }],
  ['a desk by night', { ...DESK, colorScheme: 'dark' }],
] as [string, BrowserContextOptions][])('the pages of recipients, on %s,', (where, options) => {
  visitors.productOfItsOwn();
  const name = where.replaceAll(/^a /g, '').replaceAll(' ', '-');

  async function expectUsable(page: Page, what: string): Promise<void> {
    await picture(page, `feedback-${name}-${what}`);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    for (const target of await page.locator('.star, textarea, button, a').all()) {
      const { width, height } = (await target.boundingBox())!;
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(TARGET);
    }
  }

  it('ask, take an answer and say thanks', async () => {
    const ann = await invite();
    const page = await visitors.open(`/feedback/${ann.token}`, options);
    await heading(page, 'How was it, Ann Lee?');
    await expectUsable(page, 'asked');
    expect(await fullStars(page)).toBe(0);
    await page.locator('.star').nth(3).click();
    await page.mouse.move(0, 0);
    expect(await fullStars(page)).toBe(4);
    expect(await page.getByText('4 stars – very good').boundingBox()).toMatchObject({ width: expect.any(Number) });
    await page.getByLabel('Your comment').fill('They fit well.\nThe laces are a bit short, though.');
    await expectUsable(page, 'filled');
    await page.getByRole('button', { name: 'Send' }).click();
    await heading(page, 'Thank you, Ann Lee!');
    await page.getByRole('img', { name: '4 of 5 stars' }).waitFor();
    await expectUsable(page, 'thanks');
    await page.reload();
    await heading(page, 'Thank you, Ann Lee!');
    expect(await responseOf(ann)).toEqual({ rating: 4, comment: 'They fit well.\nThe laces are a bit short, though.' });
    expect(visitors.complaints).toEqual([]);
  });

  it('unsubscribe, and take that back', async () => {
    const { token } = await invite({ email: 'ann.lee@example.com', phone: '+4930123456' });
    const page = await visitors.open(`/feedback/${token}`, options);
    await page.getByRole('link', { name: 'No more requests like this' }).click();
    await heading(page, 'No more requests?');
    await expectUsable(page, 'unsubscribe');
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await heading(page, 'You are unsubscribed.');
    await expectUsable(page, 'unsubscribed');
    await page.getByRole('button', { name: 'It was a mistake: subscribe again' }).click();
    await heading(page, 'You are subscribed again.');
    await expectUsable(page, 'subscribed');
    expect(visitors.complaints).toEqual([]);
  });

  it('say kindly what cannot be done', async () => {
    const expired = await invite({ sentAt: Date.now() - 91 * DAY });
    for (const [path, title, what] of [
      ['/feedback/nobody', 'We do not know this link.', 'unknown'],
      [`/feedback/${expired.token}`, 'This link has expired.', 'expired'],
      ['/feedback/a/b', 'There is nothing here.', 'nothing'],
    ] as const) {
      const page = await visitors.open(path, options);
      await heading(page, title);
      await expectUsable(page, what);
    }
  });

  it('hold long names and words', async () => {
    const { token } = await invite({ name: `Dr. ${'Wolfeschlegelsteinhausenbergerdorff'.repeat(5)}`, campaignId: 'camp_long', campaignName: 'Frühjahrsschlussverkaufsabschlussveranstaltung 2026 – '.repeat(3) });
    const page = await visitors.open(`/feedback/${token}`, options);
    await heading(page, /^How was it, Dr\. Wolfe/);
    await expectUsable(page, 'long');
  });
});

describe('without JavaScript', () => {
  visitors.productOfItsOwn();
  const open = (path: string) => visitors.open(path, { ...PHONE, javaScriptEnabled: false });

  it('the page takes an answer by keyboard alone', async () => {
    const ann = await invite();
    const page = await open(`/feedback/${ann.token}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await star(page, '3 stars – good').and(page.locator(':checked:focus')).waitFor();
    expect(await fullStars(page)).toBe(3);
    await page.keyboard.press('Tab');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'Thank you, Ann Lee!');
    expect(await responseOf(ann)).toEqual({ rating: 3, comment: 'By keyboard' });
  });

  it('a browser that lets an answer without stars through gets it back, with what was typed and the place to mend it', async () => {
    const ann = await invite();
    const page = await open(`/feedback/${ann.token}`);
    await page.evaluate("document.querySelector('form').noValidate = true");
    await page.getByLabel('Your comment').fill('\n<b>Nice</b> & "good"\n');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Please choose from one to five stars.').waitFor();
    await picture(page, 'feedback-error');
    expect(await page.getByRole('group', { name: 'Your rating' }).getAttribute('aria-describedby')).toBe(await page.locator('.error').getAttribute('id'));
    expect(await page.getByLabel('Your comment').inputValue()).toBe('\n<b>Nice</b> & "good"\n');
    expect(await page.title()).toMatch(/^Please check: /);
    await page.locator('.star').nth(4).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await heading(page, 'Thank you, Ann Lee!');
    expect(await responseOf(ann)).toEqual({ rating: 5, comment: '<b>Nice</b> & "good"' });
  });

  it('pressing the button twice, going back, and answering again in another window end well', async () => {
    const ann = await invite();
    const [page, other] = [await open(`/feedback/${ann.token}`), await open(`/feedback/${ann.token}`)];
    await page.locator('.star').nth(4).click();
    await page.getByRole('button', { name: 'Send' }).dblclick();
    await heading(page, 'Thank you, Ann Lee!');
    await page.goBack();
    await heading(page, 'Thank you, Ann Lee!');
    await other.locator('.star').nth(0).click();
    await other.getByRole('button', { name: 'Send' }).click();
    await heading(other, 'You have answered before.');
    await other.getByText('The first answer is the one we keep: 5 of 5 stars.').waitFor();
    await picture(other, 'feedback-before');
    expect(await responseOf(ann)).toEqual({ rating: 5, comment: '' });
  });

  it('the sample of a test message can be tried out', async () => {
    const page = await open('/feedback/test');
    await page.getByText('This is a sample').waitFor();
    await picture(page, 'feedback-sample');
    await page.locator('.star').nth(2).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await heading(page, 'Thank you, Ann!');
    await page.getByText('This is a sample').waitFor();
  });
});

describe('with a script in a name', () => {
  visitors.productOfItsOwn();

  it('nothing of it runs or is loaded', async () => {
    const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    const { token } = await invite({ name: evil, campaignId: 'camp_evil', campaignName: evil });
    const page = await visitors.open(`/feedback/${token}`, DESK);
    await heading(page, `How was it, ${evil}?`);
    expect(await page.title()).toBe(`How was it? – ${evil}`);
    expect(await page.locator('img, script').count()).toBe(0);
    expect(visitors.complaints).toEqual([]);
  });
});
