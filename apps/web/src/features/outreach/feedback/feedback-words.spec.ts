import { describe, expect, it } from '@jest/globals';
import { durationWords, ratingWords, stars } from './feedback-words.ts';

describe('the words of feedback', () => {
  it('say how long people take', () => {
    expect([null, 40, 100, 750, 12_600, 180_000].map(durationWords)).toEqual(['–', '40 s', '2 min', '13 min', '3.5 h', '2.1 days']);
  });

  it('have a dash where nobody has answered', () => {
    expect(ratingWords(null)).toBe('–');
    expect(ratingWords(4.26)).toBe('4.3 ★');
  });

  it('always have five stars', () => {
    expect([1, 3, 5].map(stars)).toEqual(['★☆☆☆☆', '★★★☆☆', '★★★★★']);
  });
});
