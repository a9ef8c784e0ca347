import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Product, startProduct } from './support/product.ts';
import { type RunningTool, startTool } from './support/tool.ts';

interface MinutePoint {
  ts: string;
  impressions: number;
  clicks: number;
}

/** A real log and its minutes, counted independently of this product. Not part of the repository. */
const folder = resolve(process.env.SHARED_DATA ?? '../shared/data');
const LOG = resolve(folder, 'open-bandit-events.ndjson.gz');
const EXPECTED = resolve(folder, 'open-bandit-expected-minutes.json.gz');
const DELIVERIES = 42_207;
const EVENTS = 40_207;

const MINUTE_MS = 60_000;
/** The most that one GET /stats answers. */
const MAX_POINTS = 50_000;

const hasLog = existsSync(LOG) && existsSync(EXPECTED);
const described = hasLog ? describe : describe.skip;

described(hasLog ? 'replaying a real log' : `replaying a real log (skipped: ${folder} is missing; SHARED_DATA may name another folder)`, () => {
  let product: Product;
  let expected: Record<string, MinutePoint[]>;
  let replaying: RunningTool | undefined;

  beforeEach(async () => {
    expected = JSON.parse(gunzipSync(readFileSync(EXPECTED)).toString('utf8')) as Record<string, MinutePoint[]>;
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

  async function measured(granularity = 'minute'): Promise<Record<string, MinutePoint[]>> {
    const campaigns = Object.entries(expected).map(async ([campaign, points]) => {
      const from = Date.parse(points[0]!.ts);
      const to = Date.parse(points.at(-1)!.ts) + MINUTE_MS;
      const series: MinutePoint[] = [];
      for (let start = from; start < to; start += MAX_POINTS * MINUTE_MS) {
        const end = Math.min(to, start + MAX_POINTS * MINUTE_MS);
        const query = new URLSearchParams({ campaign_id: campaign, from: iso(start), to: iso(end), granularity });
        const answer = await fetch(`${product.url}/stats?${query.toString()}`);
        expect(answer.status).toBe(200);
        series.push(...((await answer.json()) as { series: MinutePoint[] }).series);
      }
      return [campaign, series] as const;
    });
    return Object.fromEntries(await Promise.all(campaigns));
  }
});

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** The figures of the summary that the command ends with. */
function counts(stdout: string): Record<'deliveries' | 'accepted' | 'duplicates' | 'rejected', number> {
  const figure = (name: string): number => Number(new RegExp(`^${name} +([\\d,]+)$`, 'm').exec(stdout)?.[1]?.replaceAll(',', ''));
  return { deliveries: figure('deliveries'), accepted: figure('accepted'), duplicates: figure('duplicates'), rejected: figure('rejected') };
}
