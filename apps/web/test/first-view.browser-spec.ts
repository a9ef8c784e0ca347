import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { joinAs, say } from './support/chat-page.ts';
import { createCampaign } from './support/campaigns.ts';
import { waitForLive } from './support/overview-page.ts';
import { prepareVisitors } from './support/visitors.ts';

const LIMIT = 220_000;

const visitors = prepareVisitors();

describe('the first view', () => {
  visitors.productOfItsOwn();
  beforeAll(async () => {
    await createCampaign(visitors.product.url, { id: 'camp_1', name: 'One' });
    await visitors.send({ campaign_id: 'camp_1' });
    const page = await visitors.open('/chat');
    await joinAs(page, 'Ann');
    await say(page, 'about #camp_1');
  });

  it.each([
    ['the overview', '/', 'canvas', null],
    ['the list of campaigns', '/campaigns', 'tr[data-campaign-id="camp_1"]', null],
    ['the page of a campaign', '/campaigns/camp_1', 'canvas', null],
    ['the chat', '/chat', 'input[autocomplete=nickname]', null],
    ['the chat, for somebody who has joined,', '/chat', '[role=log] li', 'Ann'],
    ['the page of a campaign, for somebody who has joined the chat,', '/campaigns/camp_1', 'canvas', 'Ann'],
  ])('of %s is small, and needs nothing from elsewhere', async (_, path, shown, name) => {
    const page = await visitors.arrive();
    if (name !== null) await page.addInitScript(`localStorage.setItem('flightdeck-chat-name', ${JSON.stringify(name)})`);
    const scripts: Promise<{ url: string; bytes: number }>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      scripts.push(response.body().then((body) => ({ url: response.url(), bytes: gzipSync(body).length })));
    });
    await page.goto(`${visitors.product.url}${path}`);
    await page.locator(shown).first().waitFor();
    await waitForLive(page);
    await page.waitForLoadState('networkidle');

    const sizes = await Promise.all(scripts);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((total, { bytes }) => total + bytes, 0)).toBeLessThanOrEqual(LIMIT);
    expect(sizes.filter(({ url }) => !url.startsWith(visitors.product.url))).toEqual([]);
    expect(visitors.complaints).toEqual([]);
  });
});
