import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import type { DomainEvent, DomainEventPublisher } from '../../kernel/domain-events.ts';
import { MemoryDedupeCache } from '../adapters/memory/memory-dedupe-cache.ts';
import { MemoryEventStore } from '../adapters/memory/memory-event-store.ts';
import type { AdEvent } from '../domain/ad-event.ts';
import type { IngestOutcome } from '../domain/ingest-outcome.ts';
import { eventRefused, eventStoreUnavailable } from './errors.ts';
import { IngestEvents, IngestEventsHandler } from './ingest-events.ts';
import type { AppendResult, EventStore } from './ports.ts';

/** What a store can do wrong, before or after it has committed. */
type Failure = 'none' | 'before' | 'after';

/** The memory store, told what to refuse and when to fail. Every call is written down. */
class TroubledEventStore implements EventStore {
  readonly memory = new MemoryEventStore();
  readonly appended: string[][] = [];
  failures: Failure[] = [];
  countsElsewhere = false;

  constructor(private readonly log: string[]) {}

  async append(events: readonly AdEvent[]): Promise<AppendResult> {
    this.log.push('append');
    this.appended.push(events.map((event) => event.eventId));
    const failure = this.failures.shift() ?? 'none';
    if (failure === 'before') throw eventStoreUnavailable(new Error('the connection broke'));
    if (events.some((event) => event.source === 'poison')) throw eventRefused(new Error('a value that does not fit'));
    await nextTurn();
    const result = await this.memory.append(events);
    if (failure === 'after') throw eventStoreUnavailable(new Error('the connection broke after the commit'));
    return this.countsElsewhere ? { ...result, stored: events.map(() => true), commit: undefined } : result;
  }

  epoch(): Promise<number> {
    this.log.push('epoch');
    return this.memory.epoch();
  }
}

class WatchedDedupeCache extends MemoryDedupeCache {
  constructor(private readonly log: string[]) {
    super(1_000);
  }

  override known(eventIds: readonly string[], epoch: number): Promise<ReadonlySet<string>> {
    this.log.push('known');
    return super.known(eventIds, epoch);
  }

  override remember(eventIds: readonly string[], epoch: number): void {
    this.log.push('remember');
    super.remember(eventIds, epoch);
  }
}

class WrittenDomainEvents implements DomainEventPublisher {
  readonly published: DomainEvent[] = [];

  constructor(private readonly log: string[]) {}

  publish(event: DomainEvent): void {
    this.log.push(event.type);
    this.published.push(event);
  }

