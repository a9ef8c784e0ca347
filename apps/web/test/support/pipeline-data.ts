import type { Page } from 'playwright-core';
import type { PipelineBody } from '../../../api/src/pipeline/pipeline.schema.ts';
import { query } from '../../../api/test/support/simulations.ts';
import { seededRandom } from '../../../../tools/traffic/seeded-random.ts';

const MINUTE_MS = 60_000;

export interface Busy {
  id: string;
  /** Impressions a minute. */
  rate: number;
  ctr: number;
  /** Clicks per impression, and impressions, of a minute that was so many minutes ago; null as usual. */
  unusual?: (minutesAgo: number) => { ctr?: number; rate?: number } | null;
}

export interface PastAnomaly {
  campaign: string;
  kind: 'spike' | 'drop' | 'silence';
  /** Minutes ago that it began, and that its last minute was; it is over if that is said. */
  since: number;
  last: number;
  isOver?: boolean;
  /** What the minute had that ended it. */
  ending?: { impressions: number; clicks: number };
  impressions: number;
  clicks: number;
  expectedCtr: number;
  expectedImpressions: number;
}

const startOfMinute = () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

const DEVICES = { mobile: { share: 0.58, ctr: 1.15, toClick: 9_400 }, desktop: { share: 0.34, ctr: 0.8, toClick: 14_800 }, tablet: { share: 0.08, ctr: 0.9, toClick: 17_100 } };

/**
 * Keeps a product from judging minutes and counting devices itself, which it does whenever it has the lease, and says that it is
 * done up to now. One that runs already may have something under way.
 */
export async function holdJudge(databaseUrl: string): Promise<void> {
  await query(databaseUrl, "UPDATE pipeline_watch SET owner = 'a test', lease_until = now() + interval '1 day', judged_until = date_trunc('minute', now())");
}

/** Lets it judge what is stored, as if nothing ever was, which it does within some seconds. */
export async function letJudge(databaseUrl: string): Promise<void> {
  await query(databaseUrl, 'UPDATE pipeline_watch SET owner = NULL, lease_until = NULL, judged_until = NULL');
}

/** Minutes of campaigns up to the present one, of all types of device, and engagement that goes with them; past the product. */
export async function insertMinutes(databaseUrl: string, campaigns: readonly Busy[], minutes = 60): Promise<void> {
  const random = seededRandom('pipeline');
  const counted: unknown[][] = [];
  const engaged = new Map<string, { minute: string; device: string; impressions: number; clicks: number; toClick: number }>();
  const last = startOfMinute();
  for (let ago = minutes; ago >= 0; ago--) {
    const minute = new Date(last - ago * MINUTE_MS).toISOString();
    for (const { id, rate, ctr, unusual } of campaigns) {
      const now = unusual?.(ago) ?? {};
      for (const [device, { share, ctr: appeal, toClick }] of Object.entries(DEVICES)) {
        // The present minute has just begun.
        const impressions = Math.round((now.rate ?? rate) * share * (0.9 + 0.2 * random.next()) * (ago === 0 ? 0.2 : 1));
        const clicks = Math.round(impressions * (now.ctr ?? ctr) * appeal * (0.8 + 0.4 * random.next()));
        if (impressions + clicks === 0) continue;
        counted.push([id, minute, device, impressions, clicks]);
        const key = `${minute} ${device}`;
        const sum = engaged.get(key) ?? { minute, device, impressions: 0, clicks: 0, toClick: toClick * (0.9 + 0.2 * random.next()) };
        engaged.set(key, { ...sum, impressions: sum.impressions + impressions, clicks: sum.clicks + clicks });
      }
    }
  }
  const columns = <Row extends unknown[]>(rows: Row[], count: number) => Array.from({ length: count }, (_, column) => rows.map((row) => row[column]));
  await query(
    databaseUrl,
    `INSERT INTO minute_stats (campaign_id, minute, device_type, impressions, clicks, spend)
     SELECT campaign, minute::timestamptz, device, impressions, clicks, impressions * 0.01 FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) AS given (campaign, minute, device, impressions, clicks)`,
    columns(counted, 5),
  );
  await query(
    databaseUrl,
    `INSERT INTO device_minutes (minute, device_type, impressions, clicks, users, mean_time_to_click_ms)
     SELECT minute::timestamptz, device, impressions, clicks, users, to_click FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::float8[]) AS given (minute, device, impressions, clicks, users, to_click)`,
    columns([...engaged.values()].map(({ minute, device, impressions, clicks, toClick }) => [minute, device, impressions, clicks, Math.round(impressions * 0.83), clicks === 0 ? null : toClick]), 6),
  );
}

