import { describe, expect, test } from '@jest/globals';
import { RecentRates } from './recent-rates.ts';

describe('RecentRates', () => {
  function start(): { rates: RecentRates; clock: { now: number } } {
    const clock = { now: 1_000_000_500 };
    return { rates: new RecentRates(() => clock.now), clock };
  }

  test('events are counted under the second in which they came', () => {
    const { rates, clock } = start();
    rates.addAccepted(2, 1);
    clock.now += 499;
    rates.addAccepted(3, 2);
    rates.addDuplicates(4, 3);
    clock.now += 1;
    rates.addDuplicates(5, 4);
    expect(rates.since(0)).toEqual([
      { ts: 1_000_000_000, accepted: 5, duplicates: 4 },
      { ts: 1_000_001_000, accepted: 0, duplicates: 5 },
    ]);
  });

  test('seconds without traffic are left out', () => {
    const { rates, clock } = start();
    rates.addAccepted(1, 1);
    clock.now += 10_000;
    rates.addAccepted(1, 2);
    expect(rates.since(0).map(({ ts }) => ts)).toEqual([1_000_000_000, 1_000_010_000]);
  });

  test('only the seconds that changed after a version are told, with all that is in them', () => {
    const { rates, clock } = start();
    rates.addAccepted(1, 1);
    clock.now += 1_000;
    rates.addAccepted(2, 2);
    rates.addAccepted(3, 3);
    expect(rates.since(1)).toEqual([{ ts: 1_000_001_000, accepted: 5, duplicates: 0 }]);
    expect(rates.since(2)).toEqual([{ ts: 1_000_001_000, accepted: 5, duplicates: 0 }]);
    expect(rates.since(3)).toEqual([]);
  });

  test('after five minutes a second is forgotten, whether more comes or not', () => {
    const { rates, clock } = start();
    rates.addAccepted(1, 1);
    clock.now = 1_000_000_000 + 300_000;
    expect(rates.since(0)).toHaveLength(1);
    clock.now += 1;
    expect(rates.since(0)).toEqual([]);
  });

  test('however long it runs, it keeps five minutes', () => {
    const { rates, clock } = start();
    for (let second = 0; second < 2_000; second += 1) {
      rates.addAccepted(1, second);
      clock.now += 1_000;
    }
    expect(rates.since(-1).length).toBeLessThanOrEqual(301);
  });

  test('a clock that is set back adds to the last second', () => {
    const { rates, clock } = start();
    rates.addAccepted(1, 1);
    clock.now -= 60_000;
    rates.addAccepted(1, 2);
    expect(rates.since(0)).toEqual([{ ts: 1_000_000_000, accepted: 2, duplicates: 0 }]);
  });
});
