import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an assertion until it holds. What it failed with last is what the test fails with, after half a minute. */
export async function eventually<T>(assertion: () => T | Promise<T>, withinMs = 30_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