/** Takes the place of one of the campaign and its kind that lasts. */
export async function insertAnomaly(databaseUrl: string, { campaign, kind, since, last, isOver = false, ending, impressions, clicks, expectedCtr, expectedImpressions }: PastAnomaly): Promise<void> {
  const ago = (minutes: number) => new Date(startOfMinute() - minutes * MINUTE_MS).toISOString();
  if (!isOver) await query(databaseUrl, 'DELETE FROM ctr_anomalies WHERE campaign_id = $1 AND kind = $2 AND NOT is_over', [campaign, kind]);
  await query(databaseUrl, 'INSERT INTO ctr_anomalies VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)', [
    campaign,
    kind,
    ago(since),
    ago(last),
    isOver,
    impressions,
    clicks,
    expectedCtr,
    ...intervalOf(clicks, impressions),
    expectedImpressions,
    ending?.impressions ?? null,
    ending?.clicks ?? null,
  ]);
}

/** Wilson's, of three standard errors on either side. */
function intervalOf(clicks: number, impressions: number): [low: number | null, high: number | null] {
  if (impressions === 0) return [null, null];
  const [share, n, z] = [Math.min(clicks, impressions) / impressions, impressions, 3];
  const [middle, half] = [share + z ** 2 / (2 * n), z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))];
  return [(middle - half) / (1 + z ** 2 / n), (middle + half) / (1 + z ** 2 / n)];
}

export type StreamingStatus = NonNullable<PipelineBody['streaming']>;

/** All is well, as of now. */
export function streamingStatus(): StreamingStatus {
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  return {
    brokers: { reachable: true, reason: null },
    jobs: ['count-once', 'aggregate', 'anomalies'].map((name) => ({
      name,
      state: 'running',
      since: ago(3_600_000),
      checkpoint: { completed_at: ago(4_000), duration_ms: 340, state_bytes: 48_123_456, failed_count: 0 },
    })),
    stages: [
      { name: 'count-once', lag: 120, records_per_second: 4_210.4 },
      { name: 'aggregate', lag: 0, records_per_second: 4_188 },
      { name: 'anomalies', lag: 0, records_per_second: 12.2 },
      { name: 'projector', lag: 3, records_per_second: null },
    ],
    watermark: ago(6_000),
    set_aside: 0,
  };
}

/**
 * Lets a page believe that the product runs in streaming mode: the status it reads, and every one the live connection sends, is this
 * one. Everything else is the product's own.
 *
 * @returns tells another one
 */
export async function pretendStreaming(page: Page, first: () => StreamingStatus): Promise<(next: () => StreamingStatus) => void> {
  let status = first;
  const body = (): PipelineBody => ({ mode: 'streaming', judged_until: null, streaming: status() });
  await page.route('**/api/pipeline', (route) => route.fulfill({ json: body() }));
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer().onMessage((message) => socket.send(typeof message === 'string' ? rewritten(message, body()) : message));
  });
  return (next) => {
    status = next;
  };
}

/** A packet of socket.io: what it is, the namespace, perhaps the number of its acknowledgement, and JSON. */
function rewritten(message: string, status: PipelineBody): string {
  const packet = /^(42\/live,\d*)(\[.*)$/s.exec(message);
  if (packet === null) return message;
  const [event, messages] = JSON.parse(packet[2]!) as [string, { key: string; body: object }[]];
  if (event !== 'live') return message;
  return packet[1] + JSON.stringify([event, messages.map((each) => (each.key.startsWith('pipeline') ? { ...each, body: { ...each.body, status } } : each))]);
}
