import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createCampaign } from './support/campaigns.ts';
import { sendBatch, setStatus } from './support/detail-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();
const { open, send } = visitors;

const presentMinute = () => new Date().toISOString();

describe('the feed of events', () => {
  visitors.productOfItsOwn();
  const state = (page: Page, text: string) => page.getByTestId('feed-state').getByText(text).waitFor();

  it('pauses, says what waits, and goes on', async () => {
    await send({ campaign_id: 'camp_feed', occurred_at: presentMinute(), user_id: 'u_first' });
    const page = await open('/campaigns/camp_feed');
    await page.getByTestId('feed').getByText('u_first').waitFor();
    await page.getByRole('button', { name: 'Pause feed' }).click();
    await state(page, 'Paused: nothing new so far.');

    await send({ campaign_id: 'camp_feed', occurred_at: presentMinute(), user_id: 'u_second' }, { campaign_id: 'camp_feed', occurred_at: presentMinute() });
    await state(page, 'Paused: 2 new since.');
    expect(await page.getByTestId('feed').getByText('u_second').count()).toBe(0);

    await page.getByRole('button', { name: 'Go on live' }).click();
    await page.getByTestId('feed').getByText('u_second').waitFor();
    expect(await page.getByTestId('feed').locator('tbody tr').count()).toBe(3);
  });

  it('leads back to the first event of the campaign', async () => {
    await sendBatch(
      visitors.product,
      Array.from({ length: 130 }, (_, place) => ({ campaign_id: 'camp_long', user_id: `u_${place}`, occurred_at: presentMinute() })),
    );
    const page = await open('/campaigns/camp_long');
    const rows = page.getByTestId('feed').locator('tbody tr');
    await rows.nth(49).waitFor();
    await page.getByRole('button', { name: 'Older' }).click();
    await rows.nth(99).waitFor();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('This was the first event of the campaign.').waitFor();
    expect(await rows.count()).toBe(130);
    expect(new Set(await page.getByTestId('feed').locator('tbody td:nth-child(6)').allInnerTexts()).size).toBe(130);
  });

  it('marks what arrives while the campaign is paused, and the page says so', async () => {
    await createCampaign(visitors.product.url, { id: 'camp_paused', name: 'Paused' });
    await send({ campaign_id: 'camp_paused', occurred_at: presentMinute(), user_id: 'u_before' });
    const page = await open('/campaigns/camp_paused');
    await page.getByTestId('feed').getByText('u_before').waitFor();

    await setStatus(visitors.product, 'camp_paused', 'paused');
    await page.getByTestId('campaign-state').getByText('Paused since').waitFor();
    await send({ campaign_id: 'camp_paused', occurred_at: presentMinute(), user_id: 'u_after' });

    const marked = page.getByTestId('feed').locator('tr', { hasText: '‖ paused' });
    await marked.getByText('u_after').waitFor();
    expect(await marked.count()).toBe(1);
    await page.getByTestId('campaign-state').getByText('events still arrive, and are counted').waitFor();

    // What arrived in a pause that is over stays marked, for whoever looks later too.
    await setStatus(visitors.product, 'camp_paused', 'active');
    await page.getByTestId('campaign-state').getByText('Active since').waitFor();
    await send({ campaign_id: 'camp_paused', occurred_at: presentMinute(), user_id: 'u_resumed' });
    const later = await open('/campaigns/camp_paused');
    for (const each of [page, later]) {
      await each.getByTestId('feed').getByText('u_resumed').waitFor();
      await each.getByTestId('feed').locator('tr', { hasText: '‖ paused' }).getByText('u_after').waitFor();
      expect(await each.getByTestId('feed').locator('tr', { hasText: '‖ paused' }).count()).toBe(1);
    }
    await later.getByRole('button', { name: 'Show as table' }).click();
    await later.getByTestId('chart-table').locator('tr', { hasText: '‖ paused' }).first().waitFor();
  });
});
