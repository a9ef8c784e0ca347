import { describe, expect, it } from '@jest/globals';
import { type Settings, changesBetween, mergeEdits } from './edit-conflict.ts';

const base: Settings = { name: 'Spring', daily_budget: 100, status: 'active', time_zone: 'UTC' };

describe('an edit that somebody else has overtaken', () => {
  it('asks about a field that both changed, and keeps what was typed until it is decided', () => {
    const merged = mergeEdits(base, { ...base, daily_budget: 150 }, { ...base, daily_budget: 120 });
    expect(merged.conflicts).toEqual([{ field: 'daily_budget', was: 100, theirs: 120, mine: 150 }]);
    expect(merged.settings.daily_budget).toBe(150);
  });

  it('shows a field that only the other changed, and takes it', () => {
    const merged = mergeEdits(base, { ...base, name: 'Summer' }, { ...base, daily_budget: 120 });
    expect(merged.conflicts).toEqual([{ field: 'daily_budget', was: 100, theirs: 120, mine: 100 }]);
    expect(merged.settings).toEqual({ ...base, name: 'Summer', daily_budget: 120 });
  });

  it('has nothing to ask when both made the same change', () => {
    expect(mergeEdits(base, { ...base, status: 'paused' }, { ...base, status: 'paused' }).conflicts).toEqual([]);
  });

  it('sends only what differs', () => {
    expect(changesBetween(base, { ...base, name: 'Summer', status: 'paused' })).toEqual({ name: 'Summer', status: 'paused' });
    expect(changesBetween(base, { ...base })).toEqual({});
  });
});
