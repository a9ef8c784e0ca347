import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { launchMortalBrowser } from './support/browser.ts';
import { box, joinAs, people, rows, say, texts, waitForText } from './support/chat-page.ts';
import { sidewaysScroll } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open } = visitors;

async function enter(name: string, options = {}): Promise<Page> {
  const page = await open('/chat', options);
  await joinAs(page, name);
  return page;
}

describe('somebody who comes to the chat', () => {
  visitors.productOfItsOwn();

  it('is told how to begin, as the first one, and sees who is there before joining', async () => {
    const onlooker = await open('/chat');
    await onlooker.getByText('Nobody has joined yet: you are the first.').waitFor();
    const ann = await enter('Ann');
    await ann.getByRole('heading', { name: 'Nothing was said yet' }).waitFor();
    await eventually(async () => expect(await people(onlooker)).toEqual({ Ann: true }));
    const bob = await enter('Bob');
    await eventually(async () => {
      for (const page of [onlooker, ann, bob]) expect(await people(page)).toEqual({ Ann: true, Bob: true });
    });
    await onlooker.getByRole('heading', { name: 'Online · 2' }).waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('joins as who they are, however they write their name', async () => {
    const page = await open('/chat');
    await page.getByLabel('Your name').fill('  ANN ');
    await page.getByText('Ann has been here before: you join as Ann.').waitFor();
    await joinAs(page, '  ANN ');
    await page.getByText('You are Ann').waitFor();
    expect(Object.keys(await people(page)).sort()).toEqual(['Ann', 'Bob']);
  });

  it.each([
    ['', 'The name must not be empty.'],
    ['   ', 'The name must not be empty.'],
    ['x'.repeat(41), 'The name must be at most 40 characters.'],
    ['Flightdeck', 'The name must be another one: Flightdeck signs its own messages with it.'],
  ])('is told at the field why %j is no name', async (name, message) => {
    const page = await open('/chat');
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Your name').press('Enter');
    await page.getByText(message).waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe(name);
  });

  it('is remembered by the browser until they leave, in all its windows', async () => {
    const page = await enter('Cleo');
    const other = await page.context().newPage();
    await other.goto(`${visitors.product.url}/chat`);
    await other.getByText('You are Cleo').waitFor();
    await page.reload();
    await page.getByText('You are Cleo').waitFor();
    await page.getByRole('button', { name: 'Leave' }).click();
    for (const each of [page, other]) await each.getByLabel('Your name').waitFor();
    await eventually(async () => expect(await people(page)).toMatchObject({ Cleo: false }));
    await joinAs(other, 'Dora');
    await page.getByText('You are Dora').waitFor();
  });
});

describe('presence', () => {
  visitors.productOfItsOwn();

  it('lasts until the last window is closed', async () => {
    const onlooker = await open('/chat');
    const ann = await enter('Ann');
    const other = await ann.context().newPage();
    // Any page will do.
    await other.goto(`${visitors.product.url}/campaigns`);
    await eventually(async () => expect(await people(onlooker)).toEqual({ Ann: true }));
    await ann.close();
    const passer = await enter('Bob');
    await passer.close();
    await eventually(async () => expect(await people(onlooker)).toEqual({ Ann: true, Bob: false }));
    await other.close();
    await eventually(async () => expect(await people(onlooker)).toEqual({ Ann: false, Bob: false }));
  });

  it('ends within half a minute for a browser that is killed', async () => {
    const onlooker = await open('/chat');
    const { browser, kill } = await launchMortalBrowser();
    const page = await browser.newPage();
    await page.goto(`${visitors.product.url}/chat`);
    await joinAs(page, 'Emil');
    await eventually(async () => expect(await people(onlooker)).toMatchObject({ Emil: true }));
    kill();
    await eventually(async () => expect(await people(onlooker)).toMatchObject({ Emil: false }), 30_000);
  });

  it('ends within half a minute for a browser whose network falls silent', async () => {
    const onlooker = await open('/chat');
    const page = await visitors.arrive();
    // Nothing comes through any more, in no direction, and nothing is closed.
    let isSilent = false;
    await page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => isSilent || server.send(message));
      server.onMessage((message) => isSilent || socket.send(message));
      socket.onClose(() => undefined);
    });
    await page.goto(`${visitors.product.url}/chat`);
    await joinAs(page, 'Fritz');
    await eventually(async () => expect(await people(onlooker)).toMatchObject({ Fritz: true }));
    isSilent = true;
    await eventually(async () => expect(await people(onlooker)).toMatchObject({ Fritz: false }), 30_000);
  });
});

