import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { adEvent } from '../../../apps/api/test/support/events.ts';
import type { EventStore } from './ports.ts';

interface UnderTest {
  store: EventStore;
  /** Which of these ids can be read back from where events are kept. */
  kept(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  stop(): Promise<void>;
}

/** What every event store promises, also one that hands events on and counts nothing itself. */
export function eventAppendContract(start: () => Promise<UnderTest>): void {
  let underTest: UnderTest;

  beforeAll(async () => {
    underTest = await start();
  }, 300_000);

  afterAll(() => underTest.stop(), 300_000);

  async function expectKept(events: readonly { eventId: string }[]): Promise<void> {
    const ids = events.map(({ eventId }) => eventId);
    const kept = await underTest.kept(ids);
    expect(ids.filter((id) => !kept.has(id))).toEqual([]);
  }

  test('new events are kept when it resolves, each under its id', async () => {
    const events = [adEvent(), adEvent({ type: 'click' }), adEvent({ metadata: { cost: 1 } })];
    expect((await underTest.store.append(events)).stored).toEqual([true, true, true]);
    await expectKept(events);
    expect((await underTest.kept([randomUUID()])).size).toBe(0);
  });

  test('ids that look like syntax, or nearly alike, are kept apart', async () => {
    const texts = ['NULL', '{}', '{a,b}', '"', '\\', "'", ' ', '  ', 'a', 'A', 'a ', 'é', 'e\u0301', '\u{1F600}', '\uFFFD', '\n', '\u200B'];
    const prefix = randomUUID();
    const events = texts.map((text) => adEvent({ event_id: prefix + text }));
    expect((await underTest.store.append(events)).stored).toEqual(texts.map(() => true));
    await expectKept(events);
  });

  test('the longest values that are valid are kept', async () => {
    const long = '\u{1F600}'.repeat(100);
    const event = adEvent({
      event_id: `${long.slice(0, 2 * 64)}${randomUUID()}`,
      campaign_id: long,
      creative_id: long,
      source: long,
      user_id: long,
      metadata: { device_type: long, cost: 1_000_000_000, rest: '"'.repeat(125_000) },
    });
    expect((await underTest.store.append([event])).stored).toEqual([true]);
    await expectKept([event]);
  });

  test('five thousand events fit into one append, and large ones beside each other', async () => {
    const many = Array.from({ length: 5_000 }, () => adEvent());
    const large = Array.from({ length: 20 }, () => adEvent({ metadata: { rest: 'x'.repeat(200_000) } }));
    for (const events of [many, large]) {
      expect((await underTest.store.append(events)).stored).toEqual(events.map(() => true));
      await expectKept(events);
    }
  });

  test('what is appended at once by several is kept', async () => {
    const batches = Array.from({ length: 12 }, () => Array.from({ length: 50 }, () => adEvent()));
    await Promise.all(batches.map((batch) => underTest.store.append(batch)));
    await expectKept(batches.flat());
  });

  test('the epoch of an append is the present one', async () => {
    const { epoch } = await underTest.store.append([adEvent()]);
    expect(epoch).toBe(await underTest.store.epoch());
  });
}
