import { describe, expect, it } from '@jest/globals';
import type { Overview } from './api/get-overview.ts';
import { CAMPAIGNS_LISTED, mergeOverview } from './merge-overview.ts';

const campaign = (campaign_id: string, impressions: number) => ({ campaign_id, name: null, impressions, clicks: 0, spend: 0 });

function overview(changes: Partial<Overview> = {}): Overview {
  return {
    version: 1,
    as_of: '2026-02-10T21:10:00.500Z',
    totals: { impressions: 10, clicks: 0, spend: 0, campaigns: 1 },
    campaigns: [campaign('camp_1', 10)],
    rates: [{ ts: '2026-02-10T21:09:59Z', accepted: 10, duplicates: 0 }],
    ...changes,
  };
}

describe('merging an update into the overview', () => {
  const update = overview({
    version: 2,
    as_of: '2026-02-10T21:10:01Z',
    totals: { impressions: 32, clicks: 0, spend: 0, campaigns: 2 },
    campaigns: [campaign('camp_2', 20), campaign('camp_1', 12)],
    rates: [{ ts: '2026-02-10T21:10:00Z', accepted: 22, duplicates: 1 }],
  });

  it('takes changed values, keeps the rest, and orders by impressions', () => {
    const merged = mergeOverview(overview(), update);
    expect(merged.totals.impressions).toBe(32);
    expect(merged.campaigns).toEqual([campaign('camp_2', 20), campaign('camp_1', 12)]);
    expect(merged.rates.map(({ accepted }) => accepted)).toEqual([10, 22]);
  });

  it('changes nothing when the same update comes again', () => {
    const once = mergeOverview(overview(), update);
    expect(mergeOverview(once, update)).toEqual(once);
  });

  it('takes an update of a process that counts other versions than the one that answered first', () => {
    const fetched = overview({ version: 9_000 });
    expect(mergeOverview(fetched, { ...update, version: 40 })).toMatchObject({ version: 40, totals: update.totals });
  });

  it('keeps the same campaigns when a heartbeat brings only the time', () => {
    const shown = overview();
    const merged = mergeOverview(shown, overview({ as_of: '2026-02-10T21:10:05Z', campaigns: [], rates: [] }));
    expect(merged.as_of).toBe('2026-02-10T21:10:05Z');
    expect(merged.campaigns).toBe(shown.campaigns);
  });

  it('forgets seconds that have left the chart', () => {
    const merged = mergeOverview(overview(), overview({ as_of: '2026-02-10T21:15:05Z', rates: [] }));
    expect(merged.rates).toEqual([]);
  });

  it('lists no more campaigns than the server does, the largest first', () => {
    const full = overview({ campaigns: Array.from({ length: CAMPAIGNS_LISTED }, (_, i) => campaign(`camp_${i}`, 1_000 - i)) });
    const merged = mergeOverview(full, overview({ campaigns: [campaign('newcomer', 5_000), campaign('too_small', 1)] }));
    expect(merged.campaigns).toHaveLength(CAMPAIGNS_LISTED);
    expect(merged.campaigns[0]?.campaign_id).toBe('newcomer');
    expect(merged.campaigns.some(({ campaign_id }) => campaign_id === 'too_small')).toBe(false);
  });
});
