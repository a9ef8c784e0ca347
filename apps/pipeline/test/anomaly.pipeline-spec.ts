import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../api/test/support/eventually.ts';
import { type Product, startProduct } from '../../api/test/support/product.ts';
import { startTool } from '../../api/test/support/tool.ts';
import { jobsRunning, submitJobs } from '../jobs.ts';
import { type Engines, startEngines } from '../native/engines.ts';
import { createTopics } from '../topics.ts';
import { produce } from './support/topic-records.ts';

const START_MS = 300_000;
const TEST_MS = 400_000;
/** Until a past of 45 minutes is counted, judged and taken over, on a machine that has much else to do. */
const JUDGED_MS = 240_000;
const MINUTE_MS = 60_000;

let engines: Engines;
let product: Product | undefined;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flightdeck-test-anomaly-'));
  engines = await startEngines({ folder });
  await createTopics({ brokers: engines.brokers, partitions: 4, replicas: 1 });
  await submitJobs(engines);
  await jobsRunning(engines);
}, START_MS);

afterAll(async () => {
  await product?.stop();
  await engines?.stop();
  rmSync(folder, { recursive: true, force: true });
}, START_MS);

interface AnomalyItem {
  campaign_id: string;
  kind: string;
  since: string;
  last_minute: string;
}

const CAMPAIGNS = ['camp_001', 'camp_002'];
/** The first minute of the traffic. It ended five minutes ago: nothing is still to come, and silence has been long enough to be noticed. */
const start = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 50 * MINUTE_MS;
const at = (minute: number): string => new Date(start + minute * MINUTE_MS).toISOString().replace('.000Z', 'Z');

async function anomalies(): Promise<AnomalyItem[]> {
  return ((await (await fetch(`${product!.url}/api/pipeline/anomalies`)).json()) as { items: AnomalyItem[] }).items;
}

test('a drop in what ad servers report is found by the jobs, and is in GET /api/pipeline/anomalies with its exact figures; so is the end of all traffic', async () => {
  const truthFile = join(folder, 'truth.json');
  const traffic = ['--to', 'kafka', '--brokers', engines.brokers, '--start', at(0), '--duration', String(45 * 60), '--rate', '30', '--campaigns', CAMPAIGNS.join(','), '--ctr', '0.2', '--seed', 'anomaly'];
  expect((await startTool('tools/generate-traffic.ts', [...traffic, '--anomaly', 'camp_001:drop:35:5', '--truth', truthFile]).done).code).toBe(0);
  // Only now: ticks of an API process close the minutes, and what is delivered into a closed one is not judged.
  product = await startProduct({ env: { KAFKA_BROKERS: engines.brokers, FLINK_URL: engines.flinkUrl } });

  const { campaign_minutes: minutes } = JSON.parse(readFileSync(truthFile, 'utf8')) as { campaign_minutes: { campaign_id: string; minute: number; impressions: number; clicks: number }[] };
  const { impressions, clicks } = minutes.find(({ campaign_id: campaign, minute }) => campaign === 'camp_001' && minute === Date.parse(at(39)))!;
  await eventually(async () => {
    const found = await anomalies();
    expect(found.filter(({ kind }) => kind !== 'silence')).toEqual([
      expect.objectContaining({ campaign_id: 'camp_001', kind: 'drop', since: at(35), until: at(40), is_over: true, ending: 'as_usual', impressions, clicks }),
    ]);
    expect(found.filter(({ kind }) => kind === 'silence').map(({ campaign_id: campaign, since }) => `${campaign} ${since}`).sort()).toEqual(CAMPAIGNS.map((campaign) => `${campaign} ${at(45)}`));
  }, JUDGED_MS);
}, TEST_MS);

test('a tick from a host whose clock is an hour ahead closes no minute that is still to come', async () => {
  const judged = async (): Promise<number> => Math.max(...(await anomalies()).map(({ last_minute: minute }) => Date.parse(minute)));
  const before = await judged();
  const tick = JSON.stringify({ type: 'tick', occurred_at: Date.now() + 60 * MINUTE_MS });
  await produce(engines.brokers, [0, 1, 2, 3].map((partition) => ({ topic: 'counted-events', partition, value: tick })));
  // The silence goes on, so the next minute that is judged is told as well.
  await eventually(async () => expect(await judged()).toBeGreaterThan(before), JUDGED_MS);
  expect(await judged()).toBeLessThan(Date.now() - MINUTE_MS);
}, TEST_MS);
