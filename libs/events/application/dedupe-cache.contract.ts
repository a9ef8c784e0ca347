import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import type { DedupeCache } from './ports.ts';

/** What every dedupe cache promises. `start` gives an empty one that nothing disturbs. */
export function dedupeCacheContract(start: () => Promise<DedupeCache>): void {
  const opened: DedupeCache[] = [];
  let cache: DedupeCache;

  async function open(): Promise<DedupeCache> {
    const next = await start();
    opened.push(next);
    return next;
  }

  beforeAll(async () => {
    cache = await open();
  });

  afterAll(async () => {
    for (const each of opened) await each.close();
  });

  test('it names what it was told, and nothing else', async () => {
    const [a, b, other] = [randomUUID(), randomUUID(), randomUUID()];
    cache.remember([a, b]);
    await eventually(async () => expect(await cache.known([other, b, a])).toEqual(new Set([a, b])));
    expect(await cache.known([other])).toEqual(new Set());
  });

  test('asked about nothing it knows nothing, and nothing may be remembered', async () => {
    cache.remember([]);
    expect(await cache.known([])).toEqual(new Set());
  });

  test('what it was told twice it names once', async () => {
    const id = randomUUID();
    cache.remember([id, id]);
    cache.remember([id]);
    await eventually(async () => expect([...(await cache.known([id, id]))]).toEqual([id]));
  });

  test('a batch of five thousand is one question', async () => {
    const ids = Array.from({ length: 5_000 }, () => randomUUID());
    cache.remember(ids);
    await eventually(async () => expect((await cache.known(ids)).size).toBe(5_000));
  });

  test('ids that look like commands, or nearly alike, are told apart', async () => {
    const ids = ['FLUSHALL', '\r\n', '*', '', ' ', 'a', 'A', 'é', 'e\u0301', '\u{1F600}', '__proto__', 'toString', 'x'.repeat(200)].map((text) => text || '0');
    const prefix = randomUUID();
    cache.remember(ids.map((id) => prefix + id));
    await eventually(async () => expect((await cache.known(ids.map((id) => prefix + id))).size).toBe(new Set(ids).size));
    expect(await cache.known(ids.map((id) => `${prefix}${id}?`))).toEqual(new Set());
  });

  test('it never names an id that was not remembered', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.array(text), async (remembered, asked) => {
        const prefix = randomUUID();
        cache.remember(remembered.map((id) => prefix + id));
        for (const id of await cache.known(asked.map((each) => prefix + each))) expect(remembered).toContain(id.slice(prefix.length));
      }),
    );
  });

  test('once it is closed it knows nothing and harms nobody', async () => {
    const closed = await open();
    const id = randomUUID();
    closed.remember([id]);
    await closed.close();
    closed.remember([randomUUID()]);
    expect(await closed.known([randomUUID()])).toEqual(new Set());
    await closed.close();
  });
}
