import { describe, expect, it } from '@jest/globals';
import { checkpointWords, lagWords, rateWords, stateWords } from './stage-words.ts';

const NOW = Date.parse('2026-02-10T12:30:00Z');
const checkpoint = (secondsAgo: number, state_bytes: number) => ({ completed_at: new Date(NOW - secondsAgo * 1_000).toISOString(), duration_ms: 1, state_bytes, failed_count: 0 });

describe('the words of a stage', () => {
  it.each([
    [8, 640_000, '8 s ago', '640 kB'],
    [70, 48_123_456, '1 min 10 s ago', '48.1 MB'],
    [0, 2_500_000_000, '0 s ago', '2.5 GB'],
    [1, 0, '1 s ago', '0 bytes'],
    // Its clock is ahead of ours.
    [-3, 999, '0 s ago', '999 bytes'],
  ])('a checkpoint %d s ago of %d bytes is “%s”, and a state of “%s”', (seconds, bytes, age, size) => {
    expect([checkpointWords(checkpoint(seconds, bytes), NOW), stateWords(checkpoint(seconds, bytes))]).toEqual([age, size]);
  });

  it('what cannot be found out is no zero', () => {
    expect([rateWords(null), rateWords(0), lagWords(null), lagWords(0), lagWords(1_200), checkpointWords(null, NOW), stateWords(null)]).toEqual(['–', '0.0 /s', 'not known', 'none', '1,200', 'none yet', '–']);
  });
});
