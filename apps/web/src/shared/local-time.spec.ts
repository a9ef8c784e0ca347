import { describe, expect, it } from '@jest/globals';
import { fromLocalField, toLocalField } from './local-time.ts';

describe('a time in a field of the reader’s zone', () => {
  it('comes back as it went in, in summer and in winter', () => {
    for (const time of [Date.parse('2026-02-10T21:10:00Z'), Date.parse('2026-07-10T21:10:00Z')]) {
      expect(fromLocalField(toLocalField(time))).toBe(time);
    }
  });

  it('is not a number while the field is empty', () => {
    expect(fromLocalField('')).toBeNaN();
    expect(fromLocalField('2026-02-10')).toBeNaN();
  });
});
