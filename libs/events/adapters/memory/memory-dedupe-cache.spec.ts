import { describe, expect, test } from '@jest/globals';
import { dedupeCacheContract } from '../../application/dedupe-cache.contract.ts';
import { MemoryDedupeCache } from './memory-dedupe-cache.ts';

describe('MemoryDedupeCache', () => {
  dedupeCacheContract(() => Promise.resolve(new MemoryDedupeCache()));

  test('it forgets the oldest ids when it is full', async () => {
    const cache = new MemoryDedupeCache(3);
    cache.remember(['a', 'b', 'c', 'd', 'e']);
    cache.remember(['f', 'g']);
    expect(await cache.known(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toEqual(new Set(['d', 'e', 'f', 'g']));
  });
});
