import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCampaign } from './support/campaigns.ts';
import { waitForLive } from './support/overview-page.ts';
import { type Busy, holdJudge, insertAnomaly, insertMinutes } from './support/pipeline-data.ts';
import { expectPicture } from './support/pictures.ts';
import { prepareVisitors } from './support/visitors.ts';

/** The README's picture of the pipeline. Every run takes it; written when that is asked for: SCREENSHOTS=1 npm test -- apps/web/test/pipeline-screenshots.browser-spec.ts */
const BUSY: (Busy & { name: string })[] = [
  { id: 'camp_running_shoes', name: 'Running Shoes', rate: 620, ctr: 0.034 },
  { id: 'camp_headphones', name: 'Headphones Launch', rate: 420, ctr: 0.026, unusual: (ago) => (ago < 8 ? { ctr: 0.004 } : null) },
  { id: 'camp_winter_coats', name: 'Winter Coats', rate: 310, ctr: 0.031 },
  { id: 'camp_lisbon', name: 'City Breaks: Lisbon', rate: 240, ctr: 0.018, unusual: (ago) => (ago > 13 && ago < 21 ? { ctr: 0.081 } : null) },
  { id: 'camp_meal_kit', name: 'Meal Kit Free Trial', rate: 160, ctr: 0.021 },
  { id: 'camp_espresso', name: 'Espresso Machines', rate: 120, ctr: 0.037, unusual: (ago) => (ago < 5 ? { rate: 0 } : null) },
  { id: 'camp_gift_cards', name: 'Gift Cards', rate: 75, ctr: 0.044 },
];

const visitors = prepareVisitors();

afterEach(() => expect(visitors.complaints).toEqual([]));

describe('a picture of', () => {
  visitors.productOfItsOwn(holdJudge);
  beforeAll(async () => {
    const { url, database } = visitors.product;
    for (const { id, name } of BUSY) await createCampaign(url, { id, name, daily_budget: 500 });
    await insertMinutes(database.url, BUSY);
    await insertAnomaly(database.url, { campaign: 'camp_espresso', kind: 'silence', since: 4, last: 1, impressions: 0, clicks: 0, expectedCtr: 0.037, expectedImpressions: 119.6 });
    await insertAnomaly(database.url, { campaign: 'camp_headphones', kind: 'drop', since: 7, last: 1, impressions: 431, clicks: 1, expectedCtr: 0.0258, expectedImpressions: 421 });
    await insertAnomaly(database.url, { campaign: 'camp_lisbon', kind: 'spike', since: 20, last: 11, isOver: true, impressions: 236, clicks: 19, expectedCtr: 0.0181, expectedImpressions: 240 });
  });

  it('the pipeline', async () => {
    const page = await visitors.open('/pipeline', { locale: 'en-US', timezoneId: 'Europe/Berlin', colorScheme: 'light', viewport: { width: 1280, height: 910 } });
    await page.locator('[data-testid=devices] tbody tr').first().waitFor();
    await page.locator('[data-mark=silence]').waitFor();
    await waitForLive(page);
    // Where it points at nothing.
    await page.mouse.move(90, 400);
    await expectPicture(page, 'pipeline');
  });
});
