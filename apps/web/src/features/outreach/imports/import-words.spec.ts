import { describe, expect, it } from '@jest/globals';
import { importWords, readShare, sizeWords } from './import-words.ts';

describe('the words of an import', () => {
  it('name all that became of the lines', () => {
    expect(importWords({ lines: 10, added: 5, merged: 1, repeated: 2, rejected: 2 })).toBe('10 lines: 5 added, 1 merged with somebody who was there, 2 known already, 2 rejected.');
    expect(importWords({ lines: 1, added: 0, merged: 0, repeated: 1, rejected: 0 })).toBe('1 line: 0 added, 1 known already.');
    expect(importWords({ lines: 0, added: 0, merged: 0, repeated: 0, rejected: 0 })).toBe('No line of it names a recipient.');
  });

  it('know how far it is, where they can', () => {
    expect(readShare({ status: 'running', bytes: 200, bytes_read: 50 }, null)).toBe(0.25);
    expect(readShare({ status: 'running', bytes: 200, bytes_read: 900 }, null)).toBe(1);
    expect(readShare({ status: 'running', bytes: null, bytes_read: 50 }, null)).toBeNull();
    expect(readShare({ status: 'running', bytes: null, bytes_read: 50 }, 100)).toBe(0.5);
    expect(readShare({ status: 'completed', bytes: null, bytes_read: 50 }, null)).toBe(1);
  });

  it('say sizes as people do', () => {
    expect([0, 900, 2_048, 3_565_158].map(sizeWords)).toEqual(['0 B', '900 B', '2 KB', '3.4 MB']);
  });
});