describe('what is said', () => {
  visitors.productOfItsOwn();

  it('appears for everybody, in one order, and is there after loading anew', async () => {
    const [ann, bob, cleo] = [await enter('Ann'), await enter('Bob'), await enter('Cleo')];
    await say(ann, 'Good morning');
    await waitForText(bob, 'Good morning');
    await Promise.all([say(ann, 'from Ann'), say(bob, 'from Bob'), say(cleo, 'from Cleo')]);
    for (const page of [ann, bob, cleo]) await eventually(async () => expect(await texts(page)).toHaveLength(4));
    const said = await texts(ann);
    expect([await texts(bob), await texts(cleo)]).toEqual([said, said]);
    await ann.reload();
    await eventually(async () => expect(await texts(ann)).toEqual(said));
    expect(visitors.complaints).toEqual([]);
  });

  it('names its sender once for what belongs together, with the time in the zone of the reader', async () => {
    const [ann, bob] = [await enter('Yuki', { timezoneId: 'Asia/Tokyo' }), await enter('Bob', { timezoneId: 'America/New_York' })];
    await say(ann, 'one thing');
    await say(ann, 'and another');
    await waitForText(bob, 'and another');
    const first = rows(bob).filter({ hasText: 'one thing' });
    expect(await first.getAttribute('data-first')).toBe('true');
    expect(await rows(bob).filter({ hasText: 'and another' }).getAttribute('data-first')).toBe('false');
    const timeOf = (page: Page) => rows(page).filter({ hasText: 'one thing' }).locator('time').first();
    const sentAt = (await timeOf(ann).getAttribute('datetime'))!;
    const clock = (timeZone: string) => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(sentAt));
    expect([await timeOf(ann).innerText(), await timeOf(bob).innerText()]).toEqual([clock('Asia/Tokyo'), clock('America/New_York')]);
    await ann.getByTestId('messages').getByText('Today').waitFor();
  });

  it.each([
    ['markup', '<img src=x onerror="document.title=1"><b>bold</b>'],
    ['a long word', 'x'.repeat(500)],
    ['emoji', '👩‍💻 🏳️‍🌈 👍🏽'],
    ['right-to-left text', 'مرحبا بالجميع 123'],
    ['text that turns its direction around', 'evil \u202Egnp.exe'],
    ['lines and tabs', 'one\n\ttwo\n\nthree'],
    ['4,000 characters', 'y'.repeat(4_000)],
  ])('is shown as it was written: %s', async (_, text) => {
    const [ann, bob] = [await enter('Ann', { viewport: { width: 390, height: 800 } }), await enter('Bob')];
    await say(ann, text);
    for (const page of [ann, bob]) {
      await eventually(async () => expect((await texts(page)).at(-1)).toBe(text));
      expect(await rows(page).last().locator('img, b').count()).toBe(0);
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    }
    expect(visitors.complaints).toEqual([]);
  });

  it('is refused before it is sent when it is too long, with nothing lost of it', async () => {
    const ann = await enter('Ann');
    await box(ann).fill('z'.repeat(4_001));
    await ann.getByText('1 characters too many: a message has at most 4,000.').waitFor();
    await box(ann).press('Enter');
    expect(await ann.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    expect(await box(ann).inputValue()).toHaveLength(4_001);
    await box(ann).fill('   ');
    expect(await ann.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  });

  it('that the server refuses stays with the reason, and can be written anew', async () => {
    const ann = await enter('Ann');
    await say(ann, 'with a bell \u0007 in it');
    const refused = ann.locator('[data-unsent="refused"]');
    await refused.getByText('Not sent. It must not contain control characters other than tabs and line breaks.').waitFor();
    await refused.getByRole('button', { name: 'Edit' }).click();
    expect(await box(ann).inputValue()).toBe('with a bell \u0007 in it');
    await refused.waitFor({ state: 'detached' });
    await say(ann, 'without it');
    await waitForText(ann, 'without it');
  });

  it('makes links of addresses, and of nothing else', async () => {
    const ann = await enter('Ann');
    await say(ann, 'see https://example.com/a?b=c. javascript:alert(1) main.rs');
    await waitForText(ann, 'main.rs');
    const links = rows(ann).last().getByRole('link');
    expect(await links.evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('target'), link.getAttribute('rel')]))).toEqual([
      ['https://example.com/a?b=c', '_blank', 'noopener noreferrer nofollow'],
    ]);
  });

  it('shows who writes, until it is sent', async () => {
    const [ann, bob] = [await enter('Ann'), await enter('Bob')];
    await box(ann).pressSequentially('Well');
    await bob.getByTestId('typing').getByText('Ann is writing…').waitFor();
    expect(await ann.getByTestId('typing').innerText()).toBe('');
    await box(ann).press('Enter');
    await eventually(async () => expect(await bob.getByTestId('typing').innerText()).toBe(''));
    await waitForText(bob, 'Well');
  });

  it('can be written with the keyboard alone: lines, campaigns, sending', async () => {
    const created = await fetch(`${visitors.product.url}/api/campaigns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'camp_keys', name: 'Keyboards', daily_budget: 5 }),
    });
    expect(created.status).toBe(201);
    const ann = await enter('Ann');
    await ann.keyboard.type('first line');
    await ann.keyboard.press('Shift+Enter');
    await ann.keyboard.type('about #key');
    await ann.getByRole('option', { name: /Keyboards/ }).waitFor();
    await ann.keyboard.press('Enter');
    expect(await box(ann).inputValue()).toBe('first line\nabout #camp_keys ');
    await ann.keyboard.press('Enter');
    await eventually(async () => expect((await texts(ann)).at(-1)).toMatch(/^first line\nabout\s+#Keyboards/));
    // What is not offered is sent as it stands, and so is what is written to its end, however late the offer comes.
    await ann.route('**/api/campaigns?*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue().catch(() => undefined);
    });
    await ann.keyboard.type('#k');
    await ann.getByRole('option', { name: /Keyboards/ }).waitFor();
    await ann.keyboard.type('nothing');
    await ann.getByRole('option').waitFor({ state: 'detached' });
    await ann.keyboard.press('Enter');
    await waitForText(ann, '#knothing');
    await ann.keyboard.type('#camp_keys');
    await ann.getByRole('option', { name: /Keyboards/ }).waitFor();
    await ann.keyboard.press('Enter');
    await eventually(async () => expect((await texts(ann)).at(-1)).toMatch(/^#Keyboards/));
    await ann.unroute('**/api/campaigns?*');
    await ann.keyboard.type('#nothing like it');
    await ann.keyboard.press('Enter');
    await waitForText(ann, 'nothing like it');
    expect(await rows(ann).last().getByRole('link').count()).toBe(0);
    expect(await box(ann).inputValue()).toBe('');
  });

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check (%s)', async (colorScheme) => {
    const outside = await open('/chat', { colorScheme });
    await outside.getByLabel('Your name').waitFor();
    await eventually(async () => expect(Object.keys(await people(outside)).length).toBeGreaterThan(1));
    expect(await seriousFindings(outside)).toEqual([]);
    await joinAs(outside, 'Ann');
    await say(outside, 'https://example.com/ and #camp_keys');
    await rows(outside).last().getByRole('link', { name: /Keyboards/ }).waitFor();
    await box(outside).fill('#key');
    await outside.getByRole('option', { name: /Keyboards/ }).waitFor();
    expect(await seriousFindings(outside)).toEqual([]);
    const phone = await enter('Bob', { colorScheme, viewport: { width: 390, height: 844 } });
    await phone.getByRole('button', { name: /online/ }).click();
    await eventually(async () => expect(Object.keys(await people(phone)).length).toBeGreaterThan(1));
    expect(await seriousFindings(phone)).toEqual([]);
  });
});
