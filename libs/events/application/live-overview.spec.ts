import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { pino } from 'pino';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import { MemoryEventStore } from '../adapters/memory/memory-event-store.ts';
import type { AdEvent } from '../domain/ad-event.ts';
import type { DuplicatesIgnored, EventsAccepted, EventsDeleted } from '../domain/domain-events.ts';
import { tallyMinutes } from '../domain/minute.ts';
import { LiveOverview } from './live-overview.ts';
import { MinuteStatsReader, type StatsPointView, type TotalsSnapshot } from './ports.ts';

/** Totals that are read when the test says so, and told when the test says so: two different moments. */
class HeldReader extends MinuteStatsReader {
  readonly reads: { take(): void; answer(totals?: TotalsSnapshot): void; fail(error: Error): void }[] = [];

  constructor(private readonly memory: MemoryEventStore) {
    super();
  }

  series(): Promise<StatsPointView[]> {
    return Promise.resolve([]);
  }

  totals(): Promise<TotalsSnapshot> {
    return new Promise((resolve, reject) => {
      let snapshot: Promise<TotalsSnapshot> | undefined;
      const take = (): void => void (snapshot ??= this.memory.totals());
      this.reads.push({
        take,
        answer: (totals) => {
          take();
          resolve(totals ?? snapshot!);
        },
        fail: reject,
      });
    });
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}

describe('LiveOverview', () => {
  let memory: MemoryEventStore;
  let reader: HeldReader;
  let events: InProcessDomainEvents;
  let overview: LiveOverview;
  let errors: unknown[];
  let now: number;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    memory = new MemoryEventStore();
    reader = new HeldReader(memory);
    events = new InProcessDomainEvents(pino({ level: 'silent' }));
    errors = [];
    now = 1_000_000_000;
    overview = new LiveOverview(reader, events, (error) => errors.push(error), () => now);
  });

  afterEach(async () => {
    overview.stop();
    await events.close();
    jest.useRealTimers();
  });

  /** Stores without telling. */
  async function commit(...stored: AdEvent[]): Promise<EventsAccepted> {
    const { commit: mark } = await memory.append(stored);
    return { type: 'EventsAccepted', commit: mark, count: stored.length, minutes: tallyMinutes(stored) };
  }

  async function ingest(...stored: AdEvent[]): Promise<void> {
    events.publish(await commit(...stored));
    await settle();
  }

  async function started(): Promise<void> {
    const start = overview.start();
    reader.reads[0]!.answer();
    await start;
  }

  const impressions = (): number => overview.view().totals.impressions;

  test('it begins with what is stored', async () => {
    await commit(adEvent({ metadata: { cost: 0.5 } }), adEvent({ type: 'click' }), adEvent({ campaign_id: 'camp_456' }));
    await started();
    expect(overview.view()).toEqual({
      version: 1,
      asOf: now,
      totals: { impressions: 2, clicks: 1, spend: 0.5, campaigns: 2 },
      campaigns: [
        { campaignId: 'camp_123', impressions: 1, clicks: 1, spend: 0.5 },
        { campaignId: 'camp_456', impressions: 1, clicks: 0, spend: 0 },
      ],
      rates: [],
    });
  });

  test('news are added to it', async () => {
    await commit(adEvent());
    await started();
    await ingest(adEvent({ metadata: { cost: 0.1 } }), adEvent({ campaign_id: 'camp_456', metadata: { cost: 0.2 } }));
    expect(overview.view().totals).toEqual({ impressions: 3, clicks: 0, spend: 0.3, campaigns: 2 });
  });

