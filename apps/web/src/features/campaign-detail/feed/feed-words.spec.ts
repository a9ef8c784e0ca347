import { describe, expect, it } from '@jest/globals';
import { EMPTY_FEED } from './feed-buffer.ts';
import { feedWords } from './feed-words.ts';

const words = (mode: Parameters<typeof feedWords>[0]['mode'], changes: object = {}) => feedWords({ feed: { ...EMPTY_FEED, ...changes }, mode });

describe('the words above the feed', () => {
  it('say that it shows a sample, and how much was left out since', () => {
    expect(words('live')).toBe('As they arrive, newest first.');
    expect(words('live', { last: { arrived: 1_950, skipped: 1_940 }, skipped: 34_512 })).toBe('A sample: 10 of 1,950 in the last second.');
    expect(words('live', { skipped: 34_512 })).toBe('As they arrive, newest first. 34,512 were not shown.');
  });

  it('say why it stands still, and what waits', () => {
    expect(words('paused')).toBe('Paused: nothing new so far.');
    expect(words('read', { arrived: 1_200 })).toBe('Held while you read: 1,200 new since.');
    expect(words('older')).toMatch('All events');
  });
});
