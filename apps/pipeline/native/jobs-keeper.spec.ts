import { describe, expect, test } from '@jest/globals';
import { delayAfter, JobsKeeper } from './jobs-keeper.ts';

describe('JobsKeeper', () => {
  const never = new AbortController().signal;

  test('sees to the jobs again after whatever came meanwhile, but never twice at a time', async () => {
    let [running, most, times] = [0, 0, 0];
    const ensure = async () => {
      most = Math.max(most, ++running);
      times++;
      await Promise.resolve();
      running--;
    };
    const jobs = new JobsKeeper(ensure, never, () => {});
    await Promise.all([jobs.ensure(), jobs.ensure(), jobs.ensure()]);
    await jobs.ensure();
    expect([most, times]).toEqual([1, 3]);
  });

  test('tries again until it succeeds, and says what it failed with', async () => {
    const failures: unknown[] = [];
    const ensure = () => (failures.length === 0 ? Promise.reject(new Error('away')) : Promise.resolve());
    await new JobsKeeper(ensure, never, (error) => failures.push(error)).ensure();
    expect(failures).toEqual([new Error('away')]);
  });

  test('gives up when it is told to stop', async () => {
    const stopping = new AbortController();
    const jobs = new JobsKeeper(() => Promise.reject(new Error('away')), stopping.signal, () => stopping.abort());
    await expect(jobs.ensure()).resolves.toBeUndefined();
  });

  test('waits longer each time, up to a minute', () => {
    expect([0, 1, 2, 10, 1000].map(delayAfter)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  });
});