  describe('a commit is counted once', () => {
    test('when it is in the read and told during the read', async () => {
      const start = overview.start();
      await ingest(adEvent());
      reader.reads[0]!.answer();
      await start;
      expect(impressions()).toBe(1);
    });

    test('when it came after the read and is told before its answer', async () => {
      const start = overview.start();
      reader.reads[0]!.take();
      await ingest(adEvent());
      reader.reads[0]!.answer();
      await start;
      expect(impressions()).toBe(1);
    });

    test('when it is in the read and told long after', async () => {
      const late = await commit(adEvent());
      await started();
      events.publish(late);
      await settle();
      expect(impressions()).toBe(1);
    });

    test('whatever the order of commits, reads, answers and news', async () => {
      const step = fc.constantFrom('commit', 'tell', 'take', 'answer', 'fail', 'miss');
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          memory = new MemoryEventStore();
          reader = new HeldReader(memory);
          events = new InProcessDomainEvents(pino({ level: 'silent' }));
          overview = new LiveOverview(reader, events, () => undefined);
          const start = overview.start();
          const untold: EventsAccepted[] = [];
          let commits = 0;
          let reads = 0;
          for (const each of steps) {
            const read = reader.reads[reads];
            if (each === 'commit') {
              untold.push(await commit(adEvent({ campaign_id: `camp_${commits % 3}` })));
              commits += 1;
            } else if (each === 'tell' && untold.length > 0) events.publish(untold.splice(commits % untold.length, 1)[0]!);
            else if (each === 'take') read?.take();
            else if (each === 'answer' && read) {
              read.answer();
              reads += 1;
            } else if (each === 'fail' && read) {
              read.fail(new Error('the read failed'));
              reads += 1;
            } else if (each === 'miss') {
              untold.length = 0;
              events.deliverMissed();
            }
            await settle();
          }
          for (const late of untold) events.publish(late);
          await settle();
          // Reads that failed are repeated until they succeed.
          for (let round = 0; round < 5; round += 1) {
            while (reads < reader.reads.length) {
              reader.reads[reads]!.answer();
              reads += 1;
              await settle();
            }
            jest.runOnlyPendingTimers();
            await settle();
          }
          while (reads < reader.reads.length) {
            reader.reads[reads]!.answer();
            reads += 1;
            await settle();
          }
          await start;
          overview.stop();
          expect(overview.view().totals.impressions).toBe(commits);
        }),
        { numRuns: 200 },
      );
    });
  });

  test('when news were missed, everything is read anew', async () => {
    await started();
    await commit(adEvent(), adEvent());
    events.deliverMissed();
    await settle();
    reader.reads[1]!.answer();
    await settle();
    expect(impressions()).toBe(2);
  });

  test('before the first read it has nothing to say, rather than zeros', async () => {
    const start = overview.start();
    events.publish(await commit(adEvent()));
    await settle();
    expect(overview.known).toBe(false);
    expect(() => overview.view()).toThrow(expect.objectContaining({ kind: 'unavailable', code: 'OVERVIEW_UNREAD' }));
    reader.reads[0]!.fail(new Error('the database is away'));
    await start;
    expect(overview.known).toBe(false);
    await jest.advanceTimersByTimeAsync(2_000);
    reader.reads[1]!.answer();
    await settle();
    expect(overview.view().totals.impressions).toBe(1);
  });

  test('its time stands still while missed news cannot be read', async () => {
    await started();
    now += 1_000;
    events.deliverMissed();
    await settle();
    now += 30_000;
    reader.reads[1]!.fail(new Error('the database is away'));
    await settle();
    now += 60_000;
    expect(overview.view().asOf).toBe(1_000_001_000);
    await jest.advanceTimersByTimeAsync(2_000);
    reader.reads[2]!.answer();
    await settle();
    expect(overview.view().asOf).toBe(now);
  });

  test('a read that fails is told and repeated until it succeeds', async () => {
    const start = overview.start();
    const failure = new Error('the database is away');
    reader.reads[0]!.fail(failure);
    await start;
    expect(errors).toEqual([failure]);
    await ingest(adEvent());
    expect(reader.reads).toHaveLength(1);
    jest.advanceTimersByTime(2_000);
    reader.reads[1]!.fail(failure);
    await settle();
    jest.advanceTimersByTime(2_000);
    reader.reads[2]!.answer();
    await settle();
    expect(impressions()).toBe(1);
  });

  test('a read that fails leaves what was shown', async () => {
    await commit(adEvent());
    await started();
    events.deliverMissed();
    await settle();
    reader.reads[1]!.fail(new Error('the database is away'));
    await settle();
    expect(impressions()).toBe(1);
  });

  test('reads that fail more than once at a time are repeated one at a time', async () => {
    await started();
    for (let round = 0; round < 4; round += 1) {
      events.deliverMissed();
      await settle();
      reader.reads.at(-1)!.fail(new Error('the database is away'));
      await settle();
    }
    const before = reader.reads.length;
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(reader.reads).toHaveLength(before + 1);
    reader.reads.at(-1)!.answer();
    await settle();
    jest.advanceTimersByTime(60_000);
    await settle();
    expect(reader.reads).toHaveLength(before + 1);
  });

  test('once it is stopped it reads nothing more', async () => {
    await started();
    for (let round = 0; round < 2; round += 1) {
      events.deliverMissed();
      await settle();
      reader.reads.at(-1)!.fail(new Error('the database is away'));
      await settle();
    }
    const before = reader.reads.length;
    overview.stop();
    events.deliverMissed();
    jest.advanceTimersByTime(60_000);
    await settle();
    expect(reader.reads).toHaveLength(before);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('says when a campaign is seen for the first time, and when one is gone, but not when they are read anew', async () => {
    await commit(adEvent());
    await started();
    const first = overview.campaignsVersion;
    await ingest(adEvent());
    events.deliverMissed();
    await settle();
    reader.reads[1]!.answer();
    await settle();
    expect(overview.campaignsVersion).toBe(first);

    await ingest(adEvent({ campaign_id: 'camp_456' }));
    const second = overview.campaignsVersion;
    expect(second).toBeGreaterThan(first);

    await commit(adEvent({ campaign_id: 'camp_missed' }));
    events.deliverMissed();
    await settle();
    reader.reads[2]!.answer();
    await settle();
    const third = overview.campaignsVersion;
    expect(third).toBeGreaterThan(second);

    const deleted: EventsDeleted = { type: 'EventsDeleted', campaignId: 'camp_456', isFinished: true };
    events.publish(deleted);
    await settle();
    const { campaigns, covers } = await memory.totals();
    reader.reads[3]!.answer({ campaigns: campaigns.filter(({ campaignId }) => campaignId !== 'camp_456'), covers });
    await settle();
    expect(overview.campaignsVersion).toBeGreaterThan(third);
  });

  describe('changes since a version', () => {
    test('are whole rows with their present values', async () => {
      await commit(adEvent(), adEvent({ campaign_id: 'camp_456' }));
      await started();
      const { version } = overview.view();
      await ingest(adEvent());
      await ingest(adEvent({ type: 'click' }));
      expect(overview.changesSince(version)!).toMatchObject({
        totals: { impressions: 3, clicks: 1, campaigns: 2 },
        campaigns: [{ campaignId: 'camp_123', impressions: 2, clicks: 1, spend: 0 }],
        rates: [{ accepted: 2, duplicates: 0 }],
      });
    });

    test('are none when nothing has changed', async () => {
      await commit(adEvent());
      await started();
      const { version } = overview.view();
      expect(overview.changesSince(version)!).toMatchObject({ version, campaigns: [], rates: [] });
    });

    test('contain everything after it was read anew', async () => {
      await commit(adEvent(), adEvent({ campaign_id: 'camp_456' }));
      await started();
      const { version } = overview.view();
      events.deliverMissed();
      await settle();
      reader.reads[1]!.answer();
      await settle();
      const changes = overview.changesSince(version)!;
      expect(changes.version).toBeGreaterThan(version);
      expect(changes.campaigns).toHaveLength(2);
    });

    test('contain duplicates, which change no row', async () => {
      await commit(adEvent());
      await started();
      const { version } = overview.view();
      const ignored: DuplicatesIgnored = { type: 'DuplicatesIgnored', count: 3 };
      events.publish(ignored);
      await settle();
      const changes = overview.changesSince(version)!;
      expect(changes.version).toBeGreaterThan(version);
      expect(changes).toMatchObject({ campaigns: [], rates: [{ ts: now, accepted: 0, duplicates: 3 }] });
    });

    test('merged one after the other onto a view, they give the present view', async () => {
      const change = fc.record({ campaign: fc.nat(5), click: fc.boolean(), seconds: fc.nat(2), asks: fc.boolean() });
      await started();
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
          let { version, campaigns, rates } = overview.view();
          const rows = new Map(campaigns.map((row) => [row.campaignId, row]));
          const seconds = new Map(rates.map((second) => [second.ts, second]));
          const merge = (): void => {
            ({ version, campaigns, rates } = overview.changesSince(version)!);
            for (const row of campaigns) rows.set(row.campaignId, row);
            for (const second of rates) seconds.set(second.ts, second);
          };
          for (const { campaign, click, seconds: passed, asks } of changes) {
            now += passed * 1_000;
            await ingest(adEvent({ campaign_id: `camp_${campaign}`, type: click ? 'click' : 'impression', metadata: { cost: 0.1 } }));
            if (asks) merge();
          }
          merge();
          const view = overview.view();
          expect([...rows.values()].sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1))).toEqual([...view.campaigns].sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1)));
          expect([...seconds.values()].filter(({ ts }) => ts >= now - 300_000)).toEqual(view.rates);
        }),
        { numRuns: 50 },
      );
    });
  });

  test('of very many campaigns the two hundred with the most impressions are shown, and all are summed', async () => {
    const campaigns = Array.from({ length: 250 }, (_, n) => `camp_${n}`);
    await commit(...campaigns.flatMap((campaign_id, n) => Array.from({ length: n % 5 === 0 ? 2 : 1 }, () => adEvent({ campaign_id }))));
    await started();
    const view = overview.view();
    expect(view.totals).toMatchObject({ impressions: 300, campaigns: 250 });
    expect(view.campaigns).toHaveLength(200);
    expect(view.campaigns.slice(0, 50).map((row) => row.impressions)).toEqual(Array<number>(50).fill(2));
    expect(overview.changesSince(-1)!.campaigns).toHaveLength(200);
  });
});
