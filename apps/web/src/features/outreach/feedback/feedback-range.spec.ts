import { describe, expect, it } from '@jest/globals';
import { filled, limitsOf, parseFeedbackRange } from './feedback-range.ts';

const HOUR = 3_600_000;

describe('the range of the feedback', () => {
  it('ends with the hour that has begun, and is whole hours long', () => {
    const now = Date.parse('2026-02-10T21:10:00Z');
    const { from, to } = limitsOf('24h', now);
    expect(new Date(to).toISOString()).toBe('2026-02-10T22:00:00.000Z');
    expect(to - from).toBe(24 * HOUR);
    expect(limitsOf('30d', now)).toMatchObject({ granularity: 'day', to: Date.parse('2026-02-11T00:00:00Z') });
  });

  it('is the usual one for whatever else stands in the address', () => {
    expect(parseFeedbackRange('30d')).toBe('30d');
    for (const odd of ['7d', 'toString', 5, null, undefined]) expect(parseFeedbackRange(odd)).toBeUndefined();
  });

  it('has a point for each hour, also for those in which nothing happened', () => {
    const limits = { from: 0, to: 3 * HOUR, step: HOUR };
    expect(filled([{ ts: new Date(HOUR).toISOString(), sent: 4, responses: 2, average_rating: 4.5 }], limits)).toEqual([
      { ts: 0, sent: 0, responses: 0, rating: null },
      { ts: HOUR, sent: 4, responses: 2, rating: 4.5 },
      { ts: 2 * HOUR, sent: 0, responses: 0, rating: null },
    ]);
  });
});
