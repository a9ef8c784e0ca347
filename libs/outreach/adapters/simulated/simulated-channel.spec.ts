import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aMessage } from '../../../../apps/api/test/support/a-message.ts';
import type { DeliveryOutcome } from '../../domain/delivery.ts';
import { SimulatedChannel } from './simulated-channel.ts';

const behaving = (failureRate: number, delayMs: [number, number] = [0, 0]) => ({ simulated: { delayMs, failureRate } });

/** All attempts that a dispatcher would make in one round, from an attempt on. */
async function attempts(channel: SimulatedChannel, key: string, { failureRate, round = 0, from = 1 }: { failureRate: number; round?: number; from?: number }): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  for (let attempt = from; attempt < from + channel.retries.attempts; attempt += 1) {
    const outcome = await channel.deliver(aMessage({ key, attempt, round }), behaving(failureRate));
    outcomes.push(outcome);
    if (outcome.status !== 'transient') break;
  }
  return outcomes;
}

const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `dispatch.recipient-${index}`);

describe('SimulatedChannel', () => {
  const channel = new SimulatedChannel();

  test('with a failure rate of 0 everybody is reached at once, with 1 nobody ever is', async () => {
    for (const key of keys(500)) {
      expect(await attempts(channel, key, { failureRate: 0 })).toEqual([{ status: 'sent' }]);
      expect((await attempts(channel, key, { failureRate: 1 })).at(-1)!.status).not.toBe('sent');
    }
  });

  test('the share of the recipients that fail in the end is the one asked for: half of them at once, half after all attempts', async () => {
    const rounds = await Promise.all(keys(10_000).map((key) => attempts(channel, key, { failureRate: 0.2 })));
    const failed = rounds.filter((outcomes) => outcomes.at(-1)!.status !== 'sent');
    const refused = failed.filter((outcomes) => outcomes[0]!.status === 'permanent');
    const retried = rounds.filter((outcomes) => outcomes.length > 1 && outcomes.at(-1)!.status === 'sent');
    // Five standard deviations of a binomial distribution each way. The keys are the same each time, so this holds always or never.
    expect(Math.abs(failed.length - 2_000)).toBeLessThan(200);
    expect(Math.abs(refused.length - 1_000)).toBeLessThan(150);
    expect(Math.abs(retried.length - 400)).toBeLessThan(100);
    for (const outcomes of failed) expect([1, channel.retries.attempts]).toContain(outcomes.length);
    for (const outcomes of refused) expect(outcomes).toEqual([{ status: 'permanent', code: 'SIMULATED_REFUSED', message: expect.stringContaining('550') }]);
    for (const outcomes of retried) expect(outcomes).toEqual([expect.objectContaining({ status: 'transient', code: 'SIMULATED_BUSY' }), { status: 'sent' }]);
  });

  test('who is reached in the end is busy once at most, whichever attempt a round begins with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), async (key, round, from, failureRate) => {
        const outcomes = await attempts(channel, key, { failureRate, round, from });
        if (outcomes.at(-1)!.status === 'sent') expect(outcomes.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('an attempt that is made again, by another process, ends the same way', async () => {
    const other = new SimulatedChannel();
    for (const key of keys(300)) expect(await attempts(other, key, { failureRate: 0.5 })).toEqual(await attempts(channel, key, { failureRate: 0.5 }));
  });

  test('of those who failed, some are reached by the next round', async () => {
    const endOf = async (key: string, round: number) => (await attempts(channel, key, { failureRate: 0.5, round })).at(-1)!.status;
    const failed: string[] = [];
    for (const key of keys(1_000)) if ((await endOf(key, 0)) !== 'sent') failed.push(key);
    const again = await Promise.all(failed.map((key) => endOf(key, 1)));
    expect(again.filter((status) => status === 'sent').length / failed.length).toBeCloseTo(0.5, 1);
  });

  test('waits as long as it was told to, and no longer once it is closed', async () => {
    const own = new SimulatedChannel();
    const started = performance.now();
    await own.deliver(aMessage(), behaving(0, [30, 40]));
    // Timers may fire up to a millisecond early.
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
    const long = own.deliver(aMessage(), behaving(0, [60_000, 60_000]));
    await own.close();
    expect(await long).toEqual({ status: 'sent' });
  });

  test('a single message without settings of its own is sent at once', async () => {
    expect(await channel.deliver(aMessage(), { simulated: null })).toEqual({ status: 'sent' });
  });
});
