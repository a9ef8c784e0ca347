import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Product, startProduct } from './support/product.ts';
import { expectedMinutes, hasRealLog, measuredMinutes, type MinutePoint, REAL_LOG, unlessRealLog } from './support/real-log.ts';
import { type RunningTool, startTool } from './support/tool.ts';

const { events: LOG, deliveries: DELIVERIES, distinct: EVENTS } = REAL_LOG;
const described = hasRealLog ? describe : describe.skip;

described(`replaying a real log${unlessRealLog}`, () => {
  let product: Product;
  let expected: Record<string, MinutePoint[]>;
  let replaying: RunningTool | undefined;

  beforeEach(async () => {
    expected = expectedMinutes();
    product = await startProduct();
  });

  afterEach(async () => {
    replaying?.child.kill('SIGKILL');
    await product.stop();
  });

  test('counts every event once, minute by minute, however often the log is replayed', async () => {
    const first = await replay().done;
    expect({ code: first.code, ...counts(first.stdout) }).toEqual({ code: 0, deliveries: DELIVERIES, accepted: EVENTS, duplicates: DELIVERIES - EVENTS, rejected: 0 });
    expect(await measured()).toEqual(expected);

    const second = await replay().done;
    expect({ code: second.code, ...counts(second.stdout) }).toEqual({ code: 0, deliveries: DELIVERIES, accepted: 0, duplicates: DELIVERIES, rejected: 0 });
    expect(await measured()).toEqual(expected);
  });

  test('counts every event once although the server is killed and restarted over and over', async () => {
    const KILLS = 4;
    replaying = replay('--batch', '100');
    let ended = false;
    replaying.done.catch(() => undefined).finally(() => (ended = true));
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const before = await storedEvents();
      // In the middle means: since the last kill something was stored, and not everything.
      for (let tries = 0; tries < 400 && !ended && (await storedEvents()) < before + 3_000; tries += 1) await sleep(25);
      expect(ended).toBe(false);
      await product.restart();
    }
    const { code, stdout } = await replaying.done;
    const { deliveries, accepted, duplicates, rejected } = counts(stdout);
    expect({ code, deliveries, rejected, acknowledged: accepted + duplicates }).toEqual({ code: 0, deliveries: DELIVERIES, rejected: 0, acknowledged: DELIVERIES });
    // What was stored when an answer was lost comes back as a duplicate, so fewer may be reported as accepted, never more.
    expect(accepted).toBeLessThanOrEqual(EVENTS);
    expect(await storedEvents()).toBe(EVENTS);
    expect(await measured()).toEqual(expected);
  });

  function replay(...args: string[]): RunningTool {
    return startTool('tools/replay.ts', [LOG, '--url', product.url, ...args]);
  }

  /** Events counted so far, by the product's own statistics. */
  async function storedEvents(): Promise<number> {
    const series = Object.values(await measured('hour')).flat();
    return series.reduce((sum, { impressions, clicks }) => sum + impressions + clicks, 0);
  }

  function measured(granularity?: string): Promise<Record<string, MinutePoint[]>> {
    return measuredMinutes(product.url, expected, granularity);
  }
});

/** The figures of the summary that the command ends with. */
function counts(stdout: string): Record<'deliveries' | 'accepted' | 'duplicates' | 'rejected', number> {
  const figure = (name: string): number => Number(new RegExp(`^${name} +([\\d,]+)$`, 'm').exec(stdout)?.[1]?.replaceAll(',', ''));
  return { deliveries: figure('deliveries'), accepted: figure('accepted'), duplicates: figure('duplicates'), rejected: figure('rejected') };
}
