import { describe, expect, it } from '@jest/globals';
import { pacingMarks, pacingWords } from './pacing-words.ts';

const pacing = {
  day_start: '2026-02-10T00:00:00Z',
  day_end: '2026-02-11T00:00:00Z',
  budget: 100,
  spent: 41.2,
  expected: 46.9,
  forecast: 90,
  state: 'under' as const,
};

describe('pacing in words', () => {
  it('says how far behind or ahead', () => {
    expect(pacingWords(pacing)).toBe('12 % behind: 41.20 of 46.90 expected by now');
    expect(pacingWords({ ...pacing, spent: 93.8, state: 'over' })).toBe('100 % ahead: 93.80 of 46.90 expected by now');
    expect(pacingWords({ ...pacing, state: 'on' })).toMatch(/^On pace: /);
    expect(pacingWords({ ...pacing, spent: 100.5, state: 'exhausted' })).toBe('Budget used up: 100.50 of 100.00');
  });

  it('does not divide by nothing at midnight', () => {
    expect(pacingWords({ ...pacing, spent: 5, expected: 0, state: 'over' })).toBe('Ahead: 5.00 of 0.00 expected by now');
  });

  it('has the budget at the end of the bar, unless more is spent or forecast', () => {
    expect(pacingMarks(pacing)).toMatchObject({ budget: 1, forecast: 0.9 });
    expect(pacingMarks({ ...pacing, forecast: 200 })).toMatchObject({ budget: 0.5, forecast: 1 });
    expect(pacingMarks({ ...pacing, forecast: 20_000 })).toMatchObject({ budget: 0.5, forecast: 1 });
  });
});
