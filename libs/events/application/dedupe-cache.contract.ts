import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventually } from '../../../apps/api/test/support/eventually.ts';
import type { DedupeCache } from './ports.ts';

const EPOCH = 7;

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
    cache.remember([a, b], EPOCH);
    await eventually(async () => expect(await cache.known([other, b, a], EPOCH)).toEqual(new Set([a, b])));
    expect(await cache.known([other], EPOCH)).toEqual(new Set());
  });

  test('what was seen stored in one epoch it does not name in another, in whatever order it is told', async () => {
    const own = await open();
    const [before, after] = [randomUUID(), randomUUID()];
    own.remember([before], EPOCH);
    await eventually(async () => expect(await own.known([before], EPOCH)).toEqual(new Set([before])));
    own.remember([after], EPOCH + 1);
    own.remember([before], EPOCH);
    await eventually(async () => expect(await own.known([before, after], EPOCH + 1)).toEqual(new Set([after])));
    expect(await own.known([after], EPOCH)).toEqual(new Set());
  });

  test('asked about nothing it knows nothing, and nothing may be remembered', async () => {
    cache.remember([], EPOCH);
    expect(await cache.known([], EPOCH)).toEqual(new Set());
  });

  test('what it was told twice it names once', async () => {
    const id = randomUUID();
    cache.remember([id, id], EPOCH);
    cache.remember([id], EPOCH);
    await eventually(async () => expect([...(await cache.known([id, id], EPOCH))]).toEqual([id]));
  });

  test('a batch of five thousand is one question', async () => {
    const ids = Array.from({ length: 5_000 }, () => randomUUID());
    cache.remember(ids, EPOCH);
    await eventually(async () => expect((await cache.known(ids, EPOCH)).size).toBe(5_000));
  });

  test('ids that look like commands, or nearly alike, are told apart', async () => {
    const ids = ['FLUSHALL', '\r\n', '*', '', ' ', 'a', 'A', 'é', 'e\u0301', '\u{1F600}', '__proto__', 'toString', 'x'.repeat(200)].map((text) => text || '0');
    const prefix = randomUUID();
    cache.remember(ids.map((id) => prefix + id), EPOCH);
    await eventually(async () => expect((await cache.known(ids.map((id) => prefix + id), EPOCH)).size).toBe(new Set(ids).size));
    expect(await cache.known(ids.map((id) => `${prefix}${id}?`), EPOCH)).toEqual(new Set());
  });

  test('it never names an id that was not remembered', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.array(text), async (remembered, asked) => {
        const prefix = randomUUID();
        cache.remember(remembered.map((id) => prefix + id), EPOCH);
        for (const id of await cache.known(asked.map((each) => prefix + each), EPOCH)) expect(remembered).toContain(id.slice(prefix.length));
      }),
    );
  });

  test('once it is closed it knows nothing and harms nobody', async () => {
    const closed = await open();
    const id = randomUUID();
    closed.remember([id], EPOCH);
    await closed.close();
    closed.remember([randomUUID()], EPOCH);
    expect(await closed.known([randomUUID()], EPOCH)).toEqual(new Set());
    await closed.close();
  });
}
