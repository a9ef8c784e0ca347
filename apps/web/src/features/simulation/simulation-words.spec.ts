import { describe, expect, it } from '@jest/globals';
import { differenceWords, simulationWords } from './simulation-words.ts';
import type { Simulation } from './types.ts';

const now = Date.parse('2026-02-10T21:10:00Z');
const simulation: Simulation = {
  campaign_id: 'camp_1',
  status: 'running',
  settings: { scenario: 'steady', rate: 20, ctr: 0.02, device_mix: { mobile: 1, desktop: 0, tablet: 0 }, duplicate_share: 0, duration_seconds: null },
  started_at: '2026-02-10T21:00:00Z',
  ends_at: null,
  restarts: 0,
  restart_at: null,
  reason: null,
  sent: { impressions: 100, clicks: 2, repeats: 5 },
  counted: { impressions: 100, clicks: 2, duplicates: 5 },
  counted_later: false,
  agrees: true,
  resent: 0,
  held_back: 0,
};
const words = (changes: Partial<Simulation>) => simulationWords({ ...simulation, ...changes }, now);

describe('a simulation in words', () => {
  it('tells since when it runs and until when', () => {
    expect(words({})).toMatch(/^Running since \d\d:\d\d:\d\d, until stopped\.$/);
    expect(words({ ends_at: '2026-02-10T22:00:00Z', restarts: 2 })).toMatch(/, until \d\d:\d\d:\d\d\. Restarted 2 times\.$/);
  });

  it('counts down to the restart, and names the reason', () => {
    const crash = { status: 'restarting' as const, restart_at: '2026-02-10T21:10:03.500Z', restarts: 2, reason: 'Crashed on request.' };
    expect(words(crash)).toBe('Crashed: Crashed on request. Restarting in 4 s, attempt 2.');
    expect(words({ ...crash, restart_at: '2026-02-10T21:09:59Z' })).toMatch('in 0 s');
  });

  it('says that it gave up', () => {
    expect(words({ status: 'crashed', reason: 'out of memory' })).toBe('Gave up after repeated crashes: out of memory. What it had sent is counted.');
  });

  it('names a difference, or none', () => {
    expect(differenceWords(simulation)).toBe('');
    const counted = { impressions: 98, clicks: 3, duplicates: 5 };
    expect(differenceWords({ ...simulation, agrees: false, counted })).toBe('2 impressions too few, 1 clicks too many counted.');
    expect(differenceWords({ ...simulation, agrees: false })).toBe('Being compared…');
  });

  it('claims no loss where counts come later, unless there is too much', () => {
    const later = { ...simulation, agrees: false, counted_later: true };
    expect(differenceWords({ ...later, counted: { impressions: 98, clicks: 1, duplicates: 0 } })).toBe('3 being counted: that takes some seconds.');
    expect(differenceWords({ ...later, counted: { impressions: 101, clicks: 2, duplicates: 0 } })).toBe('1 impressions too many counted.');
  });
});
