import type { Locator, Page } from 'playwright-core';
import { query } from '../../../api/test/support/simulations.ts';

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

/** So many messages said by Bob, one a minute, the last one now. Their lengths differ. */
export async function fillRoom(databaseUrl: string, count: number): Promise<void> {
  await query(
    databaseUrl,
    `WITH bob AS (
       INSERT INTO chat_users (id, name, name_key, read_up_to, created_at) VALUES (gen_random_uuid(), 'Bob', 'bob', 0, now()) RETURNING id
     ), room AS (UPDATE chat_room SET last_sequence = $1)
     INSERT INTO chat_messages (sequence, user_id, client_id, text, sent_at)
     SELECT number, bob.id, 'client ' || number, 'message ' || number || repeat(' lorem ipsum', (number % 40)::int), now() - ($1 - number) * interval '1 minute' FROM bob, generate_series(1, $1) AS number`,
    [count],
  );
}
