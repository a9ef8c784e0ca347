import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import type { Delivery, DomainEvent, DomainEventPublisher } from '../../kernel/domain-events.ts';

export interface Numbered extends DomainEvent {
  type: 'Numbered' | 'Other';
  number: number;
}

export const numbered = (number: number, type: Numbered['type'] = 'Numbered'): Numbered => ({ type, number });

/** More than may wait for one subscriber. */
const FLOOD = 5_000;

/** What every publisher of domain events promises to the subscribers of its own process. */
export function domainEventsContract(start: () => Promise<DomainEventPublisher>): void {
  let publisher: DomainEventPublisher;

  beforeEach(async () => {
    publisher = await start();
  });

  afterEach(() => publisher.close());

  /** Subscribes and keeps what comes. */
  function listen(type: Numbered['type'] = 'Numbered'): { heard: number[]; missed: () => number; unsubscribe(): void } {
    const heard: number[] = [];
    let missed = 0;
    const { unsubscribe } = publisher.subscribe<Numbered>(type, {
      handle: ({ event }) => void heard.push(event.number),
      missed: () => void (missed += 1),
    });
    return { heard, missed: () => missed, unsubscribe };
  }

  const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

  test('every subscriber hears every event, in order, as its own', async () => {
    const deliveries: Delivery<Numbered>[] = [];
    publisher.subscribe<Numbered>('Numbered', { handle: (delivery) => void deliveries.push(delivery) });
    const second = listen();
    for (const number of numbers(0, 500)) publisher.publish(numbered(number));
    await eventually(() => expect(second.heard).toEqual(numbers(0, 500)));
    expect(deliveries).toEqual(numbers(0, 500).map((number) => ({ event: numbered(number), remote: false })));
    expect(second.missed()).toBe(0);
  });

  test('a subscriber hears only the type that it asked for', async () => {
    const [some, others] = [listen('Numbered'), listen('Other')];
    publisher.publish(numbered(1, 'Other'));
    publisher.publish(numbered(2));
    await eventually(() => expect([some.heard, others.heard]).toEqual([[2], [1]]));
  });

  test('publishing does not wait for anyone, and nothing is heard before it returns', async () => {
    const { heard } = listen();
    publisher.publish(numbered(1));
    expect(heard).toEqual([]);
    await eventually(() => expect(heard).toEqual([1]));
  });

  test('one event is handled after the other, however long each takes', async () => {
    const log: string[] = [];
    publisher.subscribe<Numbered>('Numbered', {
      handle: async ({ event }) => {
        log.push(`begin ${event.number}`);
        await nextTurn();
        await nextTurn();
        log.push(`end ${event.number}`);
      },
    });
    for (const number of [1, 2, 3]) publisher.publish(numbered(number));
    await eventually(() => expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']));
  });

  test('a subscriber that throws, now or later, disturbs neither the others nor itself', async () => {
    const throwing: number[] = [];
    const rejecting: number[] = [];
    publisher.subscribe<Numbered>('Numbered', {
      handle: ({ event }) => {
        throwing.push(event.number);
        throw new Error('a subscriber that fails');
      },
    });
    publisher.subscribe<Numbered>('Numbered', {
      handle: async ({ event }) => {
        rejecting.push(event.number);
        await nextTurn();
        throw new Error('a subscriber that fails later');
      },
    });
    const { heard } = listen();
    for (const number of [1, 2, 3]) expect(() => publisher.publish(numbered(number))).not.toThrow();
    await eventually(() => expect([throwing, rejecting, heard]).toEqual([[1, 2, 3], [1, 2, 3], [1, 2, 3]]));
  });

  test('a subscriber that lags is told once that it missed something, and hears what comes after', async () => {
    const heard: number[] = [];
    let missed = 0;
    let release!: () => void;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    publisher.subscribe<Numbered>('Numbered', {
      handle: async ({ event }) => {
        heard.push(event.number);
        await released;
      },
      missed: () => void (missed += 1),
    });
    const { heard: others, missed: othersMissed } = listen();
    publisher.publish(numbered(0));
    await eventually(() => expect(heard).toEqual([0]));
    for (const number of numbers(1, FLOOD)) {
      publisher.publish(numbered(number));
      if (number % 100 === 0) await nextTurn();
    }
    await eventually(() => expect(others).toEqual(numbers(0, FLOOD)));
    expect(othersMissed()).toBe(0);
    release();
    publisher.publish(numbered(FLOOD));
    await eventually(() => expect(heard.at(-1)).toBe(FLOOD));
    expect(missed).toBe(1);
    expect(heard.length).toBeLessThan(FLOOD / 2);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
  });

  test('a subscriber that fails to catch up hears what comes after', async () => {
    const heard: number[] = [];
    publisher.subscribe<Numbered>('Numbered', {
      handle: ({ event }) => void heard.push(event.number),
      missed: () => {
        throw new Error('a subscriber that cannot catch up');
      },
    });
    for (const number of numbers(0, FLOOD)) publisher.publish(numbered(number));
    await eventually(() => {
      publisher.publish(numbered(FLOOD));
      expect(heard).toContain(FLOOD);
    });
  });

  test('who has unsubscribed hears nothing more, not even what was waiting', async () => {
    const [leaving, staying] = [listen(), listen()];
    publisher.publish(numbered(1));
    await eventually(() => expect(leaving.heard).toEqual([1]));
    publisher.publish(numbered(2));
    leaving.unsubscribe();
    publisher.publish(numbered(3));
    await eventually(() => expect(staying.heard).toEqual([1, 2, 3]));
    leaving.unsubscribe();
    await nextTurn();
    expect(leaving.heard).toEqual([1]);
  });

  test('a subscriber may leave, and another come, while an event is handled', async () => {
    const late: number[] = [];
    const first = publisher.subscribe<Numbered>('Numbered', {
      handle: () => {
        first.unsubscribe();
        publisher.subscribe<Numbered>('Numbered', { handle: ({ event }) => void late.push(event.number) });
      },
    });
    publisher.publish(numbered(1));
    await eventually(() => {
      publisher.publish(numbered(2));
      expect(late).toContain(2);
    });
    expect(late).not.toContain(1);
  });

  test('after it is closed, publishing harms nobody and reaches nobody', async () => {
    const { heard } = listen();
    publisher.publish(numbered(1));
    await eventually(() => expect(heard).toEqual([1]));
    await publisher.close();
    expect(() => publisher.publish(numbered(2))).not.toThrow();
    await nextTurn();
    await nextTurn();
    expect(heard).toEqual([1]);
    await publisher.close();
  });
}
