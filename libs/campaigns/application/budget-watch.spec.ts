import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { pino } from 'pino';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import { MemoryCampaignStatsReader } from '../../events/adapters/memory/memory-campaign-stats-reader.ts';
import type { AdEvent } from '../../events/domain/ad-event.ts';
import type { EventsAccepted, EventsDeleted } from '../../events/domain/domain-events.ts';
import { tallyMinutes } from '../../events/domain/minute.ts';
import type { DomainEvent } from '../../kernel/domain-events.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import { MemoryCampaignStore } from '../adapters/memory/memory-campaign-store.ts';
import type { CampaignSettings } from '../domain/campaign.ts';
import type { BudgetExhausted, CampaignChanged } from '../domain/domain-events.ts';
import { dayOf } from '../../kernel/time-zone.ts';
import { BudgetWatch } from './budget-watch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.UTC(2026, 1, 10);
const NOON = MIDNIGHT + 12 * HOUR;

/** A watch, and what happens around it. The clock stands unless it is told to go. */
class World {
  readonly told: BudgetExhausted[] = [];
  readonly errors: unknown[] = [];
  readonly campaigns = new MemoryCampaignStore();
  readonly stats = new MemoryCampaignStatsReader();
  readonly events = new InProcessDomainEvents(pino({ level: 'silent' }));
  readonly found = jest.spyOn(this.campaigns, 'findAll');
  readonly sums = jest.spyOn(this.stats, 'sums');
  watch: BudgetWatch;

  constructor() {
    this.events.subscribe<BudgetExhausted>('BudgetExhausted', { handle: ({ event }) => void this.told.push(event) });
    this.watch = this.start();
  }

  async restart(): Promise<void> {
    await this.watch.stop();
    this.watch = this.start();
  }

  /** Longer than news wait to be read, and than a failed read waits to be tried again. */
  pass(ms = 3_000): Promise<void> {
    return jest.advanceTimersByTimeAsync(ms);
  }

  async register(id: string, settings: Partial<CampaignSettings> = {}): Promise<void> {
    await this.campaigns.create({ id, name: `Name of ${id}`, dailyBudget: 100, status: 'active', timeZone: 'UTC', ...settings }, Date.now());
    this.changed(id, 'created');
  }

  async edit(id: string, settings: Partial<CampaignSettings>): Promise<void> {
    await this.campaigns.update(id, settings, undefined, Date.now());
    this.changed(id, 'updated');
  }

  async remove(id: string): Promise<void> {
    await this.campaigns.delete(id);
    this.changed(id, 'deleted');
  }

  /** Stores impressions, one for each cost, without telling. */
  store(campaignId: string, costs: number[], at = Date.now()): AdEvent[] {
    const stored = costs.map((cost) => adEvent({ campaign_id: campaignId, occurred_at: new Date(at).toISOString(), metadata: { cost } }));
    this.stats.append(stored);
    return stored;
  }

  spend(campaignId: string, costs: number[], at = Date.now()): void {
    this.tell(this.store(campaignId, costs, at));
  }

  tell(stored: AdEvent[]): void {
    this.publish<EventsAccepted>({ type: 'EventsAccepted', commit: '1', count: stored.length, minutes: tallyMinutes(stored) });
  }

  deleteEvents(...ids: string[]): void {
    this.stats.clear();
    for (const campaignId of ids) this.publish<EventsDeleted>({ type: 'EventsDeleted', campaignId, isFinished: true });
  }

  private publish<E extends DomainEvent>(event: E): void {
    this.events.publish(event);
  }

  private start(): BudgetWatch {
    return new BudgetWatch(this.campaigns, this.stats, this.events, (error) => this.errors.push(error));
  }

  private changed(campaignId: string, change: CampaignChanged['change']): void {
    this.publish<CampaignChanged>({ type: 'CampaignChanged', campaignId, change });
  }
}

const exhausted = (spent: number, changes: Partial<BudgetExhausted> = {}): BudgetExhausted => ({ type: 'BudgetExhausted', campaignId: 'camp_1', name: 'Name of camp_1', budget: 100, spent, dayStart: MIDNIGHT, ...changes });

