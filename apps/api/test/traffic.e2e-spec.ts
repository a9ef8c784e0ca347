import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Product, startProduct } from './support/product.ts';
import { startTool } from './support/tool.ts';

interface Summary {
  sent: number;
  accepted: number;
  duplicates: number;
  not_taken: number;
  held_back: number;
  lost_answers: number;
  truth: Record<string, { impressions: number; clicks: number; duplicates: number }>;
  acknowledged: Record<string, { accepted: number; duplicates: number; rejected: number; not_acknowledged: number }>;
}

const HOUR_MS = 3_600_000;

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

async function traffic(...args: string[]): Promise<{ code: number | null; summary: Summary }> {
  const { code, stdout } = await startTool('tools/generate-traffic.ts', ['--url', product.url, '--duration', '4', '--ctr', '0.3', '--duplicates', '0.2', '--json', ...args]).done;
  return { code, summary: JSON.parse(stdout) as Summary };
}

async function counted(campaign: string): Promise<{ impressions: number; clicks: number }> {
  const query = new URLSearchParams({ campaign_id: campaign, from: new Date(Date.now() - HOUR_MS).toISOString(), to: new Date(Date.now() + HOUR_MS).toISOString() });
  const { series } = (await (await fetch(`${product.url}/stats?${query.toString()}`)).json()) as { series: { impressions: number; clicks: number }[] };
  return { impressions: series.reduce((sum, point) => sum + point.impressions, 0), clicks: series.reduce((sum, point) => sum + point.clicks, 0) };
}

test.each([
  ['in batches', ['--rate', '1500', '--campaigns', '3', '--seed', 'batches'], ['camp_001', 'camp_002', 'camp_003']],
  ['one by one', ['--rate', '300', '--campaigns', 'spring,summer', '--seed', 'singles', '--single'], ['spring', 'summer']],
])('traffic sent %s is counted as the generator says it is', async (_, args, campaigns) => {
  const { code, summary } = await traffic(...args);
  expect(code).toBe(0);
  expect(Object.keys(summary.truth)).toEqual(campaigns);
  // Without a lost answer nothing is sent twice but what was meant to be, so that every figure is exact.
  expect(summary).toMatchObject({ lost_answers: 0, not_taken: 0 });

  for (const campaign of campaigns) {
    const { impressions, clicks, duplicates } = summary.truth[campaign]!;
    expect(Math.min(impressions, clicks, duplicates)).toBeGreaterThan(0);
    expect(await counted(campaign)).toEqual({ impressions, clicks });
    expect(summary.acknowledged[campaign]).toEqual({ accepted: impressions + clicks, duplicates, rejected: 0, not_acknowledged: 0 });
  }
  expect(summary.accepted + summary.duplicates).toBe(summary.sent);
});

test('the same seed makes the same events: sent again, all of them are duplicates', async () => {
  const args = ['--rate', '200', '--campaigns', '2', '--seed', 'again'];
  const first = await traffic(...args);
  const before = await counted('camp_001');
  // Half as long: on a machine that stutters, the first one may have got less far than it was meant to.
  const second = await traffic(...args, '--duration', '2');
  expect(second.summary.sent).toBeGreaterThan(0);
  expect(second.summary.sent).toBeLessThanOrEqual(first.summary.sent);
  expect(second.summary).toMatchObject({ accepted: 0, duplicates: second.summary.sent });
  expect(await counted('camp_001')).toEqual(before);
});
