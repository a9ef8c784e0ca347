import { beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import type { AdEvent } from '../domain/ad-event.ts';
import { minuteOf } from '../domain/minute.ts';
import { eventStoreUnavailable } from './errors.ts';
import { LateArrivals } from './late-arrivals.ts';
import type { CountingEventStore } from './ports.ts';
import type { CampaignMinute, LateEvents } from './streaming-ports.ts';
import type { ResultRecord } from '../../kernel/take-records.ts';

const AT = Date.parse('2026-02-10T21:10:12Z');

type Append = Awaited<ReturnType<CountingEventStore['append']>>;

/** Where everything is kept, and whoever counts elsewhere. */
class World implements LateEvents {
  /** Minutes of which counts are here. */
  readonly counted = new Set<string>();
  readonly stored = new Set<string>();
  readonly aside: string[] = [];
  /** What will have been counted when the counts are here. */
  onItsWay: string[] = [];
  isBehind = false;
  waits = 0;

  countedBefore = (records: readonly ResultRecord[]): Promise<void> => {
    this.waits += records.length;
    if (this.isBehind) return Promise.reject(new Error('The counts are behind.'));
    for (const minute of this.onItsWay) this.counted.add(minute);
    return Promise.resolve();
  };

  areCounted(minutes: readonly (CampaignMinute & { deviceType: string })[]): Promise<boolean[]> {
    return Promise.resolve(minutes.map(({ campaignId, minute, deviceType }) => this.counted.has(`${campaignId} ${minute} ${deviceType}`)));
  }

  putAside(records: readonly string[]): Promise<void> {
    this.aside.push(...records.map((record) => (JSON.parse(record) as { event_id: string }).event_id));
    return Promise.resolve();
  }

  append = (events: readonly AdEvent[]): Promise<Append> => {
    const stored = events.map(({ eventId }) => !this.stored.has(eventId));
    for (const { eventId } of events) this.stored.add(eventId);
    return Promise.resolve({ stored, commit: '1', epoch: 1 });
  };
}

describe('Late arrivals', () => {
  let world: World;
  let late: LateArrivals;
  let reports: object[];

  beforeEach(() => {
    world = new World();
    reports = [];
    late = new LateArrivals(world, world as unknown as CountingEventStore, new InProcessDomainEvents(pino({ level: 'silent' })), world.countedBefore, (_, details) => void reports.push(details));
  });

  const event = (event_id: string, changes: object = {}): string =>
    JSON.stringify({ event_id, door: 'events', type: 'impression', campaign_id: 'camp', source: 'web', device_type: 'mobile', occurred_at: AT, ...changes });
  const take = (...values: string[]): Promise<void> => late.take(values.map((value, n) => ({ topic: 'late-events', partition: 0, offset: BigInt(n), value })));
  const minute = `camp ${minuteOf(AT)} mobile`;

  test('are not decided while counts are behind, and told again, those that were counted meanwhile are put aside', async () => {
    [world.isBehind, world.onItsWay] = [true, [minute]];
    await expect(take(event('a'), '{')).rejects.toThrow('behind');
    expect([[...world.stored], world.aside, reports]).toEqual([[], [], []]);
    world.isBehind = false;
    await take(event('a'), '{');
    expect([[...world.stored], world.aside]).toEqual([[], ['a']]);
    expect(reports).toHaveLength(1);
  });

  test('count where nothing of their campaign, minute and device was counted, once', async () => {
    world.counted.add(minute);
    await take(event('a'), event('b', { device_type: 'tv' }), event('b', { device_type: 'tv' }), event('c', { campaign_id: 'other' }), event('d', { occurred_at: AT + 60_000 }));
    expect([[...world.stored], world.aside]).toEqual([['b', 'c', 'd'], ['a']]);
  });

  test('of ad servers never count, and wait for nobody', async () => {
    world.isBehind = true;
    await take(event('a', { door: 'ad-impressions' }), event('b', { door: 'ad-clicks', type: 'click', campaign_id: null }));
    expect([[...world.stored], world.aside, world.waits]).toEqual([[], ['a', 'b'], 0]);
  });

  test('are told again when the store is away', async () => {
    world.append = () => Promise.reject(eventStoreUnavailable(new Error('away')));
    await expect(take(event('a'))).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
    expect(world.aside).toEqual([]);
  });
});
