import { beforeAll, describe, expect, it } from '@jest/globals';
import { register, upload } from '../../api/test/support/imports.ts';
import { seriousFindings } from './support/accessibility.ts';
import { dialog, pressExactly } from './support/outreach-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open } = visitors;

describe('the message', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    const { url } = visitors.product;
    await register(url, 'camp_words');
    await upload(url, 'camp_words', 'name,email\nAnn <b>Lee</b>,ann@example.com\nBob,bob@example.com\n');
  });

  it('is written with its fields, seen as each recipient gets it, tried, and saved', async () => {
    const page = await open('/outreach/camp_words');
    await pressExactly(page, 'Edit the message');
    const [subject, body] = [dialog(page).getByLabel('Subject'), dialog(page).getByLabel('Text', { exact: true })];
    await subject.fill('A question, ');
    await pressExactly(dialog(page), 'name');
    expect(await subject.inputValue()).toBe('A question, {{ name }}');
    await body.fill('Dear {{ nam }}, {{ feedback_link }}');
    await dialog(page).getByText(/there is no field "nam"/).first().waitFor();
    expect(await body.getAttribute('aria-invalid')).toBe('true');
    await body.fill('Dear {{ name }}, <script>alert(1)</script> {{ feedback_link }}');
    await dialog(page).getByLabel('As it reaches').selectOption('Bob');
    await dialog(page).getByText('A question, Bob').waitFor();
    await dialog(page).getByLabel('As it reaches').selectOption('Ann <b>Lee</b>');
    await dialog(page).getByText('A question, Ann <b>Lee</b>').waitFor();
    // What people are called is text, and nothing in the frame runs.
    const frame = dialog(page).frameLocator('iframe');
    await frame.getByText('Dear Ann <b>Lee</b>, <script>alert(1)</script>').waitFor();
    expect(await dialog(page).locator('iframe').getAttribute('sandbox')).toBe('');
    await dialog(page).getByText('Plain text').click();
    await dialog(page).getByLabel('The message as plain text').getByText(/^Dear Ann <b>Lee<\/b>/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    await pressExactly(dialog(page), 'Send a test');
    await dialog(page).getByText('Say where to send it').waitFor();
    await dialog(page).getByLabel('To', { exact: true }).fill('me@example.com');
    await dialog(page).getByLabel('To', { exact: true }).press('Enter');
    await dialog(page).getByText(/It went through the simulated channel/).waitFor();

    // Escape asks before it throws away what was typed.
    await page.keyboard.press('Escape');
    await dialog(page).getByText('Discard what you typed?').waitFor();
    await pressExactly(dialog(page), 'Keep editing');
    await pressExactly(dialog(page), 'Save');
    await dialog(page).waitFor({ state: 'detached' });
    // The page shows what would be sent now, and so does everybody's.
    await page.getByTestId('dispatch').getByText(/^A question, /).waitFor();
    await page.reload();
    await page.getByTestId('dispatch').getByText(/^A question, /).waitFor();
  });

  it('with a mistake is not saved, and the mistake is told', async () => {
    const page = await open('/outreach/camp_words', { viewport: { width: 390, height: 844 } });
    await pressExactly(page, 'Edit the message');
    await dialog(page).getByLabel('Subject').fill('{{ nobody }}');
    await pressExactly(dialog(page), 'Save');
    await dialog(page).getByRole('alert').getByText(/^Subject: .*there is no field "nobody"/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await pressExactly(dialog(page), 'Discard');
    await page.getByTestId('dispatch').getByText(/^A question, /).waitFor();
  });
});
