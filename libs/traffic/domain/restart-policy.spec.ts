import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterCrash, NO_CRASHES } from './restart-policy.ts';

/** Delays after crashes that follow each other, each so long after its start. Null where it is given up. */
function delays(ups: readonly number[]): (number | null)[] {
  let history = NO_CRASHES;
  let now = 0;
  return ups.map((up) => {
    now += up;
    const verdict = afterCrash(history, now, up);
    history = verdict.history;
    const delay = verdict.restartAt === null ? null : verdict.restartAt - now;
    now += delay ?? 0;
    return delay;
  });
}

test('it waits 1 s, then twice as long each time, and gives up after the sixth crash within two minutes', () => {
  expect(delays([0, 0, 0, 0, 0, 0])).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, null]);
});

test('crashes that are further apart are never given up, and waits end at 30 s', () => {
  expect(delays([40_000, 40_000, 40_000, 40_000, 40_000, 40_000, 40_000])).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('after a minute without a crash it starts at 1 s again', () => {
  expect(delays([0, 0, 0, 60_000, 0])).toEqual([1_000, 2_000, 4_000, 1_000, 2_000]);
});

test('it is given up exactly when more than five crashes lie within two minutes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 40 }), async (ups) => {
      await Promise.resolve();
      let history = NO_CRASHES;
      let now = 0;
      const times: number[] = [];
      for (const up of ups) {
        now += up;
        times.push(now);
        const { history: next, restartAt } = afterCrash(history, now, up);
        expect(restartAt === null).toBe(times.filter((time) => now - time < 120_000).length > 5);
        expect(next.times.length).toBeLessThanOrEqual(times.length);
        if (restartAt !== null) {
          expect(restartAt - now).toBeGreaterThanOrEqual(1_000);
          expect(restartAt - now).toBeLessThanOrEqual(30_000);
        }
        history = next;
      }
    }),
  );
});
