import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTopicRecord } from '../delivery/topic-record.ts';
import { type AdDelivery, AdStream, type AdStreamOptions } from './ad-stream.ts';
import { AdTruth } from './ad-truth.ts';
import { readAnomaly } from './anomaly.ts';

const START = Date.parse('2026-02-10T21:10:30Z');
const MINUTE_MS = 60_000;
const OPTIONS: AdStreamOptions = { seed: 'test', start: START, campaigns: ['a', 'b', 'c'], rate: 20, ctr: 0.2, duplicates: 0.1, late: 0.05, orphans: 0.1, anomalies: [] };

function make(places: number, options: Partial<AdStreamOptions> = {}): AdDelivery[] {
  const stream = new AdStream({ ...OPTIONS, ...options });
  const made = Array.from({ length: places }, () => stream.next()).filter((delivery) => delivery !== undefined);
  return [...made, ...stream.rest()];
}

interface Impression {
  impression_id: string;
  user_id: string;
  campaign_id: string;
  device_type: string;
  event_timestamp: number;
}
interface Click {
  click_id: string;
  impression_id: string;
  user_id: string;
  event_timestamp: number;
}

/** What the records' texts alone say, read by whoever knows nothing of how they were made. */
function recount(texts: readonly string[]): object {
  const impressions = new Map<string, Impression>();
  const clicks = new Map<string, Click>();
  for (const text of texts) {
    const record = JSON.parse(text) as Impression | Click;
    if ('click_id' in record) clicks.set(record.click_id, record);
    else impressions.set(record.impression_id, record);
  }
  const joined = [...clicks.values()].flatMap((click) => {
    const shown = impressions.get(click.impression_id);
    return shown === undefined ? [] : [{ ...shown, event_timestamp: click.event_timestamp, waited: click.event_timestamp - shown.event_timestamp }];
  });
  const minute = ({ event_timestamp: time }: { event_timestamp: number }): number => Math.floor(time / MINUTE_MS) * MINUTE_MS;
  const all = [...[...impressions.values()].map((it) => ({ ...it, waited: undefined })), ...joined];
  const groups = (keyOf: (it: Impression) => string) => [...Map.groupBy(all, (it) => JSON.stringify([minute(it), keyOf(it)]))].map(([key, its]) => ({ key: JSON.parse(key) as [number, string], its }));
  const tally = (its: readonly { waited: number | undefined }[]) => {
    const waits = its.flatMap(({ waited }) => waited ?? []);
    return { impressions: its.length - waits.length, clicks: waits.length, waits };
  };
  return {
    impressions: impressions.size,
    clicks: clicks.size,
    duplicates: texts.length - impressions.size - clicks.size,
    orphans: new Set([...clicks.values()].filter(({ impression_id: id }) => !impressions.has(id)).map(({ click_id: id }) => id)),
    campaigns: new Set(groups((it) => it.campaign_id).map(({ key: [at, name], its }) => JSON.stringify([at, name, tally(its).impressions, tally(its).clicks]))),
    devices: new Set(
      groups((it) => it.device_type).map(({ key: [at, name], its }) => {
        const { impressions: shown, clicks: clicked, waits } = tally(its);
        const users = new Set(its.map(({ user_id: user }) => user)).size;
        return JSON.stringify([at, name, shown, clicked, users, clicked === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / clicked]);
      }),
    ),
  };
}

interface Truth {
  impressions: number;
  clicks: number;
  duplicates: number;
  late: number;
  in_doubt: number;
  orphans: string[];
  campaign_minutes: { campaign_id: string; minute: number; impressions: number; clicks: number }[];
  device_minutes: { minute: number; device_type: string; impressions: number; clicks: number; users: number; mean_time_to_click_ms: number | null }[];
}

/** @param isTaken whether Kafka confirms the delivery of this number */
function truthOf(made: readonly AdDelivery[], isTaken: (index: number) => boolean = () => true): Truth {
  const truth = new AdTruth();
  made.forEach((delivery, index) => truth.record(delivery, isTaken(index) ? { status: 'accepted', ms: 1 } : { status: 'undelivered' }));
  return truth.toJSON() as Truth;
}

function comparable({ impressions, clicks, duplicates, orphans, campaign_minutes: campaigns, device_minutes: devices }: Truth): object {
  return {
    impressions,
    clicks,
    duplicates,
    orphans: new Set(orphans),
    campaigns: new Set(campaigns.map((it) => JSON.stringify([it.minute, it.campaign_id, it.impressions, it.clicks]))),
    devices: new Set(devices.map((it) => JSON.stringify([it.minute, it.device_type, it.impressions, it.clicks, it.users, it.mean_time_to_click_ms]))),
  };
}

