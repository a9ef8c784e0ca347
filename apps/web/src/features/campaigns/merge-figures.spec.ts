import { describe, expect, it } from '@jest/globals';
import { isOutdated, mergeFigures, onlyThese } from './merge-figures.ts';
import type { Figures } from './types.ts';

const figures = (campaign_id: string, impressions: number, settings_version: number | null = 1): Figures => ({
  campaign_id,
  name: settings_version === null ? null : campaign_id,
  settings_version,
  impressions,
  clicks: 0,
  spend: 0,
  last_event_at: null,
  last_hour: { from: '2026-02-10T20:11:00Z', impressions: [] },
  pacing: null,
});
const shown = mergeFigures(new Map(), [figures('a', 1), figures('b', 2)]);

describe('live figures', () => {
  it('replace those of the campaigns that changed and leave the others as they are', () => {
    const merged = mergeFigures(shown, [figures('b', 5), figures('c', 1)]);
    expect([...merged.values()].map(({ impressions }) => impressions)).toEqual([1, 5, 1]);
    expect(merged.get('a')).toBe(shown.get('a'));
  });

  it('applied twice change nothing', () => {
    const update = [figures('b', 5)];
    expect(mergeFigures(mergeFigures(shown, update), update)).toEqual(mergeFigures(shown, update));
    expect(mergeFigures(shown, [])).toBe(shown);
  });

  it('of campaigns that are no longer listed are dropped', () => {
    expect([...onlyThese(['b'], shown).keys()]).toEqual(['b']);
    expect(onlyThese(['a', 'b'], shown)).toBe(shown);
  });

  it('tell that a campaign was edited or deleted since the list was read', () => {
    expect(isOutdated([{ id: 'a', version: 1 }], shown)).toBe(false);
    expect(isOutdated([{ id: 'a', version: 2 }], shown)).toBe(false);
    expect(isOutdated([{ id: 'a', version: 1 }], mergeFigures(shown, [figures('a', 1, 2)]))).toBe(true);
    expect(isOutdated([{ id: 'a', version: 1 }], mergeFigures(shown, [figures('a', 1, null)]))).toBe(true);
    expect(isOutdated([{ id: 'unwatched', version: 1 }], shown)).toBe(false);
  });
});
