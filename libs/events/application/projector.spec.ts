import { beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { ResultRecord } from '../../kernel/take-records.ts';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import type { DetailsArrived, EventsAccepted } from '../domain/domain-events.ts';
import { eventRefused, eventStoreUnavailable } from './errors.ts';
import { PipelineFigures } from './pipeline-figures.ts';
import { Projector } from './projector.ts';
import type { CampaignMinute, Growth, RecentEvents, StreamedCounts } from './streaming-ports.ts';

const MINUTE = Date.parse('2026-02-10T21:10:00Z');

class Store implements StreamedCounts, RecentEvents {
  readonly calls: { what: string; records: string[] }[] = [];
  readonly poison = new Set<string>();
  isAway = false;

  minutes(records: readonly string[]): Promise<Growth> {
    this.take('minutes', records);
    const minutes = records.map((record) => {
      const { campaign_id, minute, device_type, impressions, clicks, spend } = JSON.parse(record) as Record<'campaign_id' | 'device_type', string> & Record<'minute' | 'impressions' | 'clicks' | 'spend', number>;
      return { campaignId: campaign_id, minute, deviceType: device_type, impressions, clicks, spend };
    });
    return Promise.resolve({ commit: '7', minutes });
  }

  breakdowns(records: readonly string[]): Promise<CampaignMinute[]> {
    this.take('breakdowns', records);
    return Promise.resolve([{ campaignId: 'camp_1', minute: MINUTE }, { campaignId: 'camp_1', minute: MINUTE }]);
  }

  runs(records: readonly string[]): Promise<void> {
    this.take('runs', records);
    return Promise.resolve();
  }

  add(records: readonly string[], campaignIds: readonly string[]): Promise<void> {
    this.take(`recent of ${[...new Set(campaignIds)].join()}`, records);
    expect(campaignIds).toHaveLength(records.length);
    return Promise.resolve();
  }

  private take(what: string, records: readonly string[]): void {
    if (this.isAway) throw eventStoreUnavailable(new Error('away'));
    if (records.some((record) => this.poison.has(record))) throw eventRefused(new Error('poison'));
    this.calls.push({ what, records: [...records] });
  }
}

describe('The projector', () => {
  let store: Store;
  let reports: { message: string; details: Record<string, unknown> }[];
  let accepted: EventsAccepted[];
  let arrived: DetailsArrived[];
  let projector: Projector;
  let figures: PipelineFigures;
  let offset = 0n;

  beforeEach(() => {
    store = new Store();
    [reports, accepted, arrived] = [[], [], []];
    figures = new PipelineFigures();
    const publisher = new InProcessDomainEvents(pino({ level: 'silent' }));
    publisher.subscribe<EventsAccepted>('EventsAccepted', { handle: ({ event }) => void accepted.push(event) });
    publisher.subscribe<DetailsArrived>('DetailsArrived', { handle: ({ event }) => void arrived.push(event) });
    projector = new Projector(store, store, publisher, figures, (message, details) => void reports.push({ message, details: details as Record<string, unknown> }));
  });

  const record = (topic: string, value: unknown): ResultRecord => ({ topic, partition: 0, offset: offset++, value: typeof value === 'string' || value === null ? value : JSON.stringify(value) });
  const minute = (changes: object = {}): object => ({ campaign_id: 'camp_1', minute: MINUTE, device_type: 'mobile', impressions: 2, clicks: 1, spend: 0.5, ...changes });
  const event = (changes: object = {}): object => ({ event_id: 'e', door: 'events', type: 'impression', campaign_id: 'camp_1', source: 'web', occurred_at: MINUTE + 5, ...changes });

  test('hands each topic on as it came, and tells what was counted and what else is known', async () => {
    const breakdown = { campaign_id: 'camp_1', minute: MINUTE, source: 'web', creative_id: '', impressions: 1, clicks: 0, spend: 0 };
    await projector.count([record('minute-stats', minute()), record('simulation-counts', { run_id: 'r', impressions: 1, clicks: 0 }), record('minute-breakdowns', breakdown)]);
    await new Promise((resolve) => void setImmediate(resolve));
    expect(store.calls).toEqual([
      { what: 'minutes', records: [JSON.stringify(minute())] },
      { what: 'breakdowns', records: [JSON.stringify(breakdown)] },
      { what: 'runs', records: ['{"run_id":"r","impressions":1,"clicks":0}'] },
    ]);
    expect(accepted).toEqual([{ type: 'EventsAccepted', commit: '7', count: 3, minutes: [{ campaignId: 'camp_1', minute: MINUTE, deviceType: 'mobile', impressions: 2, clicks: 1, spend: 0.5 }] }]);
    expect(arrived).toEqual([{ type: 'DetailsArrived', minutes: [{ campaignId: 'camp_1', minute: MINUTE }] }]);
    expect([...figures.lastHandled().keys()].sort()).toEqual(['minute-breakdowns', 'minute-stats', 'simulation-counts']);
  });

  test('leaves out what cannot be read and says so once, and takes the rest', async () => {
    await projector.count([record('minute-stats', '{'), record('minute-stats', minute()), record('minute-stats', null), record('minute-stats', minute({ clicks: -1 }))]);
    expect(store.calls).toEqual([{ what: 'minutes', records: [JSON.stringify(minute())] }]);
    expect(reports).toEqual([{ message: expect.any(String), details: { topic: 'minute-stats', records: 2, first: { partition: 0, offset: expect.any(String), problem: 'it is no JSON' } } }]);
  });

  test('finds what the database refuses, and takes its neighbours', async () => {
    const records = Array.from({ length: 9 }, (_, n) => record('minute-stats', minute({ impressions: n })));
    store.poison.add(records[4]!.value!);
    await projector.count(records);
    expect(store.calls.flatMap(({ records: taken }) => taken)).toEqual(records.filter((_, n) => n !== 4).map(({ value }) => value));
    expect(reports).toEqual([expect.objectContaining({ details: expect.objectContaining({ records: 1 }) })]);
  });

  test('fails while the database is away, so that it is told again', async () => {
    store.isAway = true;
    await expect(projector.count([record('minute-stats', minute())])).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
  });

  test('events are dealt with once they are stored, and so are ticks, of which nothing is', async () => {
    store.isAway = true;
    await expect(projector.show([record('counted-events', event())])).rejects.toMatchObject({ code: 'EVENT_STORE_UNAVAILABLE' });
    expect(figures.lastHandled().size).toBe(0);
    await projector.show([record('counted-events', '{"type":"tick","occurred_at":1}')]);
    expect(figures.lastHandled().has('counted-events')).toBe(true);
  });

  test('two thousand records are stored at once', async () => {
    await projector.count(Array.from({ length: 4_500 }, () => record('minute-stats', minute())));
    expect(store.calls.map(({ records }) => records.length)).toEqual([2_000, 2_000, 500]);
  });

  test('of a batch of events the newest hundred of each campaign are shown, in their order, and no attribution', async () => {
    const many = Array.from({ length: 150 }, (_, n) => record('counted-events', event({ event_id: `many-${n}` })));
    const few = [record('counted-events', event({ campaign_id: 'camp_2', event_id: 'few' })), record('counted-events', event({ type: 'attribution' }))];
    await projector.show([...few, ...many]);
    await new Promise((resolve) => void setImmediate(resolve));
    expect(store.calls).toEqual([{ what: 'recent of camp_2,camp_1', records: [few[0]!.value, ...many.slice(50).map(({ value }) => value)] }]);
    expect(arrived).toEqual([{ type: 'DetailsArrived', minutes: [{ campaignId: 'camp_2', minute: MINUTE }, { campaignId: 'camp_1', minute: MINUTE }] }]);
  });
});
