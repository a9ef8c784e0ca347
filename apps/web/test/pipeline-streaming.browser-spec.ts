import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '../../api/test/support/eventually.ts';
import { seriousFindings } from './support/accessibility.ts';
import { sidewaysScroll, waitForLive } from './support/overview-page.ts';
import { type StreamingStatus, holdJudge, insertMinutes, pretendStreaming, streamingStatus } from './support/pipeline-data.ts';
import { prepareVisitors } from './support/visitors.ts';

const visitors = prepareVisitors();

const stage = (page: Page, name: string) => page.getByTestId(`stage-${name}`);
const troubles = (page: Page) => page.getByTestId('troubles').locator('li');

const failing = (): StreamingStatus => {
  const status = streamingStatus();
  status.brokers = { reachable: false, reason: 'connect ECONNREFUSED 127.0.0.1:9092' };
  for (const [place, state] of (['restarting', 'failed', 'missing'] as const).entries()) status.jobs[place]!.state = state;
  return status;
};

async function openStreaming(status: () => StreamingStatus, options: BrowserContextOptions = {}) {
  const page = await visitors.arrive({ locale: 'en-US', timezoneId: 'Europe/Berlin', ...options });
  const tell = await pretendStreaming(page, status);
  await page.goto(`${visitors.product.url}/pipeline`);
  await page.getByRole('heading', { name: 'Streaming mode: Kafka takes events, Flink counts them' }).waitFor();
  await waitForLive(page);
  return { page, tell };
}

