import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import type { AdEvent } from '../domain/ad-event.ts';
import { parseUtcTime } from '../domain/utc-time.ts';
import type { CampaignTotalsView, CountingEventStore, EventIdRanges, MinuteStatsReader, StatsPointView, TotalsSnapshot } from './ports.ts';

interface UnderTest {
  store: CountingEventStore;
  stats: MinuteStatsReader;
  eventIds: EventIdRanges;
  stop(): Promise<void>;
}

const MINUTE = '2026-02-10T21:10:00Z';

const at = (time: string): number => parseUtcTime(time)!;

/** What every event store promises, together with the reader of the minutes that it counts. */
export function eventStoreContract(start: () => Promise<UnderTest>): void {
  let store: CountingEventStore;
  let stats: MinuteStatsReader;
  let eventIds: EventIdRanges;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ store, stats, eventIds, stop } = await start());
  });

  afterAll(() => stop());

  const campaign = (): string => `camp_${randomUUID()}`;

  function minutesOf(campaignId: string): Promise<StatsPointView[]> {
    return stats.series({ campaignId, from: at('0000-01-01T00:00:00Z'), to: at('9999-12-31T23:59:59.999Z'), granularity: 'minute' });
  }

  async function totalOf(campaignId: string, snapshot?: TotalsSnapshot): Promise<CampaignTotalsView> {
    const { campaigns } = snapshot ?? (await stats.totals());
    return campaigns.find((each) => each.campaignId === campaignId) ?? { campaignId, impressions: 0, clicks: 0, spend: 0 };
  }

  describe('storing', () => {
    test('new events are stored and counted', async () => {
      const campaign_id = campaign();
      const { stored } = await store.append([adEvent({ campaign_id }), adEvent({ campaign_id, type: 'click' })]);
      expect(stored).toEqual([true, true]);
      expect(await minutesOf(campaign_id)).toEqual([{ ts: at(MINUTE), impressions: 1, clicks: 1 }]);
    });

    test('an event that was stored before adds nothing', async () => {
      const event = adEvent({ campaign_id: campaign() });
      await store.append([event]);
      expect((await store.append([event])).stored).toEqual([false]);
      expect((await store.append([event])).stored).toEqual([false]);
      expect(await minutesOf(event.campaignId)).toEqual([{ ts: at(MINUTE), impressions: 1, clicks: 0 }]);
    });

    test('the answers stand in the order of the events, whatever the order of their ids', async () => {
      const campaign_id = campaign();
      const prefix = randomUUID();
      const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => adEvent({ campaign_id, event_id: `${prefix}-${id}` })) as [AdEvent, AdEvent, AdEvent, AdEvent];
      expect((await store.append([c, a])).stored).toEqual([true, true]);
      expect((await store.append([d, c, b, a])).stored).toEqual([true, false, true, false]);
    });

    test('a repeated id with other contents changes nothing', async () => {
      const event = adEvent({ campaign_id: campaign() });
      await store.append([event]);
      const changed = adEvent({ event_id: event.eventId, campaign_id: campaign(), type: 'click', occurred_at: '2020-01-01T00:00:00Z' });
      expect((await store.append([changed])).stored).toEqual([false]);
      expect(await minutesOf(changed.campaignId)).toEqual([]);
      expect(await minutesOf(event.campaignId)).toHaveLength(1);
    });

    test('ids and campaigns that look like syntax, or nearly alike, are kept apart', async () => {
      const texts = ['NULL', 'null', '{}', '{a,b}', '"', '\\', "'", ',', ' ', '  ', 'a', 'A', 'a ', ' a', 'é', 'e\u0301', '\u{1F600}', '\uFFFD', '\n', '$1', '--', '\u200B', '\uE000'];
      const prefix = campaign();
      const events = texts.map((text) => adEvent({ event_id: prefix + text, campaign_id: prefix + text }));
      expect((await store.append(events)).stored).toEqual(texts.map(() => true));
      expect((await store.append(events)).stored).toEqual(texts.map(() => false));
      for (const event of events) expect(await minutesOf(event.campaignId)).toEqual([{ ts: at(MINUTE), impressions: 1, clicks: 0 }]);
    });

    test('the longest values that are valid are stored', async () => {
      const long = '\u{1F600}'.repeat(200);
      const event = adEvent({
        event_id: `${long.slice(0, 2 * 164)}${randomUUID()}`,
        campaign_id: long,
        creative_id: long,
        source: long,
        user_id: long,
        metadata: { device_type: long, browser: long, impression_id: long, cost: 1_000_000_000, rest: 'x'.repeat(250_000) },
      });
      expect((await store.append([event])).stored).toEqual([true]);
      expect(await minutesOf(long)).toEqual([{ ts: at(MINUTE), impressions: 1, clicks: 0 }]);
    });

    test('five thousand events fit into one append', async () => {
      const campaign_id = campaign();
      const events = Array.from({ length: 5_000 }, () => adEvent({ campaign_id }));
      expect((await store.append(events)).stored).toEqual(events.map(() => true));
      expect(await totalOf(campaign_id)).toMatchObject({ impressions: 5_000 });
    });

    test('callers that append overlapping batches in different orders at once count every id once', async () => {
      const campaigns = [campaign(), campaign(), campaign()];
      const pool = Array.from({ length: 120 }, (_, n) =>
        adEvent({ campaign_id: campaigns[n % 3], type: n % 4 === 0 ? 'click' : 'impression', occurred_at: `2026-02-10T21:1${n % 5}:00Z`, metadata: { device_type: `device-${n % 2}`, cost: 0.25 } }),
      );
      const callers = Array.from({ length: 24 }, (_, caller) => {
        const batch = pool.filter((_, n) => (n * 7 + caller) % 3 !== 0);
        if (caller % 2 === 0) batch.reverse();
        const turn = (caller * 5) % batch.length;
        return [...batch.slice(turn), ...batch.slice(0, turn)];
      });
      const results = await Promise.all(callers.map((batch) => store.append(batch)));
      const times = new Map<string, number>();
      results.forEach(({ stored }, caller) => {
        stored.forEach((isNew, index) => {
          const id = callers[caller]![index]!.eventId;
          times.set(id, (times.get(id) ?? 0) + (isNew ? 1 : 0));
        });
      });
      expect([...times.values()]).toEqual(pool.map(() => 1));
      for (const campaignId of campaigns) {
        const own = pool.filter((event) => event.campaignId === campaignId);
        const clicks = own.filter((event) => event.type === 'click').length;
        expect(await totalOf(campaignId)).toEqual({ campaignId, clicks, impressions: own.length - clicks, spend: (own.length - clicks) * 0.25 });
      }
    });

    test('whatever is appended in whatever batches, the sums are those of the distinct ids', async () => {
      const delivery = fc.record({ id: fc.nat(12), type: fc.constantFrom('click', 'impression'), minute: fc.nat(3) });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.uniqueArray(delivery, { selector: ({ id }) => id, maxLength: 8 }), { maxLength: 8 }), async (batches) => {
          const campaign_id = campaign();
          const firsts = new Map<number, { type: string; minute: number }>();
          for (const batch of batches) {
            const expected = batch.map(({ id }) => !firsts.has(id));
            for (const each of batch) if (!firsts.has(each.id)) firsts.set(each.id, each);
            const events = batch.map(({ id, type, minute }) => adEvent({ event_id: `${campaign_id}-${id}`, campaign_id, type, occurred_at: `2026-02-10T21:0${minute}:59.999Z` }));
            expect((await store.append(events)).stored).toEqual(expected);
          }
          const expected = [0, 1, 2, 3]
            .map((minute) => {
              const inMinute = [...firsts.values()].filter((first) => first.minute === minute);
              const clicks = inMinute.filter((first) => first.type === 'click').length;
              return { ts: at(`2026-02-10T21:0${minute}:00Z`), impressions: inMinute.length - clicks, clicks };
            })
            .filter((point) => point.impressions + point.clicks > 0);
          expect(await minutesOf(campaign_id)).toEqual(expected);
        }),
        { numRuns: 40 },
      );
    });
  });

  describe('ranges of ids', () => {
    test('count what is stored from one id up to another, byte by byte, and know the highest', async () => {
      const prefix = `range_${randomUUID()}_`;
      const ids = ['000', '001', '002', '010', '011', '9', 'A', 'a', 'é'];
      await store.append(ids.map((id, index) => adEvent({ event_id: prefix + id, type: index % 2 === 0 ? 'impression' : 'click' })));
      expect(await eventIds.count(`${prefix}001`, `${prefix}011`)).toEqual({ impressions: 1, clicks: 2 });
      expect(await eventIds.highest(`${prefix}001`, `${prefix}011`)).toBe(`${prefix}010`);
      expect(await eventIds.count(prefix, `${prefix}\u00ff`)).toEqual({ impressions: 5, clicks: 4 });
      expect(await eventIds.highest(prefix, `${prefix}~`)).toBe(`${prefix}a`);
      expect(await eventIds.count(`${prefix}3`, `${prefix}4`)).toEqual({ impressions: 0, clicks: 0 });
      expect(await eventIds.highest(`${prefix}3`, `${prefix}4`)).toBeUndefined();
    });
  });

  describe('series', () => {
    test('points are summed by minute, hour and day, ordered by time', async () => {
      const campaign_id = campaign();
      const times = ['2026-02-11T00:00:00Z', '2026-02-10T23:59:59.999Z', '2026-02-10T23:59:00Z', '2026-02-10T22:00:00Z', '2026-02-10T21:59:59Z'];
      await store.append(times.flatMap((occurred_at) => [adEvent({ campaign_id, occurred_at }), adEvent({ campaign_id, occurred_at, type: 'click' })]));
      const query = { campaignId: campaign_id, from: at('2026-02-10T00:00:00Z'), to: at('2026-02-12T00:00:00Z') };
      const point = (ts: string, count: number): StatsPointView => ({ ts: at(ts), impressions: count, clicks: count });
      expect(await stats.series({ ...query, granularity: 'minute' })).toEqual([
        point('2026-02-10T21:59:00Z', 1),
        point('2026-02-10T22:00:00Z', 1),
        point('2026-02-10T23:59:00Z', 2),
        point('2026-02-11T00:00:00Z', 1),
      ]);
      expect(await stats.series({ ...query, granularity: 'hour' })).toEqual([
        point('2026-02-10T21:00:00Z', 1),
        point('2026-02-10T22:00:00Z', 1),
        point('2026-02-10T23:00:00Z', 2),
        point('2026-02-11T00:00:00Z', 1),
      ]);
      expect(await stats.series({ ...query, granularity: 'day' })).toEqual([point('2026-02-10T00:00:00Z', 4), point('2026-02-11T00:00:00Z', 1)]);
    });

    test('device types of a minute are one point, whatever was reported as the device', async () => {
      const campaign_id = campaign();
      const metadata = [null, undefined, {}, { device_type: '' }, { device_type: 'unknown' }, { device_type: 'mobile' }, { device_type: 'Mobile' }];
      await store.append(metadata.map((each) => adEvent({ campaign_id, metadata: each })));
      expect(await minutesOf(campaign_id)).toEqual([{ ts: at(MINUTE), impressions: 7, clicks: 0 }]);
    });

    test('from is inclusive and to is exclusive', async () => {
      const campaign_id = campaign();
      const minutes = [0, 1, 2, 3].map((minute) => at(`2026-02-10T21:1${minute}:00Z`));
      await store.append(minutes.map((ts) => adEvent({ campaign_id, occurred_at: new Date(ts).toISOString() })));
      const between = async (from: number, to: number): Promise<number[]> =>
        (await stats.series({ campaignId: campaign_id, from, to, granularity: 'minute' })).map((point) => point.ts);
      expect(await between(minutes[1]!, minutes[3]!)).toEqual([minutes[1], minutes[2]]);
      expect(await between(minutes[1]!, minutes[3]! + 1)).toEqual(minutes.slice(1));
      expect(await between(minutes[1]! + 1, minutes[3]!)).toEqual([minutes[2]]);
      expect(await between(minutes[1]!, minutes[1]!)).toEqual([]);
    });

    test('only the minutes asked for are in the sum of an hour', async () => {
      const campaign_id = campaign();
      await store.append(['21:29:59', '21:30:00', '21:59:59'].map((time) => adEvent({ campaign_id, occurred_at: `2026-02-10T${time}Z` })));
      const query = { campaignId: campaign_id, from: at('2026-02-10T21:30:00Z'), to: at('2026-02-10T22:00:00Z'), granularity: 'hour' as const };
      expect(await stats.series(query)).toEqual([{ ts: at('2026-02-10T21:00:00Z'), impressions: 2, clicks: 0 }]);
    });

    test.each([
      ['before 1970', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:00Z', '1969-12-31T00:00:00Z'],
      ['the first minute of 1970', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
      ['the year 0000', '0000-01-01T00:00:00.001Z', '0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
      ['the leap day of the year 0000', '0000-02-29T12:34:56Z', '0000-02-29T12:34:00Z', '0000-02-29T00:00:00Z'],
      ['the year 0001', '0001-01-01T00:00:30Z', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
      ['the end of the year 9999', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:00Z', '9999-12-31T00:00:00Z'],
    ])('an event of %s is found in its minute and its day', async (_, occurred_at, minute, day) => {
      const campaign_id = campaign();
      await store.append([adEvent({ campaign_id, occurred_at })]);
      const query = { campaignId: campaign_id, from: at(day), to: at(day) + 86_400_000 };
      expect(await stats.series({ ...query, granularity: 'minute' })).toEqual([{ ts: at(minute), impressions: 1, clicks: 0 }]);
      expect(await stats.series({ ...query, granularity: 'hour' })).toEqual([{ ts: Math.floor(at(minute) / 3_600_000) * 3_600_000, impressions: 1, clicks: 0 }]);
      expect(await stats.series({ ...query, granularity: 'day' })).toEqual([{ ts: at(day), impressions: 1, clicks: 0 }]);
    });

    test('a campaign without events has no points', async () => {
      expect(await minutesOf(campaign())).toEqual([]);
    });
  });

  describe('totals', () => {
    test('they are summed per campaign over minutes and devices', async () => {
      const campaign_id = campaign();
      await store.append([
        adEvent({ campaign_id, metadata: { cost: 0.5, device_type: 'mobile' } }),
        adEvent({ campaign_id, metadata: { cost: 0.25 } }),
        adEvent({ campaign_id, occurred_at: '2001-01-01T00:00:00Z', metadata: { cost: 4 } }),
        adEvent({ campaign_id, type: 'click' }),
      ]);
      expect(await totalOf(campaign_id)).toEqual({ campaignId: campaign_id, impressions: 3, clicks: 1, spend: 4.75 });
    });

    test('the cost that a click reports is not spent', async () => {
      const campaign_id = campaign();
      await store.append([adEvent({ campaign_id, type: 'click', metadata: { cost: 5 } }), adEvent({ campaign_id, metadata: { cost: 2 } })]);
      expect(await totalOf(campaign_id)).toMatchObject({ spend: 2 });
    });

    test.each([
      ['0.1 and 0.2, thirty times', Array.from({ length: 30 }, () => [0.1, 0.2]).flat(), 9],
      ['a billionth, a thousand times', Array.from({ length: 1_000 }, () => 1e-9), 0.000001],
      ['a cent, a thousand times', Array.from({ length: 1_000 }, () => 0.01), 10],
      ['the highest cost beside a cent', [1_000_000_000, 0.01], 1_000_000_000.01],
    ])('money is summed exactly: %s', async (_, costs, spend) => {
      const campaign_id = campaign();
      // Many appends and many rows of one append are added in different places.
      const events = costs.map((cost) => adEvent({ campaign_id, metadata: { cost } }));
      for (let start = 0; start < events.length; start += 100) await store.append(events.slice(start, start + 100));
      expect((await totalOf(campaign_id)).spend).toBe(spend);
    });

    test('they cover the commits that came before, and none that came after', async () => {
      const campaign_id = campaign();
      const before = await store.append([adEvent({ campaign_id })]);
      const snapshot = await stats.totals();
      const after = await store.append([adEvent({ campaign_id })]);
      expect(snapshot.covers(before.commit)).toBe(true);
      expect(snapshot.covers(after.commit)).toBe(false);
      expect((await stats.totals()).covers(after.commit)).toBe(true);
    });

    test('taken while others commit, totals and the commits they do not cover make the final sum', async () => {
      const campaign_id = campaign();
      const commits: { commit: string; fresh: number }[] = [];
      const snapshots: TotalsSnapshot[] = [];
      const shared = Array.from({ length: 40 }, () => adEvent({ campaign_id }));
      const write = async (writer: number): Promise<void> => {
        for (let round = 0; round < 20; round += 1) {
          const events = [adEvent({ campaign_id }), shared[(round * 2 + writer) % shared.length]!];
          const { stored, commit } = await store.append(events);
          commits.push({ commit, fresh: stored.filter(Boolean).length });
        }
      };
      const read = async (): Promise<void> => {
        for (let round = 0; round < 20; round += 1) snapshots.push(await stats.totals());
      };
      await Promise.all([write(0), write(1), write(2), write(3), read(), read()]);
      const final = (await totalOf(campaign_id)).impressions;
      expect(final).toBe(commits.reduce((sum, { fresh }) => sum + fresh, 0));
      for (const snapshot of snapshots) {
        const later = commits.filter(({ commit }) => !snapshot.covers(commit)).reduce((sum, { fresh }) => sum + fresh, 0);
        expect((await totalOf(campaign_id, snapshot)).impressions + later).toBe(final);
      }
    });
  });
}
