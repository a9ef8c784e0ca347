import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventBody } from './support/events.ts';
import { type Product, startProduct } from './support/product.ts';
import { startTool } from './support/tool.ts';

let product: Product;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flightdeck-replay-'));
  product = await startProduct();
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true });
});

async function logOf(name: string, lines: unknown[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
}

const replay = (...args: string[]) => startTool('tools/replay.ts', ['--url', product.url, ...args]);

async function impressions(campaign: string): Promise<number> {
  const query = `campaign_id=${campaign}&from=2026-02-10T00:00:00Z&to=2026-02-12T00:00:00Z`;
  const { series } = (await (await fetch(`${product.url}/stats?${query}`)).json()) as { series: { impressions: number }[] };
  return series.reduce((sum, point) => sum + point.impressions, 0);
}

test('lines that are no events are listed by number, cost the others nothing, and show in the exit code', async () => {
  const log = await logOf('bad.ndjson', [eventBody({ campaign_id: 'bad' }), 'nonsense', '', eventBody({ campaign_id: 'bad', type: 'view' }), eventBody({ campaign_id: 'bad' })]);
  const { code, stdout } = await replay(log).done;
  expect(code).toBe(1);
  expect(stdout).toContain('line 2: is not valid JSON');
  expect(stdout).toContain('line 4: type must be "click" or "impression"');
  expect(stdout).toMatch(/^rejected +2$/m);
  expect(await impressions('bad')).toBe(2);
});

test('Ctrl-C sums up what was done, and the same command finishes it later', async () => {
  // Paced so that it would take minutes.
  const events = Array.from({ length: 600 }, (_, second) => eventBody({ campaign_id: 'stopped', occurred_at: new Date(Date.UTC(2026, 1, 10, 21, 0, second)).toISOString() }));
  const log = await logOf('stopped.ndjson', events);
  const running = replay(log, '--speed', '5');
  for (let tries = 0; tries < 400 && (await impressions('stopped')) === 0; tries += 1) await sleep(50);
  running.child.kill('SIGINT');
  const { code, stdout, stderr } = await running.done;
  expect(code).toBe(130);
  const accepted = Number(/^accepted +(\d+)$/m.exec(stdout)?.[1]);
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThan(events.length);
  expect(await impressions('stopped')).toBe(accepted);
  expect(stderr).toContain('Running the same command again is safe');

  expect((await replay(log).done).code).toBe(0);
  expect(await impressions('stopped')).toBe(events.length);
});

test('a server that never answers is given up on, with what to do', async () => {
  const log = await logOf('unsent.ndjson', [eventBody()]);
  const { code, stdout, stderr } = await replay(log, '--url', 'http://127.0.0.1:1', '--give-up-after', '1').done;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^not acknowledged +1$/m);
  expect(stderr).toContain('nothing is listening there');
  expect(stderr).toContain('Nothing was acknowledged for 1 s. Given up. 0 events were acknowledged. Running the same command again is safe');
});

test.each([
  [['--fast', 'x'], "Unknown option '--fast'. --help lists what there is."],
  [[], 'Name a file to replay: npm run replay -- events.ndjson.gz'],
  [['x', '--batch', '9999'], '--batch must be a whole number from 1 to 5000, not "9999".'],
])('a command line that makes no sense is answered in a sentence: %j', async (args, message) => {
  const { code, stderr } = await replay(...args).done;
  expect({ code, stderr }).toEqual({ code: 1, stderr: `${message}\n` });
});
