import { describe, expect, test } from '@jest/globals';
import { newRowIds } from './row-ids.ts';

const UUID_V7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** The first 48 bits of a version 7 UUID: milliseconds since 1970. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('newRowIds', () => {
  test('ids are UUIDs of version 7 and carry the time', () => {
    const before = Date.now();
    const ids = newRowIds(500);
    const after = Date.now();
    expect(ids).toHaveLength(500);
    for (const id of ids) {
      expect(id).toMatch(UUID_V7);
      expect(timeOf(id)).toBeGreaterThanOrEqual(before);
      expect(timeOf(id)).toBeLessThanOrEqual(after);
    }
  });

  test('ids of one call are in order', () => {
    const ids = newRowIds(5_000);
    expect(ids).toEqual([...ids].sort());
  });

  test('ids differ, within a call and between calls of the same millisecond', () => {
    const ids = Array.from({ length: 2_000 }, () => newRowIds(20)).flat();
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('none are made of none', () => {
    expect(newRowIds(0)).toEqual([]);
  });
});
