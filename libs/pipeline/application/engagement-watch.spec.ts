import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DeviceEngagementReader, DeviceEngagementView } from '../../events/application/ports.ts';
import { EngagementWatch } from './engagement-watch.ts';
import type { DeviceMinute, DeviceMinuteStore } from './ports.ts';

const MINUTE = 60_000;
const START = Date.UTC(2030, 0, 1);

/** What is stored of events, and what was written of it. */
class Minutes implements DeviceEngagementReader, DeviceMinuteStore {
  readonly events = new Map<number, DeviceEngagementView>();
  readonly written = new Map<number, DeviceMinute>();
  reads: number[] = [];
  fails = false;

  add(minute: number, impressions: number): void {
    const before = this.events.get(minute) ?? { deviceType: 'mobile', impressions: 0, clicks: 0, users: 0, meanTimeToClickMs: null };
    this.events.set(minute, { ...before, impressions: before.impressions + impressions, users: before.users + 1 });
  }

  counts(from: number, to: number) {
    return Promise.resolve([...this.events].filter(([minute]) => minute >= from && minute < to).map(([minute, device]) => ({ minute, ...device })));
  }

  ofMinute(minute: number): Promise<DeviceEngagementView[]> {
    this.reads.push(minute);
    return this.fails ? Promise.reject(new Error('away')) : Promise.resolve([this.events.get(minute)!]);
  }

  between(from: number, to: number): Promise<DeviceMinute[]> {
    return Promise.resolve([...this.written.values()].filter(({ minute }) => minute >= from && minute < to));
  }

  save(minutes: readonly DeviceMinute[]): Promise<void> {
    for (const each of minutes) this.written.set(each.minute, each);
    return Promise.resolve();
  }
}

describe('engagement in direct mode', () => {
  let minutes: Minutes;
  let watch: EngagementWatch;

  beforeEach(() => {
    minutes = new Minutes();
    watch = new EngagementWatch(minutes, minutes);
  });

  /** Looks every five seconds, and says which minutes were read, in minutes from the start. */
  async function pass(from: number, to: number): Promise<number[]> {
    minutes.reads = [];
    for (let time = START + from * MINUTE; time < START + to * MINUTE; time += 5_000) await watch.work(time);
    return minutes.reads.map((minute) => (minute - START) / MINUTE);
  }

  test('a minute is written while it runs, soon after its end and a minute later, and then only when something has come', async () => {
    await pass(-1, 0);
    minutes.add(START, 5);
    expect(await pass(0, 0.5)).toEqual([0]);
    minutes.add(START, 5);
    expect(await pass(0.5, 1)).toEqual([0]);
    expect(await pass(1, 2.5)).toEqual([0, 0]);
    expect(await pass(2.5, 30)).toEqual([]);
    expect(minutes.written.get(START)).toEqual({ minute: START, deviceType: 'mobile', impressions: 10, clicks: 0, users: 2, meanTimeToClickMs: null });
  });

  test.each([3, 10])('what comes after %d minutes is in it a while later', async (late) => {
    await pass(-1, 0);
    minutes.add(START, 5);
    await pass(0, late);
    minutes.add(START, 1);
    expect(await pass(late, 20)).toEqual([0]);
    expect(minutes.written.get(START)).toMatchObject({ impressions: 6, users: 2 });
    minutes.add(START, 1);
    expect(await pass(20, 40)).toEqual([]);
  });

  test('the last half hour is written at a start, as far as it was not', async () => {
    for (const minute of [-40, -29, -5]) minutes.add(START + minute * MINUTE, 1);
    expect(await pass(0, 0.2)).toEqual([-29, -5]);
    watch.forget();
    minutes.add(START - 29 * MINUTE, 1);
    expect(await pass(0.2, 0.4)).toEqual([-29]);
  });

  test('a minute that was half written when the database went away is whole once it is back', async () => {
    await pass(-1, 0);
    minutes.add(START, 5);
    await pass(0, 0.5);
    minutes.add(START, 5);
    minutes.fails = true;
    for (let time = START + 0.75 * MINUTE; time < START + 25 * MINUTE; time += 5_000) await watch.work(time).catch(() => undefined);
    minutes.fails = false;
    expect(await pass(25, 25.2)).toEqual([0]);
    expect(minutes.written.get(START)).toMatchObject({ impressions: 10, users: 2 });
  });

  test('what could not be read is read at the next look', async () => {
    await pass(-1, 0);
    minutes.add(START, 5);
    await pass(0, 1);
    minutes.fails = true;
    await expect(watch.work(START + MINUTE + 10_000)).rejects.toThrow('away');
    minutes.fails = false;
    minutes.reads = [];
    await watch.work(START + MINUTE + 15_000);
    expect(minutes.reads).toEqual([START]);
  });
});