  subscribe(): { unsubscribe(): void } {
    throw new Error('nobody subscribes here');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const accepted: IngestOutcome = { status: 'accepted' };
const duplicate: IngestOutcome = { status: 'duplicate' };
const rejected: IngestOutcome = { status: 'rejected', reason: expect.any(String) as unknown as string };

describe('IngestEvents', () => {
  let log: string[];
  let store: TroubledEventStore;
  let cache: WatchedDedupeCache;
  let publisher: WrittenDomainEvents;
  let handler: IngestEventsHandler;

  function start(): void {
    log = [];
    store = new TroubledEventStore(log);
    cache = new WatchedDedupeCache(log);
    publisher = new WrittenDomainEvents(log);
    handler = new IngestEventsHandler(store, cache, publisher);
  }

  beforeEach(start);

  const ingest = (...events: AdEvent[]): Promise<IngestOutcome[]> => handler.execute(new IngestEvents(events));

  async function impressions(): Promise<number> {
    return (await store.memory.totals()).campaigns.reduce((sum, campaign) => sum + campaign.impressions, 0);
  }

  test('a new event is accepted and counted', async () => {
    expect(await ingest(adEvent())).toEqual([accepted]);
    expect(await impressions()).toBe(1);
  });

  test('the same event again is a duplicate and not counted again', async () => {
    const event = adEvent();
    await ingest(event);
    expect(await ingest(event)).toEqual([duplicate]);
    expect(await impressions()).toBe(1);
  });

  test('of events that are counted elsewhere nothing is told here; those that the cache knows are still duplicates', async () => {
    store.countsElsewhere = true;
    const [known, unknown] = [adEvent(), adEvent()];
    expect(await ingest(known)).toEqual([accepted]);
    expect(await ingest(known, unknown, unknown)).toEqual([duplicate, accepted, duplicate]);
    expect(publisher.published).toEqual([{ type: 'DuplicatesIgnored', count: 2 }]);
    expect(store.appended).toEqual([[known.eventId], [unknown.eventId]]);
  });

  test('repetitions within a batch count once; the first is the one that is accepted', async () => {
    const [a, b] = [adEvent(), adEvent()];
    expect(await ingest(a, b, { ...a }, { ...b, type: 'click' }, { ...a })).toEqual([accepted, accepted, duplicate, duplicate, duplicate]);
    expect(await impressions()).toBe(2);
  });

  test('the same object twice in a batch counts once', async () => {
    const event = adEvent();
    const outcomes = await ingest(event, event);
    expect(await impressions()).toBe(1);
    expect(outcomes).toEqual([accepted, duplicate]);
  });

  test('callers that send the same event at once get one acceptance between them', async () => {
    const event = adEvent();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => ingest({ ...event })));
    expect(outcomes.flat().filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(outcomes.flat().filter(({ status }) => status === 'duplicate')).toHaveLength(19);
    expect(await impressions()).toBe(1);
  });

  test('nothing to ingest is no problem', async () => {
    expect(await ingest()).toEqual([]);
    expect(publisher.published).toEqual([]);
  });

  describe('an event that the store refuses', () => {
    test.each([0, 1, 6, 12])('is rejected alone; its neighbours are stored (at place %i of 13)', async (place) => {
      const events = Array.from({ length: 13 }, (_, n) => adEvent({ source: n === place ? 'poison' : 'web' }));
      expect(await ingest(...events)).toEqual(events.map((_, n) => (n === place ? rejected : accepted)));
      expect(await impressions()).toBe(12);
    });

    test('is not told to the cache, and is refused again when it comes again', async () => {
      const poison = adEvent({ source: 'poison' });
      expect(await ingest(poison)).toEqual([rejected]);
      expect(log).not.toContain('remember');
      expect(await ingest(poison)).toEqual([rejected]);
    });

    test('does not stand in the way of a good delivery of the same id in the same batch', async () => {
      const good = adEvent();
      const bad = { ...good, source: 'poison' };
      expect(await ingest(bad, good, { ...good }, { ...bad })).toEqual([rejected, accepted, duplicate, duplicate]);
      expect(await impressions()).toBe(1);
    });

    test('that is all there is, several times over, is rejected each time', async () => {
      const poison = adEvent({ source: 'poison' });
      expect(await ingest(poison, { ...poison }, { ...poison })).toEqual([rejected, rejected, rejected]);
    });

    test('among many others costs few extra statements', async () => {
      const events = Array.from({ length: 512 }, (_, n) => adEvent({ source: n === 300 ? 'poison' : 'web' }));
      await ingest(...events);
      expect(store.appended.length).toBeLessThanOrEqual(1 + 2 * Math.log2(512));
    });
  });

  describe('the cache', () => {
    test('is asked before the store, and told after its commit and only then', async () => {
      const event = adEvent();
      await ingest(event);
      expect(log).toEqual(['known', 'append', 'remember', 'EventsAccepted']);
      expect(await cache.known([event.eventId], 0)).toEqual(new Set([event.eventId]));
    });

    test('spares the store the ids that it knows', async () => {
      const [old, fresh] = [adEvent(), adEvent()];
      await ingest(old);
      expect(await ingest(old, fresh)).toEqual([duplicate, accepted]);
      expect(store.appended).toEqual([[old.eventId], [fresh.eventId]]);
      await ingest(old);
      expect(store.appended).toHaveLength(2);
    });

    test('learns the duplicates that the store recognised', async () => {
      const event = adEvent();
      await ingest(event);
      await cache.close();
      expect(await ingest(event)).toEqual([duplicate]);
      expect(await cache.known([event.eventId], 0)).toEqual(new Set([event.eventId]));
    });
  });

  describe('an event that was stored, and then deleted', () => {
    test('is stored when it comes again, alone or beside a new one, whatever the cache says', async () => {
      const [a, b] = [adEvent(), adEvent()];
      await ingest(a, b);
      store.memory.deleteAll();
      expect(await ingest(a)).toEqual([accepted]);
      store.memory.deleteAll();
      expect(await ingest(b, adEvent(), { ...b }, a)).toEqual([accepted, accepted, duplicate, accepted]);
    });

    test('is stored when the cache was asked, and told, before it was deleted', async () => {
      const event = adEvent();
      await ingest(event);
      jest.spyOn(cache, 'known').mockImplementationOnce((...asked) => MemoryDedupeCache.prototype.known.apply(cache, asked).finally(() => store.memory.deleteAll()));
      expect(await ingest(event)).toEqual([accepted]);
    });

    test('is stored when the process that heard of it last was slow to tell the cache', async () => {
      const event = adEvent();
      await ingest(event);
      store.memory.deleteAll();
      await ingest(adEvent());
      cache.remember([event.eventId], 0);
      expect(await ingest(event)).toEqual([accepted]);
    });

    test('costs a question only of those who send what the cache knows, and nothing else', async () => {
      const event = adEvent();
      await ingest(event);
      await ingest(event, adEvent());
      expect(log).not.toContain('epoch');
      await ingest(event);
      expect(log).toContain('epoch');
      expect(store.appended).toHaveLength(2);
    });
  });

  describe('a store that fails', () => {
    test('a retry of a failed write is counted once', async () => {
      const event = adEvent();
      store.failures = ['before'];
      await expect(ingest(event)).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
      expect(log).not.toContain('remember');
      expect(publisher.published).toEqual([]);
      expect(await ingest(event)).toEqual([accepted]);
      expect(await impressions()).toBe(1);
    });

    test('a retry of a write whose answer was lost is a duplicate', async () => {
      const event = adEvent();
      store.failures = ['after'];
      await expect(ingest(event)).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
      expect(log).not.toContain('remember');
      expect(await ingest(event)).toEqual([duplicate]);
      expect(await impressions()).toBe(1);
    });

    test('in the middle of looking for a refused event answers nobody as if all were well', async () => {
      const events = Array.from({ length: 8 }, (_, n) => adEvent({ source: n === 7 ? 'poison' : 'web' }));
      store.failures = ['none', 'none', 'before'];
      await expect(ingest(...events)).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
      const outcomes = await ingest(...events);
      expect(outcomes.map(({ status }) => status)).toEqual([...Array<string>(4).fill('duplicate'), ...Array<string>(3).fill('accepted'), 'rejected']);
      expect(await impressions()).toBe(7);
    });
  });

  describe('domain events', () => {
    test('tell after the commit what was added, minute by minute', async () => {
      const click = adEvent({ type: 'click' });
      await ingest(adEvent({ metadata: { cost: 0.5, device_type: 'mobile' } }), click, { ...click });
      expect(publisher.published).toEqual([
        {
          type: 'EventsAccepted',
          commit: '1',
          count: 2,
          minutes: [
            { campaignId: 'camp_123', minute: Date.parse('2026-02-10T21:10:00Z'), deviceType: 'mobile', impressions: 1, clicks: 0, spend: 0.5 },
            { campaignId: 'camp_123', minute: Date.parse('2026-02-10T21:10:00Z'), deviceType: 'unknown', impressions: 0, clicks: 1, spend: 0 },
          ],
        },
        { type: 'DuplicatesIgnored', count: 1 },
      ]);
    });

    test('count duplicates, whoever recognised them, and say nothing of acceptance where there was none', async () => {
      const event = adEvent();
      await ingest(event);
      publisher.published.length = 0;
      await ingest(event, { ...event });
      expect(publisher.published).toEqual([{ type: 'DuplicatesIgnored', count: 2 }]);
      await cache.close();
      publisher.published.length = 0;
      await ingest(event);
      expect(publisher.published).toEqual([{ type: 'DuplicatesIgnored', count: 1 }]);
    });
  });

  test('draining refuses what comes and answers what was taken', async () => {
    const taken = ingest(adEvent());
    const drained = handler.drain();
    await expect(ingest(adEvent())).rejects.toMatchObject({ code: 'INGEST_STOPPING' });
    await drained;
    expect(await taken).toEqual([accepted]);
    expect(handler.pending).toBe(0);
  });

  test('any mix of batches, duplicates, refusals, failures and retries counts every distinct id once', async () => {
    const delivery = fc.record({ id: fc.nat(9), poison: fc.boolean() });
    const batch = fc.record({ deliveries: fc.array(delivery, { minLength: 1, maxLength: 8 }), waits: fc.boolean() });
    const failures = fc.array(fc.constantFrom<Failure>('none', 'before', 'after'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 8 }), failures, fc.array(fc.nat(8)), async (batches, troubles, forgets) => {
        start();
        store.failures = troubles;
        const acknowledged = new Set<string>();
        // As a client does: again and again, until it is acknowledged.
        const deliver = async (events: AdEvent[]): Promise<void> => {
          for (;;) {
            try {
              const outcomes = await handler.execute(new IngestEvents(events));
              outcomes.forEach(({ status }, index) => status !== 'rejected' && acknowledged.add(events[index]!.eventId));
              return;
            } catch (error) {
              expect(error).toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
            }
          }
        };
        const deliveries: Promise<void>[] = [];
        const good = new Set<string>();
        for (const [index, { deliveries: contents, waits }] of batches.entries()) {
          const events = contents.map(({ id, poison }) => adEvent({ event_id: `e${id}`, source: poison ? 'poison' : 'web' }));
          for (const event of events) if (event.source !== 'poison') good.add(event.eventId);
          const delivered = deliver(events);
          deliveries.push(delivered);
          if (waits) await delivered;
          if (forgets.includes(index)) await cache.close();
        }
        await Promise.all(deliveries);
        expect(acknowledged).toEqual(good);
        expect(await impressions()).toBe(good.size);
      }),
      { numRuns: 300 },
    );
  });
});