describe('the pipeline in streaming mode', () => {
  visitors.productOfItsOwn(holdJudge);
  beforeAll(async () => {
    await insertMinutes(visitors.product.database.url, [{ id: 'camp_1', rate: 400, ctr: 0.02 }]);
  });

  it('shows what each stage does, how much it reads, what waits, and where it would go on', async () => {
    const { page } = await openStreaming(streamingStatus);
    await page.getByText(/^Complete up to \d\d:\d\d:\d\d$/).waitFor();
    const counting = stage(page, 'count-once');
    await counting.getByText('Running').waitFor();
    await counting.getByText('4,210 /s').waitFor();
    await counting.getByText('120', { exact: true }).waitFor();
    await counting.getByText(/^\d+ s ago$/).waitFor();
    expect(await counting.locator('dt').allInnerTexts()).toEqual(['Reads', 'Waiting', 'Checkpoint', 'State']);
    await counting.getByText('48.1 MB', { exact: true }).waitFor();
    await stage(page, 'projector').getByText('Part of Flightdeck').waitFor();
    // Nobody measures how much it reads.
    expect(await stage(page, 'projector').locator('dt').allInnerTexts()).toEqual(['Waiting']);
    expect(await page.getByRole('list', { name: 'Stages of the pipeline' }).locator('h3').allInnerTexts()).toEqual(['Count once', 'Aggregate', 'Anomalies', 'Projector']);
    expect(await troubles(page).count()).toBe(0);
    await page.locator('tr[data-campaign-id="camp_1"]').waitFor();
    expect(visitors.complaints).toEqual([]);
  });

  it('says what is wrong and what to do, when it happens and until it is over', async () => {
    const { page, tell } = await openStreaming(streamingStatus);
    tell(failing);
    await troubles(page).filter({ hasText: 'Kafka cannot be reached: connect ECONNREFUSED 127.0.0.1:9092.' }).waitFor();
    await troubles(page).filter({ hasText: 'The job “count-once” is being restarted. Flink does so by itself' }).waitFor();
    await troubles(page).filter({ hasText: 'The job “aggregate” has ended: it failed, or somebody stopped it.' }).waitFor();
    await troubles(page).filter({ hasText: 'The job “anomalies” is not there.' }).locator('code', { hasText: 'npm run pipeline:up' }).waitFor();
    await stage(page, 'aggregate').getByText('Ended').waitFor();
    // What was counted until then is shown all the same.
    await page.locator('tr[data-campaign-id="camp_1"]').waitFor();
    tell(streamingStatus);
    await troubles(page).first().waitFor({ state: 'detached' });
    expect(visitors.complaints).toEqual([]);
  });

  it('announces what has come, once, and not every age and count that changes', async () => {
    const { page, tell } = await openStreaming(streamingStatus);
    const announced = () => page.getByTestId('troubles').getByRole('status').innerText();
    expect(await announced()).toBe('');
    const late = (waiting: number) => (): StreamingStatus => {
      const status = streamingStatus();
      status.stages[0] = { name: 'count-once', lag: waiting, records_per_second: 100 };
      return status;
    };
    tell(late(6_000));
    await troubles(page).filter({ hasText: '6,000 records waiting, about 1 min of its work.' }).waitFor();
    expect(await announced()).toBe('“Count once” has 6,000 records waiting, about 1 min of its work.');
    tell(late(12_000));
    await troubles(page).filter({ hasText: '12,000 records waiting, about 2 min of its work.' }).waitFor();
    expect(await announced()).toBe('“Count once” has 6,000 records waiting, about 1 min of its work.');
    expect(await troubles(page).locator('xpath=ancestor::*[@role="status" or @aria-live]').count()).toBe(0);
    tell(streamingStatus);
    await troubles(page).first().waitFor({ state: 'detached' });
    expect(await announced()).toBe('Nothing is wrong any more.');
  });

  it('tells of a stage that stands still in the same words for a while', async () => {
    const page = await visitors.arrive({ locale: 'en-US' });
    await page.clock.install();
    await pretendStreaming(page, () => ({ ...streamingStatus(), stages: [{ name: 'aggregate', lag: 1_000_000, records_per_second: 0 }] }));
    await page.goto(`${visitors.product.url}/pipeline`);
    await waitForLive(page);
    const stuck = troubles(page).filter({ hasText: '“Aggregate” has 1,000,000 records waiting, and nothing is read.' });
    // Three seconds for the page with every message, of which there is one a second.
    await eventually(async () => {
      await page.clock.runFor(2_000);
      await sleep(1_000);
      expect(await stuck.count()).toBe(1);
    }, 45_000);
  });

  it('does not take for well what cannot be found out', async () => {
    const { page } = await openStreaming(() => ({ brokers: { reachable: true, reason: null }, jobs: [], stages: [], watermark: null, set_aside: null }));
    await page.getByText('Complete up to: not known').waitFor();
    await stage(page, 'aggregate').getByText('Not known', { exact: true }).waitFor();
    await stage(page, 'aggregate').getByText('not known', { exact: true }).waitFor();
    expect(await page.getByTestId('set-aside').count()).toBe(0);
  });

  it('tells of events that were put aside', async () => {
    const { page, tell } = await openStreaming(() => ({ ...streamingStatus(), set_aside: 1_203 }));
    await page.getByTestId('set-aside').getByText('1,203 events were put aside and not counted: more than seven days late').waitFor();
    tell(() => ({ ...streamingStatus(), set_aside: 10_001 }));
    await page.getByTestId('set-aside').getByText('More than 10,000 events were put aside').waitFor();
    tell(() => ({ ...streamingStatus(), set_aside: 0 }));
    await page.getByTestId('set-aside').waitFor({ state: 'detached' });
  });

  it('explains its words to whoever has no mouse', async () => {
    const { page } = await openStreaming(streamingStatus, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.getByText('What this means').tap();
    const waiting = page.getByText('Records in its topics that it has not yet written down as read');
    await waiting.waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByText('What this means').focus();
    await page.keyboard.press('Enter');
    await waiting.waitFor({ state: 'hidden' });
  });

  it('a phone shows the stages below each other, without scrolling sideways', async () => {
    const { page } = await openStreaming(failing, { viewport: { width: 390, height: 844 } });
    await troubles(page).nth(3).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    const [first, second] = [(await stage(page, 'count-once').boundingBox())!, (await stage(page, 'aggregate').boundingBox())!];
    expect(second.y).toBeGreaterThan(first.y + first.height);
  });

  it.each(['light', 'dark'] as const)('has no serious finding of an accessibility check, troubles included (%s)', async (colorScheme) => {
    const { page } = await openStreaming(failing, { colorScheme });
    await troubles(page).nth(3).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});
