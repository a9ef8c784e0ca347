import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SeededRandom } from '../../traffic/domain/seeded-random.ts';
import type { Anomaly } from './anomaly.ts';
import { endingOf } from './anomaly-rule.ts';
import { type CampaignMinute, judgeMinutes } from './judge-minutes.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 1, 10);
const at = (place: number): number => START + place * MINUTE;

type Usual = [impressions: number, clicks: number];

/** Minutes as told, one after the other; those without anything are left out, as they are in the tables. */
const minutesOf = (all: readonly Usual[]): CampaignMinute[] => all.flatMap(([impressions, clicks], place) => (impressions + clicks === 0 ? [] : [{ minute: at(place), impressions, clicks }]));
const times = (count: number, minute: Usual): Usual[] => Array.from({ length: count }, () => minute);

function judge(all: readonly Usual[], { from = 0, to = all.length, underWay = [] as Anomaly[] } = {}): Anomaly[] {
  return judgeMinutes({ campaignId: 'c', minutes: minutesOf(all), from: at(from), to: at(to), underWay });
}

/** `kind since–last`, with a `…` while it lasts, in places of minutes. */
const told = (anomalies: readonly Anomaly[]): string[] => anomalies.map(({ kind, since, lastMinute, isOver }) => `${kind} ${(since - START) / MINUTE}–${(lastMinute - START) / MINUTE}${isOver ? '' : '…'}`);

const USUAL: Usual = [200, 4];

describe('minutes that are judged', () => {
  test.each([
    ['a spike', [200, 24], 'spike 60–66'],
    ['a drop', [2_000, 2], 'drop 60–66'],
    ['a drop to nothing', [500, 0], 'drop 60–66'],
    ['silence', [0, 0], 'silence 60–66'],
  ] as [string, Usual, string][])('%s is found where it begins, and where it ends', (_, odd, found) => {
    expect(told(judge([...times(60, USUAL), ...times(4, odd), ...times(30, USUAL)]))).toEqual([found]);
    expect(told(judge([...times(60, USUAL), ...times(3, odd)]))).toEqual([found.replace('66', '62…')]);
    expect(judge([...times(60, USUAL), ...times(2, odd), ...times(30, USUAL)])).toEqual([]);
  });

  test('the figures are those of the last minute that was not as usual', () => {
    const [spike] = judge([...times(60, USUAL), ...times(3, [200, 30]), [200, 24], ...times(30, USUAL)]);
    expect(spike!.figures).toMatchObject({ impressions: 200, clicks: 24, expectedCtr: 0.02, expectedImpressions: 200 });
    expect([spike!.figures.low, spike!.figures.high]).toEqual([expect.closeTo(0.0672, 3), expect.closeTo(0.2058, 3)]);
    expect(judge([...times(60, USUAL), ...times(5, [0, 0])])[0]!.figures).toMatchObject({ impressions: 0, clicks: 0, low: null, high: null });
  });

  test('what was expected is what was expected when it began, before it became a part of the past itself', () => {
    const [spike] = judge([...times(60, USUAL), ...times(90, [400, 48])]);
    expect(spike!.lastMinute).toBeGreaterThan(at(75));
    expect(spike!.figures).toMatchObject({ impressions: 400, clicks: 48, expectedCtr: 0.02, expectedImpressions: 200 });
  });

  test.each([
    ['as usual again', [200, 24], USUAL, 'as_usual'],
    ['as it has been since it began', [200, 24], [200, 24], 'new_usual'],
    ['of too few impressions to say', [200, 24], [29, 3], 'not_judged'],
    ['a drop that stays', [2_000, 2], [2_000, 2], 'new_usual'],
    ['a silence that stays', [0, 0], [0, 0], 'not_judged'],
    ['a silence after which something comes', [0, 0], [50, 1], 'as_usual'],
  ] as [string, Usual, Usual, string][])('its end says how that came: %s', (_, odd, after, ending) => {
    const [found] = judge([...times(60, USUAL), ...times(8, odd), ...times(60, after)]);
    expect(found!.ending).toEqual({ impressions: after[0], clicks: after[1] });
    expect(endingOf(found!)).toBe(ending);
    expect(endingOf(judge([...times(60, USUAL), ...times(4, odd)])[0]!)).toBeNull();
  });

  test('less than outside is enough to go on, and one usual minute between is no end', () => {
    const faint: Usual = [200, 9];
    expect(judge([...times(60, USUAL), ...times(6, faint)])).toEqual([]);
    expect(told(judge([...times(60, USUAL), ...times(3, [200, 24]), ...times(4, faint), ...times(10, USUAL)]))).toEqual(['spike 60–69']);
    const back = [...times(3, [200, 24] as Usual), USUAL, USUAL, [200, 24] as Usual, USUAL, USUAL, USUAL];
    expect(told(judge([...times(60, USUAL), ...back, ...times(20, USUAL)]))).toEqual(['spike 60–68']);
  });

  test('what stays becomes the new usual', () => {
    const [spike, ...others] = judge([...times(60, USUAL), ...times(90, [200, 24])]);
    expect(others).toEqual([]);
    expect(spike).toMatchObject({ since: at(60), isOver: true });
    expect((spike!.lastMinute - at(60)) / MINUTE).toBeLessThanOrEqual(22);
  });

  test('a campaign is judged as soon as each of the blocks has a hundred impressions, however new it is', () => {
    const odd: Usual = [50, 20];
    expect(judge([...times(22, [50, 1]), ...times(2, odd), ...times(2, [50, 1])])).toEqual([]);
    expect(told(judge([...times(22, [50, 1]), ...times(3, odd)]))).toEqual(['spike 22–24…']);
    // The third block has its first fifty only, one minute before.
    expect(told(judge([...times(21, [50, 1]), ...times(4, odd)]))).toEqual(['spike 22–24…']);
  });

  test('with too little to compare with nothing begins, and what was under way ends', () => {
    expect(judge([...times(60, [9, 9]), ...times(5, [0, 0])])).toEqual([]);
    // After ten minutes of silence the block before has nothing.
    expect(told(judge([...times(60, USUAL), ...times(60, [0, 0])]))).toEqual([expect.stringMatching(/^silence 60–7\d$/)]);
  });

  test('kinds do not wait for each other: a spike that falls silent is both', () => {
    expect(told(judge([...times(60, USUAL), ...times(3, [200, 60]), ...times(4, [0, 0])]))).toEqual(['spike 60–65', 'silence 63–66…']);
  });

  test('judging in pieces is judging at once', () => {
    const odd = fc.constantFrom<Usual>([200, 30], [600, 0], [0, 0], [200, 9], USUAL, USUAL);
    const all = fc.array(fc.tuple(odd, fc.integer({ min: 1, max: 9 })), { maxLength: 16 }).map((runs) => [...times(40, USUAL), ...runs.flatMap(([minute, length]) => times(length, minute))]);
    fc.assert(
      fc.property(all, fc.nat(), (minutes, place) => {
        const whole = judge(minutes);
        const cut = 30 + (place % (minutes.length - 29));
        const before = judge(minutes, { to: cut });
        // Some minutes are judged again.
        const again = Math.max(0, cut - 15);
        const underWay = before.filter(({ since, lastMinute, isOver }) => since < at(again - 2) && lastMinute >= at(isOver ? again : again - 1));
        const after = judge(minutes, { from: again, underWay: underWay.map((anomaly) => structuredClone(anomaly)) });
        const known = new Map([...before, ...after].map((anomaly) => [`${anomaly.kind} ${anomaly.since}`, anomaly]));
        expect(told([...known.values()]).sort()).toEqual(told(whole).sort());
      }),
      { numRuns: 300 },
    );
  });
});