describe('the watch over budgets', () => {
  let world: World;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOON });
    world = new World();
  });

  afterEach(async () => {
    await world.watch.stop();
    await world.events.close();
    jest.useRealTimers();
  });

  /** What was told since the last time. */
  const told = (): BudgetExhausted[] => world.told.splice(0);

  describe('tells that a budget is used up', () => {
    test('to the cent, and once, however much more is spent', async () => {
      await world.register('camp_1');
      await world.pass();
      world.spend('camp_1', [50, 49.99]);
      await world.pass();
      expect([told(), world.watch.exhausted()]).toEqual([[], []]);
      world.spend('camp_1', [0.01]);
      await world.pass();
      expect(told()).toEqual([exhausted(100)]);
      for (let n = 0; n < 5; n += 1) {
        world.spend('camp_1', [7]);
        await world.pass();
      }
      expect(told()).toEqual([]);
      expect(world.watch.exhausted()).toEqual([exhausted(100)]);
    });

    test('of cents that doubles do not add up', async () => {
      await world.register('camp_1', { dailyBudget: 9 });
      await world.pass();
      for (let n = 0; n < 60; n += 1) world.spend('camp_1', [n % 2 === 0 ? 0.1 : 0.2]);
      await world.pass();
      expect(told()).toEqual([exhausted(9, { budget: 9 })]);
    });

    test('within two seconds, and with all that many commits at once have spent', async () => {
      await world.register('camp_1');
      await world.pass();
      for (let n = 0; n < 50; n += 1) world.spend('camp_1', [3], MIDNIGHT + n * MINUTE);
      await world.pass(2_000);
      expect(told()).toEqual([exhausted(150)]);
    });

    test('of a paused campaign too: late events are counted', async () => {
      await world.register('camp_1', { status: 'paused' });
      await world.pass();
      world.spend('camp_1', [100], MIDNIGHT + HOUR);
      await world.pass();
      expect(told()).toEqual([exhausted(100)]);
    });

    test('of the campaign that it is, and of a registered one only', async () => {
      await world.register('camp_1');
      await world.register('camp_2', { dailyBudget: 10 });
      await world.pass();
      world.tell([...world.store('camp_1', [10]), ...world.store('camp_2', [10]), ...world.store('camp_3', [10_000])]);
      await world.pass();
      expect(told()).toEqual([exhausted(10, { campaignId: 'camp_2', name: 'Name of camp_2', budget: 10 })]);
    });

    test('when what has spent it came before the campaign was registered', async () => {
      world.spend('camp_1', [120]);
      await world.pass();
      expect(told()).toEqual([]);
      await world.register('camp_1');
      await world.pass();
      expect(told()).toEqual([exhausted(120)]);
    });

    test('when the event that did so is told in the middle of a read, whether or not that has seen it', async () => {
      await world.register('camp_1');
      await world.register('camp_2');
      world.sums.mockImplementationOnce(async (ranges) => {
        world.store('camp_1', [99]);
        const seen = world.store('camp_2', [60]);
        const answer = await MemoryCampaignStatsReader.prototype.sums.call(world.stats, ranges);
        world.tell([...world.store('camp_1', [1]), ...seen]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return answer;
      });
      await world.pass();
      expect(told()).toEqual([exhausted(100)]);
      expect(world.sums.mock.calls.map(([ranges]) => ranges.map(({ campaignId }) => campaignId))).toEqual([['camp_1', 'camp_2'], ['camp_1', 'camp_2']]);
      // What was added twice, by the read and by the news, is a reason to look and no more.
      world.spend('camp_2', [20]);
      await world.pass();
      expect(told()).toEqual([]);
      world.spend('camp_2', [20]);
      await world.pass();
      expect(told()).toEqual([exhausted(100, { campaignId: 'camp_2', name: 'Name of camp_2' })]);
    });

    test('within five minutes when it was never told that the event was stored', async () => {
      await world.register('camp_1');
      await world.pass();
      world.store('camp_1', [100]);
      await world.pass(5 * MINUTE);
      expect(told()).toEqual([exhausted(100)]);
    });
  });

  describe('an edit', () => {
    beforeEach(async () => {
      await world.register('camp_1');
      await world.pass();
      world.spend('camp_1', [60]);
      await world.pass();
    });

    test('that lowers the budget may use it up at once', async () => {
      await world.edit('camp_1', { dailyBudget: 50 });
      await world.pass();
      expect(told()).toEqual([exhausted(60, { budget: 50 })]);
    });

    test('that raises it makes it last again, until it is used up again', async () => {
      world.spend('camp_1', [40]);
      await world.pass();
      expect(told()).toEqual([exhausted(100)]);
      await world.edit('camp_1', { dailyBudget: 120, name: 'Another' });
      await world.pass();
      world.spend('camp_1', [19]);
      await world.pass();
      expect([told(), world.watch.exhausted()]).toEqual([[], []]);
      world.spend('camp_1', [1]);
      await world.pass();
      expect(told()).toEqual([exhausted(120, { budget: 120, name: 'Another' })]);
    });

    test('and another one that takes it back tell nothing again', async () => {
      world.spend('camp_1', [40]);
      for (const dailyBudget of [100, 90, 120, 90, 100]) {
        await world.edit('camp_1', { dailyBudget });
        await world.pass();
      }
      expect(told().map(({ budget }) => budget)).toEqual([100, 90]);
      expect(world.watch.exhausted()).toEqual([exhausted(100)]);
    });

    test('of the time zone changes what is today', async () => {
      world.spend('camp_1', [70], MIDNIGHT - HOUR);
      await world.pass();
      expect(told()).toEqual([]);
      // It is 21:00 in Tokyo: the day began nine hours before the one of UTC.
      await world.edit('camp_1', { timeZone: 'Asia/Tokyo' });
      await world.pass();
      expect(told()).toEqual([exhausted(130, { dayStart: MIDNIGHT - 9 * HOUR })]);
    });

    test('that deletes it ends the watch; the next one under its id is watched as a new one', async () => {
      world.spend('camp_1', [40]);
      await world.pass();
      await world.remove('camp_1');
      await world.pass();
      expect(world.watch.exhausted()).toEqual([]);
      told();
      world.spend('camp_1', [40]);
      await world.pass();
      expect(told()).toEqual([]);
      await world.register('camp_1');
      await world.pass();
      expect(told()).toEqual([exhausted(140)]);
    });
  });

  test('of deleted events nothing was spent; the same budget used up once more that day is no news', async () => {
    await world.register('camp_1');
    world.spend('camp_1', [100]);
    await world.pass();
    expect(told()).toEqual([exhausted(100)]);
    world.deleteEvents('camp_1');
    await world.pass();
    expect(world.watch.exhausted()).toEqual([]);
    world.spend('camp_1', [90]);
    await world.pass();
    expect(world.watch.exhausted()).toEqual([]);
    world.spend('camp_1', [15]);
    await world.pass();
    expect(world.watch.exhausted()).toEqual([exhausted(105)]);
    expect(told()).toEqual([]);
  });

  describe('a day', () => {
    test('that ends takes with it what was spent; the next one begins with what came early', async () => {
      await world.register('camp_1');
      await world.pass();
      world.spend('camp_1', [100]);
      world.spend('camp_1', [95], MIDNIGHT + DAY);
      world.spend('camp_1', [500], MIDNIGHT - 1);
      world.spend('camp_1', [500], MIDNIGHT + 2 * DAY);
      await world.pass();
      expect(told()).toEqual([exhausted(100)]);
      jest.setSystemTime(MIDNIGHT + DAY - 1);
      expect(world.watch.exhausted()).toEqual([exhausted(100)]);
      jest.setSystemTime(MIDNIGHT + DAY);
      expect(world.watch.exhausted()).toEqual([]);
      await world.pass();
      // Late, for the day before.
      world.spend('camp_1', [50], MIDNIGHT + DAY - 1);
      world.spend('camp_1', [4.99]);
      await world.pass();
      expect([told(), world.watch.exhausted()]).toEqual([[], []]);
      world.spend('camp_1', [0.01]);
      await world.pass();
      expect(told()).toEqual([exhausted(100, { dayStart: MIDNIGHT + DAY })]);
    });

    test("ends at each campaign's own midnight", async () => {
      await world.register('camp_1', { timeZone: 'Asia/Tokyo' });
      await world.register('camp_2', { timeZone: 'America/New_York' });
      await world.pass();
      jest.setSystemTime(MIDNIGHT + 15 * HOUR - MINUTE);
      world.spend('camp_1', [100]);
      world.spend('camp_2', [50]);
      await world.pass();
      expect(told()).toEqual([exhausted(100, { dayStart: MIDNIGHT - 9 * HOUR })]);
      jest.setSystemTime(MIDNIGHT + 15 * HOUR);
      world.sums.mockClear();
      await world.pass();
      expect(world.sums.mock.calls.flatMap(([ranges]) => ranges)).toEqual([{ campaignId: 'camp_1', from: MIDNIGHT + 15 * HOUR, to: MIDNIGHT + 39 * HOUR }]);
      world.spend('camp_1', [100]);
      world.spend('camp_2', [50]);
      await world.pass();
      expect(told().map(({ campaignId, dayStart }) => [campaignId, dayStart])).toEqual([['camp_1', MIDNIGHT + 15 * HOUR], ['camp_2', MIDNIGHT + 5 * HOUR]]);
    });
  });

  describe('reads', () => {
    const asked = (): number => world.sums.mock.calls.length;

    test('nothing while budgets last, whatever other days have cost', async () => {
      await world.register('camp_1', { dailyBudget: 10_000 });
      await world.pass();
      const before = asked();
      for (let n = 0; n < 100; n += 1) {
        world.spend('camp_1', [1]);
        world.spend('camp_1', [20_000], n % 2 === 0 ? MIDNIGHT - MINUTE : MIDNIGHT + DAY);
        await world.pass(100);
      }
      expect([asked(), world.found.mock.calls.length]).toEqual([before, before]);
    });

    test('at most once a second, all that is due together, and nothing more of what is exhausted', async () => {
      for (let n = 0; n < 150; n += 1) await world.register(`camp_${n}`);
      await world.pass();
      expect(asked()).toBe(1);
      // Each commit uses some up.
      for (let n = 0; n < 150; n += 1) {
        for (let id = 0; id <= n; id += 1) world.spend(`camp_${id}`, [60]);
        await world.pass(20);
      }
      expect(asked()).toBeLessThanOrEqual(1 + 4);
      await world.pass();
      expect(told()).toHaveLength(149);
      const before = asked();
      for (let n = 0; n < 149; n += 1) world.spend(`camp_${n}`, [60]);
      await world.pass();
      expect(asked()).toBe(before);
    });

    test('all campaigns at the start, some hundred in a query, and tells of those that it finds', async () => {
      for (let n = 0; n < 1_000; n += 1) await world.register(`camp_${n}`);
      for (let n = 0; n < 1_000; n += 100) world.store(`camp_${n}`, [100]);
      await world.restart();
      expect(world.watch.exhausted()).toEqual([]);
      world.sums.mockClear();
      await world.pass();
      expect(asked()).toBe(5);
      expect(told()).toHaveLength(10);
      expect(world.watch.exhausted()).toHaveLength(10);
    });

    test('everything again when news were missed: events, new campaigns, edits and deletions', async () => {
      await world.register('camp_1');
      await world.register('camp_2');
      await world.register('camp_3');
      world.spend('camp_3', [100]);
      await world.pass();
      told();
      world.store('camp_1', [100]);
      await world.campaigns.update('camp_2', { dailyBudget: 20 }, undefined, NOON);
      world.store('camp_2', [20]);
      await world.campaigns.delete('camp_3');
      await world.campaigns.create({ id: 'camp_4', name: 'New', dailyBudget: 5, status: 'active', timeZone: 'UTC' }, NOON);
      world.store('camp_4', [5]);
      world.events.deliverMissed();
      await world.pass();
      expect(told().map(({ campaignId }) => campaignId)).toEqual(['camp_1', 'camp_2', 'camp_4']);
      expect(world.watch.exhausted().map(({ campaignId }) => campaignId).sort()).toEqual(['camp_1', 'camp_2', 'camp_4']);
    });

    test.each(['ids', 'findAll', 'sums'] as const)('again until it succeeds when the database was away for %s, and complains once', async (method) => {
      await world.campaigns.create({ id: 'camp_1', name: 'Name of camp_1', dailyBudget: 100, status: 'active', timeZone: 'UTC' }, NOON);
      world.store('camp_1', [60]);
      const away = new Error('away');
      const spy = method === 'sums' ? world.sums : jest.spyOn(world.campaigns, method);
      spy.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
      await world.pass(1_500);
      expect(world.errors).toEqual([away]);
      world.spend('camp_1', [40]);
      await world.pass(10_000);
      expect(told()).toEqual([exhausted(100)]);
      expect(world.errors).toEqual([away]);
    });

    test('that fail forget nothing of what was known', async () => {
      await world.register('camp_1');
      world.spend('camp_1', [100]);
      await world.pass();
      told();
      world.sums.mockRejectedValueOnce(new Error('away'));
      await world.edit('camp_1', { name: 'Another' });
      await world.pass(1_500);
      expect(world.errors).toHaveLength(1);
      expect(world.watch.exhausted()).toEqual([exhausted(100)]);
      await world.pass();
      expect(world.watch.exhausted()).toEqual([exhausted(100, { name: 'Another' })]);
      expect(told()).toEqual([]);
    });

    test('nothing more once it is stopped', async () => {
      await world.register('camp_1');
      await world.pass();
      world.spend('camp_1', [100]);
      await world.pass(0);
      await world.watch.stop();
      const before = asked();
      await world.pass(DAY);
      expect([asked(), told()]).toEqual([before, []]);
    });
  });
});

