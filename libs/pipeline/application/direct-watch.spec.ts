import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import type { EventsAccepted } from '../../events/domain/domain-events.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import type { AnomalyWatch } from './anomaly-watch.ts';
import { DirectWatch } from './direct-watch.ts';
import type { EngagementWatch } from './engagement-watch.ts';
import type { WatchLease } from './ports.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2030, 0, 1, 12, 0, 30);
const THIS = Date.UTC(2030, 0, 1, 12);

/** A lease that nobody else wants. */
class Lease implements WatchLease {
  judgedUntil: number | null = null;

  take(): Promise<{ judgedUntil: number | null }> {
    return Promise.resolve({ judgedUntil: this.judgedUntil });
  }

  judged(_: string, until: number): Promise<void> {
    this.judgedUntil = until;
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

describe('the watch of direct mode', () => {
  let events: InProcessDomainEvents;
  let lease: Lease;
  let judged: { from: number; to: number; named: string[] | undefined }[];
  let isAway: boolean;
  let watch: DirectWatch;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    events = new InProcessDomainEvents(pino({ level: 'silent' }));
    lease = new Lease();
    judged = [];
    isAway = false;
  });

  afterEach(async () => {
    await watch.stop();
    jest.useRealTimers();
  });

  /** Minutes are told from the one that is running. */
  async function start(): Promise<void> {
    const judge: AnomalyWatch['judge'] = (from, to, _, named) => {
      if (isAway) return Promise.reject(new Error('away'));
      judged.push({ from: (from - THIS) / MINUTE, to: (to - THIS) / MINUTE, named: named && [...named] });
      return Promise.resolve();
    };
    watch = new DirectWatch(lease, { judge } as AnomalyWatch, { work: () => Promise.resolve(), forget: () => undefined } as unknown as EngagementWatch, events, () => undefined);
    await pass(5_000);
  }

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const accept = (campaignId: string, minute: number): void =>
    events.publish({ type: 'EventsAccepted', commit: '1', count: 1, minutes: [{ campaignId, minute: THIS + minute * MINUTE, deviceType: 'tv', impressions: 1, clicks: 0, spend: 0 }] } as EventsAccepted);

  test('judges the last two hours after a start, and then each minute with the quarter of an hour before it', async () => {
    await start();
    expect(judged).toEqual([{ from: -120, to: 0, named: undefined }]);
    await pass(2 * MINUTE);
    expect(judged.slice(1)).toEqual([{ from: -14, to: 1, named: undefined }, { from: -13, to: 2, named: undefined }]);
    expect(lease.judgedUntil).toBe(THIS + 2 * MINUTE);
  });

  test('judges a past that is brought in of those campaigns alone, while it comes and once it has come', async () => {
    await start();
    judged = [];
    accept('a', -10);
    accept('b', -40);
    accept('c', -121);
    await pass(10_000);
    accept('d', -119);
    await pass(10_000);
    expect(judged).toEqual([{ from: -120, to: 0, named: ['b', 'd'] }]);
    accept('b', -30);
    await pass(10_000);
    expect(judged).toHaveLength(1);
    await pass(15_000);
    expect(judged.filter(({ named }) => named !== undefined).slice(1)).toEqual([{ from: -119, to: 1, named: ['b'] }]);
    judged = [];
    await pass(30_000);
    expect(judged).toEqual([]);
  });

  test('judges all of it when it has missed what came', async () => {
    await start();
    accept('a', -40);
    events.deliverMissed();
    await pass(25_000);
    expect(judged.slice(1)).toEqual([{ from: -120, to: 0, named: undefined }]);
  });

  test('judges a past that it could not read when the database is back', async () => {
    await start();
    accept('a', -40);
    isAway = true;
    await pass(25_000);
    accept('b', -40);
    judged = [];
    isAway = false;
    await pass(10_000);
    expect(judged.filter(({ named }) => named !== undefined)).toMatchObject([{ named: ['a', 'b'] }]);
  });

  test('goes on at once when somebody has judged by a clock that was far ahead', async () => {
    lease.judgedUntil = THIS + 60 * MINUTE;
    await start();
    expect(lease.judgedUntil).toBe(THIS);
    await pass(MINUTE);
    expect(judged.at(-1)).toEqual({ from: -14, to: 1, named: undefined });
    lease.judgedUntil = THIS + 5 * MINUTE;
    judged = [];
    await pass(MINUTE);
    expect([judged, lease.judgedUntil]).toEqual([[], THIS + 5 * MINUTE]);
  });
});