const share = fc.double({ min: 0, max: 0.5, noNaN: true });
const anyOptions = fc.record({ seed: fc.string(), rate: fc.integer({ min: 1, max: 200 }), ctr: fc.double({ min: 0, max: 1, noNaN: true }), duplicates: share, late: share, orphans: share });

describe('the truth', () => {
  test('is what an independent recount of the records finds, whatever the options and whatever was confirmed', () => {
    fc.assert(
      fc.property(anyOptions, fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 2, max: 9 }), fc.boolean(), (options, places, lost, isWhole) => {
        const made = make(places, options);
        const isTaken = (index: number): boolean => isWhole || index % lost !== 0;
        const truth = truthOf(made, isTaken);
        expect(comparable(truth)).toEqual(recount(made.filter((_, index) => isTaken(index)).map(({ event }) => event)));
        expect(truth.in_doubt).toBe(made.filter((_, index) => !isTaken(index)).length);
      }),
      { numRuns: 60 },
    );
  });

  test('knows what was held back for minutes, once each', () => {
    const made = make(20_000);
    expect(truthOf(made).late).toBe(new Set(made.filter(({ isLate }) => isLate).map(({ event }) => event)).size);
    expect(truthOf(make(2_000, { late: 0 })).late).toBe(0);
  });
});

describe('a stream of ads', () => {
  const made = make(60_000);
  const distinct = made.filter(({ isRepeat }) => !isRepeat);
  const clicks = distinct.map(({ record }) => record).filter((record) => record.type === 'click');
  const impressions = distinct.map(({ record }) => record).filter((record) => record.type === 'impression');
  const joined = clicks.filter(({ impression }) => impression !== undefined);

  test('consists of records as the topics have them', () => {
    for (const { event, record } of made) {
      const topic = record.type === 'click' ? 'ad-clicks' : 'ad-impressions';
      expect(readTopicRecord(event)).toEqual({ topic, key: record.type === 'click' ? record.impressionId : record.id, value: event });
    }
    expect(Object.keys(JSON.parse(distinct.find(({ type }) => type === 'impression')!.event))).toEqual(['impression_id', 'user_id', 'campaign_id', 'ad_id', 'device_type', 'browser', 'event_timestamp', 'cost']);
    expect(Object.keys(JSON.parse(distinct.find(({ type }) => type === 'click')!.event))).toEqual(['click_id', 'impression_id', 'user_id', 'event_timestamp']);
  });

  test('repeats exactly what its duplicates repeat, and nothing else', () => {
    const seen = new Set<string>();
    for (const { event, isRepeat } of made) {
      expect(seen.has(event)).toBe(isRepeat);
      seen.add(event);
    }
    expect((made.length - distinct.length) / made.length).toBeCloseTo(OPTIONS.duplicates, 1);
  });

  test('keeps to its shares', () => {
    expect(distinct.filter(({ isLate }) => isLate).length / distinct.length).toBeCloseTo(OPTIONS.late, 1);
    expect(clicks.filter(({ impression }) => impression === undefined).length / clicks.length).toBeCloseTo(OPTIONS.orphans, 1);
    // Clicks of its last minutes were still to happen.
    expect(joined.length / impressions.length).toBeGreaterThan(OPTIONS.ctr * 0.9);
    expect(joined.length / impressions.length).toBeLessThan(OPTIONS.ctr * 1.1);
    const ctr = (device: string): number => joined.filter(({ impression }) => impression!.device === device).length / impressions.filter((it) => it.device === device).length;
    expect(ctr('desktop')).toBeGreaterThan(ctr('mobile') * 1.3);
  });

  test('a click comes within 25 minutes, by the same user, and some arrive before their impression', () => {
    const arrival = new Map(distinct.map(({ record }, index) => [record.id, index]));
    const waits = joined.map(({ at, impression }) => at - impression!.at).sort((a, b) => a - b);
    expect(waits[0]).toBeGreaterThanOrEqual(300);
    expect(waits.at(-1)).toBeLessThanOrEqual(25 * MINUTE_MS);
    expect(waits[waits.length >> 1]).toBeLessThan(15_000);
    expect(waits[Math.floor(waits.length * 0.95)]).toBeGreaterThan(2 * MINUTE_MS);
    expect(joined.every(({ user, impression }) => user === impression!.user)).toBe(true);
    expect(joined.filter(({ id, impression }) => arrival.get(id)! < arrival.get(impression!.id)!).length).toBeGreaterThan(joined.length / 50);
  });

  test('comes out of order by seconds, and by minutes where it is late', () => {
    let newest = 0;
    const behind = distinct.map(({ record, isLate }) => {
      newest = Math.max(newest, record.at);
      return { ms: newest - record.at, isLate };
    });
    expect(Math.max(...behind.filter(({ isLate }) => !isLate).map(({ ms }) => ms))).toBeLessThan(10_000);
    expect(behind.filter(({ ms, isLate }) => !isLate && ms > 1_000).length).toBeGreaterThan(behind.length / 20);
    expect(behind.filter(({ ms }) => ms >= 2 * MINUTE_MS).length).toBeGreaterThan(behind.length / 50);
    expect(Math.min(...distinct.map(({ record }) => record.at))).toBe(START);
  });

  test('the same seed, start and options make the same records; any other shares no id with them', () => {
    const texts = (options: Partial<AdStreamOptions> = {}): string[] => make(2_000, options).map(({ event }) => event);
    const before = texts();
    expect(texts()).toEqual(before);
    const idOf = (text: string): string => (JSON.parse(text) as Click & Impression).click_id ?? (JSON.parse(text) as Impression).impression_id;
    const known = new Set(before.map(idOf));
    for (const other of [{ seed: 'other' }, { start: START + 1 }, { rate: 21 }, { ctr: 0.21 }, { late: 0.06 }, { orphans: 0 }, { campaigns: ['a', 'b'] }]) {
      expect(texts(other).some((text) => known.has(idOf(text)))).toBe(false);
    }
  });

  test('places that are passed over are a time without impressions', () => {
    const stream = new AdStream({ ...OPTIONS, duplicates: 0 });
    for (let place = 0; place < 200; place += 1) stream.next();
    stream.skip(1_000);
    const after = Array.from({ length: 2_000 }, () => stream.next()!.record).filter(({ type }) => type === 'impression');
    expect(after.some(({ at }) => at >= START + 60_000)).toBe(true);
    expect(after.filter(({ at }) => at >= START + 10_000 && at < START + 60_000)).toEqual([]);
  });
});

