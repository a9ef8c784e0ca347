import { describe, expect, test } from '@jest/globals';
import { dedupeCacheContract } from '../../application/dedupe-cache.contract.ts';
import { MemoryDedupeCache } from './memory-dedupe-cache.ts';

const EPOCH = 7;

describe('MemoryDedupeCache', () => {
  dedupeCacheContract(() => Promise.resolve(new MemoryDedupeCache()));

  test('it forgets the oldest ids when it is full', async () => {
    const cache = new MemoryDedupeCache(3);
    cache.remember(['a', 'b', 'c', 'd', 'e'], EPOCH);
    cache.remember(['f', 'g'], EPOCH);
    expect(await cache.known(['a', 'b', 'c', 'd', 'e', 'f', 'g'], EPOCH)).toEqual(new Set(['d', 'e', 'f', 'g']));
  });
});