test('whatever happens in whatever order, what is known in the end is what the database holds, and was told', async () => {
  const ids = ['camp_1', 'camp_2', 'camp_3'];
  const id = fc.constantFrom(...ids);
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('spend' as const), id, costs: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 3 }), hours: fc.integer({ min: -30, max: 30 }), isTold: fc.constantFrom(true, true, true, false) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), id, dailyBudget: fc.integer({ min: 1, max: 12 }), timeZone: fc.constantFrom('UTC', 'UTC', 'Asia/Tokyo') }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('register' as const, 'remove' as const), id }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('deleteEvents' as const, 'fail' as const, 'tomorrow' as const) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 1_500 }) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      jest.useFakeTimers({ now: NOON });
      const world = new World();
      try {
        await world.register('camp_1', { dailyBudget: 5 });
        await world.register('camp_2', { dailyBudget: 5, timeZone: 'Asia/Tokyo' });
        for (const each of steps) {
          if (each.kind === 'spend') {
            const stored = world.store(each.id, each.costs.map((cents) => cents / 100), Date.now() + each.hours * HOUR);
            if (each.isTold) world.tell(stored);
            else world.events.deliverMissed();
          } else if (each.kind === 'edit') await world.edit(each.id, { dailyBudget: each.dailyBudget, timeZone: each.timeZone });
          else if (each.kind === 'register') await world.register(each.id);
          else if (each.kind === 'remove') await world.remove(each.id);
          else if (each.kind === 'deleteEvents') world.deleteEvents(...ids);
          else if (each.kind === 'fail') world.sums.mockRejectedValueOnce(new Error('away'));
          else if (each.kind === 'pass') await world.pass(each.ms);
          else jest.setSystemTime(Date.now() + DAY);
        }
        // Long enough for reads that are still to fail, and short enough for nothing to be read without a reason.
        await world.pass(2 * MINUTE);
        const held: object[] = [];
        for (const { id: campaignId, dailyBudget: budget, timeZone } of await world.campaigns.findAll(ids)) {
          const { start: dayStart, end } = dayOf(Date.now(), timeZone);
          const [sum] = await MemoryCampaignStatsReader.prototype.sums.call(world.stats, [{ campaignId, from: dayStart, to: end }]);
          if (sum!.spend >= budget) held.push({ campaignId, budget, dayStart });
        }
        const known = world.watch.exhausted().map(({ campaignId, budget, dayStart }) => ({ campaignId, budget, dayStart }));
        expect(known.sort((a, b) => a.campaignId.localeCompare(b.campaignId))).toEqual(held);
        for (const each of held) expect(world.told).toContainEqual(expect.objectContaining(each));
        for (const { spent, budget } of world.told) expect(spent).toBeGreaterThanOrEqual(budget);
      } finally {
        await world.watch.stop();
        await world.events.close();
        jest.useRealTimers();
      }
    }),
    { numRuns: 150 },
  );
});