describe('an anomaly', () => {
  const TRAFFIC = { campaigns: OPTIONS.campaigns, seconds: 1_800 };
  const first = Math.floor(START / MINUTE_MS) * MINUTE_MS;
  /** CTR of campaign b from minute 10 to 19, with and without. */
  function figures(anomaly?: string): { impressions: number; clicks: number } {
    const anomalies = anomaly === undefined ? [] : [readAnomaly(anomaly, TRAFFIC)];
    const { campaign_minutes: minutes } = truthOf(make(30_000, { ctr: 0.05, anomalies }));
    const its = minutes.filter(({ campaign_id: campaign, minute }) => campaign === 'b' && minute >= first + 10 * MINUTE_MS && minute < first + 20 * MINUTE_MS);
    return { impressions: its.reduce((sum, it) => sum + it.impressions, 0), clicks: its.reduce((sum, it) => sum + it.clicks, 0) };
  }
  const usual = figures();

  test('changes the CTR of its campaign in its minutes, by the time of the clicks', () => {
    expect(figures('b:drop:10:10').clicks).toBeLessThan(usual.clicks / 4);
    expect(figures('b:spike:10:10').clicks).toBeGreaterThan(usual.clicks * 2);
    expect(figures('b:drop:20:10').clicks).toBeGreaterThan(usual.clicks / 2);
    expect(figures('a:drop:10:10').clicks).toBeGreaterThan(usual.clicks / 2);
  });

  test('a silence leaves nothing of its campaign, and no more to the others', () => {
    expect(figures('b:silence:10:10')).toEqual({ impressions: 0, clicks: 0 });
    const others = make(30_000, { anomalies: [readAnomaly('b:silence:0:99', TRAFFIC)] }).length;
    expect(others).toBeLessThan(make(30_000).length * 0.85);
  });

  test.each(['camp', 'b:rise:1:2', 'b:drop:1', 'b:drop:1:0', 'b:drop:-1:2'])('%s is refused with an example', (text) => {
    expect(() => readAnomaly(text, TRAFFIC)).toThrow('such as camp_003:drop:35:5');
  });

  test('of a campaign without traffic is refused', () => {
    expect(() => readAnomaly('d:drop:1:2', TRAFFIC)).toThrow('none of the campaigns');
  });

  test('after the end of the traffic is refused', () => {
    expect(() => readAnomaly('b:drop:30:2', TRAFFIC)).toThrow('begins after the traffic has ended');
    expect(readAnomaly('b:drop:29:2', TRAFFIC)).toEqual({ campaign: 'b', kind: 'drop', from: 29, minutes: 2 });
  });
});
