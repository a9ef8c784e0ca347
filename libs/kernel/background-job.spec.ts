import { describe, expect, jest, test } from '@jest/globals';
import { BackgroundJob } from './background-job.ts';

describe('a background job', () => {
  test('that fails is tried again until it succeeds, and tells of it once', async () => {
    jest.useFakeTimers();
    try {
      const told: unknown[] = [];
      let runs = 0;
      let isAway = true;
      const run = async (): Promise<void> => {
        runs += 1;
        if (isAway) throw new Error('away');
      };
      const job = new BackgroundJob(run, 0, (error) => told.push(error));
      job.want();
      await jest.advanceTimersByTimeAsync(10_000);
      expect([runs > 2, told.length]).toEqual([true, 1]);

      isAway = false;
      await jest.advanceTimersByTimeAsync(10_000);
      const done = runs;
      await jest.advanceTimersByTimeAsync(10_000);
      expect([runs, told.length]).toEqual([done, 1]);

      isAway = true;
      job.want();
      await jest.advanceTimersByTimeAsync(10_000);
      expect(told).toHaveLength(2);
      await job.close();
    } finally {
      jest.useRealTimers();
    }
  });
});
