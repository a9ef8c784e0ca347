import { describe, expect, it } from '@jest/globals';
import { barShares, withReleased } from './bar-shares.ts';

const sumOf = (shares: { share: number }[]) => shares.reduce((sum, { share }) => sum + share, 0);

describe('the bar of a dispatch', () => {
  it('is divided as the recipients are', () => {
    expect(barShares({ sent: 50, failed: 25, sending: 0, queued: 25 })).toEqual([
      { segment: 'sent', share: 50 },
      { segment: 'failed', share: 25 },
      { segment: 'queued', share: 25 },
    ]);
  });

  it('shows a single failure among 100,000, and is no longer for it', () => {
    const shares = barShares({ sent: 99_998, failed: 1, sending: 1, queued: 0 });
    expect(shares.find(({ segment }) => segment === 'failed')?.share).toBeGreaterThan(0.5);
    expect(sumOf(shares)).toBeCloseTo(100);
  });

  it('is full only when nobody is left', () => {
    const shares = barShares({ sent: 99_999, failed: 0, sending: 0, queued: 1 });
    expect(shares.map(({ segment }) => segment)).toEqual(['sent', 'queued']);
    expect(barShares({ sent: 100_000, failed: 0, sending: 0, queued: 0 })).toEqual([{ segment: 'sent', share: 100 }]);
  });

  it('of one that was cancelled is not full', () => {
    const shares = barShares(withReleased({ sent: 10, failed: 0, sending: 0, queued: 0, released: 30 }));
    expect(shares).toEqual([{ segment: 'sent', share: 25 }, { segment: 'queued', share: 75 }]);
  });

  it('is empty where there is nobody', () => {
    expect(barShares({ sent: 0, failed: 0, sending: 0, queued: 0 })).toEqual([]);
  });
});
