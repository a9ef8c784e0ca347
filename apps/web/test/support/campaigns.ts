import type { Locator, Page } from 'playwright-core';

interface NewCampaign {
  id?: string;
  name: string;
  daily_budget?: number;
  status?: 'active' | 'paused';
  time_zone?: string;
}

/** Creates a campaign as another program would, by the API. */
export async function createCampaign(url: string, campaign: NewCampaign): Promise<{ id: string; version: number }> {
  const response = await fetch(`${url}/api/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ daily_budget: 100, ...campaign }),
  });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as { id: string; version: number };
}

export async function readCampaign(url: string, id: string): Promise<Record<string, unknown> & { status: number | string }> {
  const response = await fetch(`${url}/api/campaigns/${encodeURIComponent(id)}`);
  return (await response.json()) as Record<string, unknown> & { status: number | string };
}

export const row = (page: Page, id: string): Locator => page.locator(`tr[data-campaign-id="${id}"]`);
export const cell = (page: Page, id: string, text: string) => row(page, id).locator('td').and(page.getByText(text, { exact: true })).waitFor();
export const field = (page: Page, label: string): Locator => page.getByRole('dialog').getByRole('textbox', { name: label, exact: true });
export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** The messages that stand at the fields of the open form. */
export const messages = (page: Page) => page.getByRole('dialog').locator('.mantine-InputWrapper-error').allInnerTexts();
