import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LiveOverview } from '../../events/application/live-overview.ts';
import { WatchedMinutes } from '../../../apps/api/test/support/watched-minutes.ts';
import type { StoredEventsReader } from '../../events/application/ports.ts';
import type { Delivery, DomainEventPublisher, Subscriber } from '../../kernel/domain-events.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { CampaignChanged } from '../domain/domain-events.ts';
import type { CampaignFigures } from './campaign-figures.ts';
import { LiveFigures } from './live-figures.ts';
import type { CampaignStore } from './ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.UTC(2026, 1, 10);
const NOON = MIDNIGHT + 12 * HOUR;

describe('live figures', () => {
  let minutes: WatchedMinutes;
  let now: number;
  let campaign: Campaign;
  let subscriber: Subscriber<CampaignChanged>;
  let figures: LiveFigures;

  beforeEach(() => {
    minutes = new WatchedMinutes('camp_1');
    now = NOON;
    campaign = { id: 'camp_1', name: 'Spring sale', dailyBudget: 100, timeZone: 'UTC', status: 'active', version: 1 } as Campaign;
    const campaigns = { findAll: () => Promise.resolve([campaign]) } as unknown as CampaignStore;
    const events = { lastArrivals: () => Promise.resolve(new Map()) } as unknown as StoredEventsReader;
    const overview = { campaignsVersion: 0, totalsOf: (campaignId: string) => ({ campaignId, impressions: 0, clicks: 0, spend: 0 }) } as unknown as LiveOverview;
    const publisher = { subscribe: (_: string, each: Subscriber<CampaignChanged>) => ((subscriber = each), { unsubscribe: () => undefined }) } as unknown as DomainEventPublisher;
    figures = new LiveFigures(campaigns, minutes.stats, events, overview, minutes.news, publisher, () => now);
  });

  const read = async (): Promise<CampaignFigures> => (await figures.read(['camp_1']))[0]!;
  const pacing = async (): Promise<NonNullable<CampaignFigures['pacing']>> => (await read()).pacing!;
  const edited = (): void => void subscriber.handle({ event: { type: 'CampaignChanged', campaignId: 'camp_1', change: 'updated' } } as Delivery<CampaignChanged>);

  test('spent today is what the local day has cost, to the cent, whenever it was told', async () => {
    minutes.add(MIDNIGHT - MINUTE, 5);
    minutes.add(MIDNIGHT, 7);
    minutes.add(NOON - 30 * MINUTE, 11);
    expect((await pacing()).spent).toBe(18);
    minutes.add(NOON, 2);
    expect((await pacing()).spent).toBe(20);
    // Late, for a part of the day that is kept as a sum.
    minutes.add(MIDNIGHT + HOUR, 3);
    await read();
    now += 3_000;
    expect((await pacing()).spent).toBe(23);
    for (let n = 0; n < 10; n += 1) minutes.add(NOON + n * MINUTE, 0.1);
    expect((await pacing()).spent).toBe(24);
  });

  test('a new day begins at nothing', async () => {
    minutes.add(NOON, 40);
    await read();
    now = MIDNIGHT + DAY + MINUTE;
    expect(await pacing()).toMatchObject({ spent: 0, dayStart: MIDNIGHT + DAY });
    minutes.add(now, 1);
    expect((await pacing()).spent).toBe(1);
  });

  test('an event that claims to be of another day is not spent today, before and after it is read anew', async () => {
    await read();
    minutes.add(NOON + 40 * DAY, 500);
    for (let n = 0; n < 300; n += 1) minutes.add(MIDNIGHT + DAY + n * MINUTE, 1);
    expect(await pacing()).toMatchObject({ spent: 0, state: 'under', forecast: 0 });
    minutes.reads.length = 0;
    edited();
    expect(await pacing()).toMatchObject({ spent: 0, forecast: 0 });
    await read();
    expect(minutes.reads.filter((name) => name === 'sums')).toHaveLength(1);
  });

  test('are those of the campaign as it was until an edit was read, and never of an unregistered one', async () => {
    expect(await read()).toMatchObject({ settingsVersion: 1 });
    campaign = { ...campaign, version: 2, name: 'Summer sale', dailyBudget: 50 };
    edited();
    expect(figures.figuresOf('camp_1')).toMatchObject({ name: 'Spring sale', settingsVersion: 1, pacing: { budget: 100 } });
    expect(await read()).toMatchObject({ name: 'Summer sale', settingsVersion: 2, pacing: { budget: 50 } });
    expect((await figures.read(['camp_unregistered']))[0]).toMatchObject({ name: null, settingsVersion: null, pacing: null });
  });

  test('a late event that is told in the middle of a whole read is not lost', async () => {
    await read();
    now += 90 * MINUTE;
    edited();
    let reads = 0;
    minutes.beforeRead = () => {
      reads += 1;
      // The sum is read, the minutes are not: what comes now belongs to neither.
      if (reads === 2) minutes.add(NOON + 20 * MINUTE, 50);
    };
    await read();
    minutes.beforeRead = () => undefined;
    await read();
    now += 3_000;
    expect((await pacing()).spent).toBe(50);
  });

  test('many who ask at once share a round', async () => {
    await read();
    minutes.reads.length = 0;
    minutes.add(now);
    await Promise.all(Array.from({ length: 100 }, (_, n) => figures.refresh([`camp_${n}`])));
    expect(minutes.reads.length).toBeLessThan(8);
  });

  test('say as of when they are while they cannot be read', async () => {
    await read();
    expect(figures.asOf).toBe(NOON);
    now += 5_000;
    minutes.add(now);
    minutes.beforeRead = () => Promise.reject(new Error('away'));
    await expect(figures.refresh(['camp_1'])).rejects.toThrow('away');
    expect(figures.asOf).toBe(NOON);
    minutes.beforeRead = () => undefined;
    expect(await read()).toMatchObject({ lastEventAt: NOON + 5_000 });
    expect(figures.asOf).toBe(NOON + 5_000);
  });
});
