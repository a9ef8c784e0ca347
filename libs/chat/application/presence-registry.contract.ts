import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import type { PresenceRegistry } from './ports.ts';

const LONG_MS = 60_000;

export async function usersIn(registry: PresenceRegistry): Promise<Set<string>> {
  return new Set((await registry.present()).map(({ userId }) => userId));
}

/** What every registry of presence promises. `start` gives one in which nobody is. */
export function presenceRegistryContract(start: () => Promise<PresenceRegistry>): void {
  const opened: PresenceRegistry[] = [];

  async function open(): Promise<PresenceRegistry> {
    const registry = await start();
    opened.push(registry);
    return registry;
  }

  afterEach(async () => {
    for (const registry of opened.splice(0)) await registry.close();
  });

  const here = (connectionId: string, userId: string) => ({ connectionId, userId });

  test('a user is here with the first connection, until the last one ends', async () => {
    const registry = await open();
    expect(await usersIn(registry)).toEqual(new Set());
    await registry.renew([here('tab 1', 'ann'), here('tab 2', 'ann'), here('tab 3', 'bob')], LONG_MS);
    expect(await usersIn(registry)).toEqual(new Set(['ann', 'bob']));
    await registry.release(['tab 1']);
    expect(await usersIn(registry)).toEqual(new Set(['ann', 'bob']));
    await registry.release(['tab 2', 'tab 3']);
    expect(await usersIn(registry)).toEqual(new Set());
  });

  test('a lease that nobody renews ends by itself, and the others do not', async () => {
    const registry = await open();
    await registry.renew([here('tab 1', 'ann')], 30);
    await registry.renew([here('tab 2', 'bob')], LONG_MS);
    await eventually(async () => expect(await usersIn(registry)).toEqual(new Set(['bob'])));
  });

  test('the last renewal counts, longer or shorter', async () => {
    const registry = await open();
    await registry.renew([here('tab 1', 'ann'), here('tab 2', 'bob')], 50);
    await registry.renew([here('tab 1', 'ann')], LONG_MS);
    await eventually(async () => expect(await usersIn(registry)).toEqual(new Set(['ann'])));
    await registry.renew([here('tab 1', 'ann')], 20);
    await eventually(async () => expect(await usersIn(registry)).toEqual(new Set()));
  });

  test('a lease that has ended can be taken again', async () => {
    const registry = await open();
    await registry.renew([here('tab 1', 'ann')], 10);
    await eventually(async () => expect(await usersIn(registry)).toEqual(new Set()));
    await registry.renew([here('tab 1', 'ann')], LONG_MS);
    expect(await usersIn(registry)).toEqual(new Set(['ann']));
  });

  test('a connection belongs to the user it was last given to', async () => {
    const registry = await open();
    await registry.renew([here('tab 1', 'ann')], LONG_MS);
    await registry.renew([here('tab 1', 'bob')], LONG_MS);
    expect(await registry.present()).toEqual([here('tab 1', 'bob')]);
  });

  test('nothing to renew and unknown connections to release are no fault', async () => {
    const registry = await open();
    await registry.renew([], LONG_MS);
    await registry.release([]);
    await registry.release(['never seen']);
    expect(await usersIn(registry)).toEqual(new Set());
  });

  test('thousands at once are no fault either', async () => {
    const registry = await open();
    const all = Array.from({ length: 12_000 }, (_, index) => here(`tab ${index}`, `user ${index % 5_000}`));
    await registry.renew(all, LONG_MS);
    expect((await usersIn(registry)).size).toBe(5_000);
    await registry.release(all.slice(2).map(({ connectionId }) => connectionId));
    expect(await usersIn(registry)).toEqual(new Set(['user 0', 'user 1']));
  });
}