describe('chance', () => {
  /** Traffic without anything unusual: as many impressions as come, each clicked on by chance. */
  function traffic(seed: string, minutes: number, perMinute: number, ctr: number): Usual[] {
    const digest = createHash('sha256').update(seed).digest();
    const random = new SeededRandom([0, 4, 8, 12].map((place) => digest.readUInt32LE(place)));
    return Array.from({ length: minutes }, () => {
      let impressions = 0;
      for (let chance = 0; chance < perMinute * 2; chance += 1) if (random.next() < 0.5) impressions += 1;
      let clicks = 0;
      for (let each = 0; each < impressions; each += 1) if (random.next() < ctr) clicks += 1;
      return [impressions, clicks];
    });
  }

  test.each([
    [12, 0.02],
    [35, 0.001],
    [60, 0.005],
    [100, 0.0005],
    [100, 0.01],
    [300, 0.002],
    [300, 0.03],
  ])('around %d impressions a minute and a CTR of %d is no anomaly in four days', (perMinute, ctr) => {
    expect(told(judge(traffic(`${perMinute} ${ctr}`, 4 * 1_440, perMinute, ctr)))).toEqual([]);
  });

  test.each([
    ['spike', 200, 0.02, [1, 4]],
    ['drop', 600, 0.05, [1, 0]],
    ['silence', 40, 0.02, [0, 0]],
  ] as const)('does not hide a %s', (kind, perMinute, ctr, [volume, factor]) => {
    for (let seed = 0; seed < 20; seed += 1) {
      const minutes = traffic(`${kind} ${seed}`, 90, perMinute, ctr);
      const odd = traffic(`${kind} ${seed} odd`, 8, perMinute * volume, ctr * factor);
      const found = judge([...minutes.slice(0, 60), ...odd, ...minutes.slice(60)]);
      expect(found.map((anomaly) => anomaly.kind)).toEqual([kind]);
      expect((found[0]!.since - at(60)) / MINUTE).toBeLessThanOrEqual(2);
      expect((found[0]!.since - at(60)) / MINUTE).toBeGreaterThanOrEqual(0);
    }
  });

  test('ten minutes that were off are no reason to call what comes after them odd', () => {
    for (const odd of [[200, 100], [200, 20], [2_000, 0], [2_000, 10], [200, 0], [0, 0], [20_000, 40]] as Usual[]) {
      for (let length = 1; length <= 10; length += 1) {
        const found = judge([...times(60, [400, 20]), ...times(length, odd), ...times(60, [400, 20])]);
        expect(told(found.filter(({ since }) => since >= at(60 + length)))).toEqual([]);
      }
    }
  });

  test('ten minutes that were off in one block hide nothing that comes after them', () => {
    for (const odd of [[400, 120], [400, 0], [20, 20]] as Usual[]) {
      const before = [...times(60, [400, 20]), ...times(10, odd), ...times(10, [400, 20])];
      expect(told(judge([...before, ...times(5, [0, 0])])).at(-1)).toBe('silence 80–84…');
    }
    expect(told(judge([...times(60, [400, 20]), ...times(10, [400, 120]), ...times(10, [400, 20]), ...times(5, [400, 120])])).at(-1)).toBe('spike 80–84…');
    expect(told(judge([...times(60, [400, 20]), ...times(10, [400, 0]), ...times(10, [400, 20]), ...times(5, [400, 0])])).at(-1)).toBe('drop 80–84…');
  });
});
