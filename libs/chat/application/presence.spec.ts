import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import { MemoryPresenceRegistry } from '../adapters/memory/memory-presence-registry.ts';
import type { Lease, PresenceRegistry } from './ports.ts';
import { Presence } from './presence.ts';

const SECOND = 1_000;

/** What all processes share; it can be away, and come back with nothing in it. */
class SharedRegistry implements PresenceRegistry {
  private leases = new MemoryPresenceRegistry();
  isAway = false;

  renew(leases: readonly Lease[], forMs: number): Promise<void> {
    return this.isAway ? Promise.reject(new Error('away')) : this.leases.renew(leases, forMs);
  }

  release(connectionIds: readonly string[]): Promise<void> {
    return this.isAway ? Promise.reject(new Error('away')) : this.leases.release(connectionIds);
  }

  present(): Promise<Lease[]> {
    return this.isAway ? Promise.reject(new Error('away')) : this.leases.present();
  }

  forget(): void {
    this.leases = new MemoryPresenceRegistry();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('presence, seen by two processes', () => {
  let registry: SharedRegistry;
  let events: { here: InProcessDomainEvents; there: InProcessDomainEvents };
  let here: Presence;
  let there: Presence;

  beforeEach(() => {
    jest.useFakeTimers();
    registry = new SharedRegistry();
    events = { here: new InProcessDomainEvents(pino({ level: 'silent' })), there: new InProcessDomainEvents(pino({ level: 'silent' })) };
    here = new Presence(registry, events.here, () => undefined);
    there = new Presence(registry, events.there, () => undefined);
  });

  afterEach(async () => {
    await Promise.all([here.stop(), there.stop()]);
    jest.useRealTimers();
  });

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const seen = () => [here, there].map((presence) => ['ann', 'bob'].filter((user) => presence.isOnline(user)).join(' '));

  test('is the same, also of a user with connections to both', async () => {
    await here.enter({ connectionId: 'tab 1', userId: 'ann' });
    await there.enter({ connectionId: 'tab 2', userId: 'ann' });
    await there.enter({ connectionId: 'tab 3', userId: 'bob' });
    await pass(6 * SECOND);
    expect(seen()).toEqual(['ann bob', 'ann bob']);
    await here.leave('tab 1');
    await pass(6 * SECOND);
    expect(seen()).toEqual(['ann bob', 'ann bob']);
    await there.leave('tab 2');
    await pass(6 * SECOND);
    expect(seen()).toEqual(['bob', 'bob']);
  });

  test('of the connections of a process that says no more ends with their leases', async () => {
    await there.enter({ connectionId: 'tab 1', userId: 'ann' });
    await pass(6 * SECOND);
    expect(seen()).toEqual(['ann', 'ann']);
    await there.stop();
    await pass(21 * SECOND);
    expect(here.isOnline('ann')).toBe(false);
  });

  test('while the registry is away, is at once what a process knows itself, and of the others what was last known for as long as leases last', async () => {
    await here.enter({ connectionId: 'tab 1', userId: 'ann' });
    await there.enter({ connectionId: 'tab 2', userId: 'bob' });
    await pass(6 * SECOND);
    registry.isAway = true;
    await here.leave('tab 1');
    await pass(SECOND);
    expect(seen()).toEqual(['bob', 'ann bob']);
    await here.enter({ connectionId: 'tab 3', userId: 'ann' });
    await pass(21 * SECOND);
    expect(seen()).toEqual(['ann', 'bob']);
  });

  test('a registry that comes back empty is told again at once who is here', async () => {
    await here.enter({ connectionId: 'tab 1', userId: 'ann' });
    await there.enter({ connectionId: 'tab 2', userId: 'bob' });
    await pass(6 * SECOND);
    registry.forget();
    for (const each of [events.here, events.there]) each.deliverMissed();
    await pass(SECOND);
    expect(seen()).toEqual(['ann bob', 'ann bob']);
  });
});
