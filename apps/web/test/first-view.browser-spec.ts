import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
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
  });

  it.each([
    ['the overview', '/', 'canvas'],
    ['the list of campaigns', '/campaigns', 'tr[data-campaign-id="camp_1"]'],
    ['the page of a campaign', '/campaigns/camp_1', 'canvas'],
  ])('of %s is small, and needs nothing from elsewhere', async (_, path, shown) => {
    const page = await visitors.arrive();
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
