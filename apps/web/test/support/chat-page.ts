import type { Locator, Page } from 'playwright-core';

export const box = (page: Page): Locator => page.getByLabel('Message', { exact: true });

export async function joinAs(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await box(page).waitFor();
}

/** Writes a message and sends it, as somebody with a keyboard does. */
export async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

/** Everybody on the list of people, and whether they are shown as online. */
export async function people(page: Page): Promise<Record<string, boolean>> {
  const rows = await page
    .getByTestId('people')
    .locator('li')
    .evaluateAll((all) => all.map((row) => [row.querySelector('bdi')!.innerText, row.dataset.online === 'true'] as const));
  return Object.fromEntries(rows);
}

/** The messages that the server has, as the page holds them, without those that are unsent. */
export const rows = (page: Page): Locator => page.getByTestId('messages').locator('li[data-sequence]');
export const unsent = (page: Page): Locator => page.getByTestId('messages').locator('li[data-unsent]');

export function texts(page: Page): Promise<string[]> {
  return rows(page).evaluateAll((all) => all.map((row) => row.querySelector('p[dir]')!.innerText));
}

export function sequences(page: Page): Promise<number[]> {
  return rows(page).evaluateAll((all) => all.map((row) => Number(row.dataset.sequence)));
}

export const waitForText = (page: Page, text: string) => rows(page).filter({ hasText: text }).last().waitFor();
