import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../../apps/api/test/support/redis-server.ts';
import type { Delivery } from '../../kernel/domain-events.ts';
import { connectRedis } from '../redis.ts';
import { domainEventsContract, numbered, type Numbered } from './domain-events.contract.ts';
import { RedisDomainEvents } from './redis-domain-events.ts';

const silent = pino({ level: 'silent' });

interface Peer {
  events: RedisDomainEvents;
  sender: Redis;
  heard: Delivery<Numbered>[];
  missed(): number;
}

describe('RedisDomainEvents', () => {
  let server: RedisServer;
  const opened: RedisDomainEvents[] = [];

  beforeAll(async () => {
    server = await startRedisServer();
  });

  afterEach(async () => {
    for (const events of opened.splice(0)) await events.close();
  });

  afterAll(() => server.stop());

  function open(channel: string): Peer {
    const sender = connectRedis(server.url, silent);
    const events = new RedisDomainEvents(sender, connectRedis(server.url, silent), channel, silent);
    opened.push(events);
    const heard: Delivery<Numbered>[] = [];
    let missed = 0;
    events.subscribe<Numbered>('Numbered', { handle: (delivery) => void heard.push(delivery), missed: () => void (missed += 1) });
    return { events, sender, heard, missed: () => missed };
  }

  /** Publishes until the others hear it: until then, connections are still being made. */
  async function meet(publisher: Peer, ...others: Peer[]): Promise<void> {
    await eventually(() => {
      publisher.events.publish(numbered(-1));
      for (const other of others) expect(other.heard.some(({ remote }) => remote)).toBe(true);
    });
  }

  const remote = (peer: Peer): number[] => peer.heard.filter((delivery) => delivery.remote && delivery.event.number >= 0).map(({ event }) => event.number);
  const own = (peer: Peer): number[] => peer.heard.filter((delivery) => !delivery.remote && delivery.event.number >= 0).map(({ event }) => event.number);

  describe('for its own process', () => {
    domainEventsContract(async () => {
      const sender = connectRedis(server.url, silent);
      const listener = connectRedis(server.url, silent);
      const events = new RedisDomainEvents(sender, listener, randomUUID(), silent);
      let listening = false;
      const { unsubscribe } = events.subscribe<Numbered>('Numbered', { handle: () => undefined, missed: () => void (listening = true) });
      await eventually(() => expect([sender.status, listening]).toEqual(['ready', true]));
      unsubscribe();
      return events;
    });
  });

  test('processes hear each other once, in order, and their own events not again', async () => {
    const channel = randomUUID();
    const [a, b, c] = [open(channel), open(channel), open(channel)];
    await meet(a, b, c);
    await meet(b, a, c);
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    for (const number of numbers) {
      a.events.publish(numbered(number));
      b.events.publish(numbered(1_000 + number));
    }
    await eventually(() => {
      expect(remote(a)).toEqual(numbers.map((number) => 1_000 + number));
      expect(remote(b)).toEqual(numbers);
      expect(remote(c)).toHaveLength(200);
    });
    expect(remote(c).filter((number) => number < 1_000)).toEqual(numbers);
    expect(own(a)).toEqual(numbers);
    expect(own(c)).toEqual([]);
  });

  test('installations that share a Redis do not hear each other', async () => {
    const [channel, otherChannel] = [randomUUID(), randomUUID()];
    const [a, b, stranger] = [open(channel), open(channel), open(otherChannel)];
    await meet(a, b);
    a.events.publish(numbered(1));
    await eventually(() => expect(remote(b)).toEqual([1]));
    expect(stranger.heard).toEqual([]);
  });

  test('who begins to listen is told to read, for events of others may have come before', async () => {
    const late = open(randomUUID());
    await eventually(() => expect(late.missed()).toBeGreaterThan(0));
  });

  test('an event of its own that waits to be handled is not lost when Redis comes', async () => {
    const early = open(randomUUID());
    for (const number of [1, 2, 3]) early.events.publish(numbered(number));
    await eventually(() => {
      expect(early.missed()).toBeGreaterThan(0);
      expect(own(early)).toEqual([1, 2, 3]);
    });
  });

  test('messages that nobody can read are passed over', async () => {
    const channel = randomUUID();
    const [a, b] = [open(channel), open(channel)];
    await meet(a, b);
    for (const text of ['', '{', 'null', '[]', '7', '"text"', '{"origin":"x","event":null}', '{"origin":"x","event":7}', '{"origin":"x","event":{}}']) {
      await server.command('PUBLISH', channel, text);
    }
    a.events.publish(numbered(1));
    await eventually(() => expect(remote(b)).toEqual([1]));
  });

  test('without Redis a process still hears itself, and afterwards all hear each other again', async () => {
    const channel = randomUUID();
    const [a, b] = [open(channel), open(channel)];
    await meet(a, b);
    await server.kill();
    const missedBefore = b.missed();
    for (const number of [1, 2, 3]) expect(() => a.events.publish(numbered(number))).not.toThrow();
    await eventually(() => expect(own(a)).toEqual([1, 2, 3]));
    await server.restart();
    await eventually(() => expect(b.missed()).toBeGreaterThan(missedBefore));
    await eventually(() => {
      a.events.publish(numbered(4));
      expect(remote(b)).toContain(4);
    });
    expect(remote(b).filter((number) => number < 4)).toEqual([]);
  });

  test('what could not be sent is made known as soon as it can be, even if nothing else happens', async () => {
    const channel = randomUUID();
    const [a, b] = [open(channel), open(channel)];
    await meet(a, b);
    const missedBefore = b.missed();
    // Only the sender loses its connection: the listeners have no reason to suspect anything.
    const lost = once(a.sender, 'close');
    a.sender.disconnect(true);
    await lost;
    a.events.publish(numbered(1));
    await eventually(() => expect(b.missed()).toBeGreaterThan(missedBefore));
    expect(remote(b)).toEqual([]);
    expect(own(a)).toEqual([1]);
  });

  test('when a process falls silent the others are told to read, for it may have been killed before it could tell', async () => {
    const channel = randomUUID();
    const [a, b, dying] = [open(channel), open(channel), open(channel)];
    await meet(a, b, dying);
    await meet(dying, a, b);
    const missedBefore = [a, b].map((peer) => peer.missed());
    dying.sender.disconnect();
    await eventually(() => [a, b].forEach((peer, place) => expect(peer.missed()).toBeGreaterThan(missedBefore[place]!)));
  });

  test('a Redis that hangs holds nobody up, and what did not get through is made known', async () => {
    const channel = randomUUID();
    const [a, b] = [open(channel), open(channel)];
    await meet(a, b);
    const missedBefore = b.missed();
    server.pause();
    try {
      for (let number = 0; number < 20_000; number += 1) {
        a.events.publish(numbered(number));
        if (number % 500 === 0) await sleep(0);
      }
      await eventually(() => expect(own(a).at(-1)).toBe(19_999));
    } finally {
      server.resume();
    }
    await eventually(() => {
      a.events.publish(numbered(20_000));
      expect(remote(b)).toContain(20_000);
    });
    expect(remote(b).length).toBeLessThan(20_000);
    await eventually(() => expect(b.missed()).toBeGreaterThan(missedBefore));
  });
});
