import type { AdClick, AdImpression, EventRecord } from './deliveries.ts';

const MINUTE_MS = 60_000;
const BOUND_MS = 30 * MINUTE_MS;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

export interface Delivered {
  impressions: AdImpression[];
  clicks: AdClick[];
  events: EventRecord[];
  /** When, by the brokers' clock: all at once. */
  at: number;
}

interface Counted {
  campaign: string;
  device: string;
  source: string;
  creative: string;
  user: string | null;
  at: number;
  id: string;
  isClick: boolean;
  /** Billionths of the currency unit. */
  cost: bigint;
  timeToClick: number | null;
}

/** Sums as they must come out, by the key of each topic of results. Spend in billionths. */
export interface Expected {
  minuteStats: Map<string, { impressions: number; clicks: number; spend: bigint }>;
  breakdowns: Map<string, { impressions: number; clicks: number; spend: bigint }>;
  runs: Map<string, { impressions: number; clicks: number }>;
  ctr: Map<string, { impressions: number; clicks: number; ctr: number | null; spend: bigint }>;
  devices: Map<string, { impressions: number; clicks: number; ctr: number | null; users: number; meanTimeToClick: number | null }>;
  countedIds: Set<string>;
  /** Of the door "events", those that come a week late. */
  asideIds: Set<string>;
}

/**
 * What the jobs have to find in these deliveries, found the plain way: sets of ids, a look through all impressions for each click. Shares
 * nothing with the jobs but the definitions of docs/pipeline.md.
 */
export function expectedOf({ impressions, clicks, events, at: deliveredAt }: Delivered): Expected {
  const once = <T>(records: T[], id: (record: T) => string): T[] => [...new Map(records.toReversed().map((record) => [id(record), record])).values()];
  const adImpressions = once(impressions, (record) => record.impression_id);
  const adClicks = once(clicks, (record) => record.click_id);
  const isAside = (record: EventRecord): boolean => record.occurred_at < deliveredAt - WEEK_MS;
  const posted = once(events.filter((record) => !isAside(record)), (record) => record.event_id);

  const byId = new Map<string, { campaign: string; device: string; creative: string; at: number }[]>();
  const known = (id: string, impression: { campaign: string; device: string; creative: string; at: number }): void => void byId.set(id, [...(byId.get(id) ?? []), impression]);
  for (const record of adImpressions) known(record.impression_id, { campaign: record.campaign_id, device: record.device_type, creative: record.ad_id, at: record.event_timestamp });
  for (const record of posted) if (record.type === 'impression') known(record.event_id, { campaign: record.campaign_id, device: record.device_type ?? '', creative: record.creative_id ?? '', at: record.occurred_at });
  const impressionOf = (id: string, clickedAt: number) => byId.get(id)?.find(({ at }) => clickedAt >= at && clickedAt - at <= BOUND_MS);

  const counted: Counted[] = [];
  const attributions: Counted[] = [];
  for (const record of adImpressions) {
    counted.push({ campaign: record.campaign_id, device: record.device_type, source: 'ad-stream', creative: record.ad_id, user: record.user_id, at: record.event_timestamp, id: record.impression_id, isClick: false, cost: billionths(record.cost), timeToClick: null });
  }
  for (const record of adClicks) {
    const impression = impressionOf(record.impression_id, record.event_timestamp);
    if (impression === undefined) continue;
    counted.push({ ...impression, source: 'ad-stream', user: record.user_id, at: record.event_timestamp, id: record.click_id, isClick: true, cost: 0n, timeToClick: record.event_timestamp - impression.at });
  }
  for (const record of posted) {
    const isClick = record.type === 'click';
    const own = { campaign: record.campaign_id, device: record.device_type ?? '', source: record.source, creative: record.creative_id ?? '', user: record.user_id, at: record.occurred_at, id: record.event_id, isClick };
    counted.push({ ...own, cost: isClick ? 0n : billionths(record.cost ?? 0), timeToClick: null });
    const impression = isClick && record.impression_id ? impressionOf(record.impression_id, record.occurred_at) : undefined;
    if (impression !== undefined) attributions.push({ ...own, cost: 0n, timeToClick: record.occurred_at - impression.at });
  }

  const expected: Expected = { minuteStats: new Map(), breakdowns: new Map(), runs: new Map(), ctr: new Map(), devices: new Map(), countedIds: new Set(counted.map(({ id }) => id)), asideIds: new Set(events.filter(isAside).map((record) => record.event_id)) };
  for (const event of counted) {
    const minute = minuteOf(event.at);
    const device = event.device || 'unknown';
    add(expected.minuteStats, { campaign_id: event.campaign, minute, device_type: device }, event);
    add(expected.breakdowns, { campaign_id: event.campaign, minute, source: event.source, creative_id: event.creative }, event);
    add(expected.ctr, { campaign_id: event.campaign, minute }, event, { ctr: null });
    if (event.id.startsWith('sim_')) add(expected.runs, { run_id: event.id.split('_')[1]! }, event);
  }
  for (const sums of expected.ctr.values()) sums.ctr = sums.impressions === 0 ? null : sums.clicks / sums.impressions;

  const engaged = new Map<string, Counted[]>();
  for (const event of [...counted, ...attributions.map((attribution) => ({ ...attribution, id: '' }))]) {
    const key = JSON.stringify({ minute: minuteOf(event.at), device_type: event.device || 'unknown' });
    engaged.set(key, [...(engaged.get(key) ?? []), event]);
  }
  for (const [key, all] of engaged) {
    const shown = all.filter(({ id, isClick }) => id !== '' && !isClick).length;
    const clicked = all.filter(({ id, isClick }) => id !== '' && isClick).length;
    const times = all.flatMap(({ timeToClick }) => timeToClick ?? []);
    expected.devices.set(key, {
      impressions: shown,
      clicks: clicked,
      ctr: shown === 0 ? null : clicked / shown,
      users: new Set(all.flatMap(({ user }) => user ?? [])).size,
      meanTimeToClick: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length,
    });
  }
  return expected;
}

function add<T extends { impressions: number; clicks: number; spend?: bigint }>(sums: Map<string, T>, key: object, { isClick, cost }: Counted, more: object = {}): void {
  const name = JSON.stringify(key);
  const sum = sums.get(name) ?? ({ impressions: 0, clicks: 0, spend: 0n, ...more } as unknown as T);
  sums.set(name, { ...sum, impressions: sum.impressions + (isClick ? 0 : 1), clicks: sum.clicks + (isClick ? 1 : 0), spend: sum.spend! + cost });
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** Exact for what has at most nine digits behind the point. */
export function billionths(amount: number | string): bigint {
  const [whole, fraction = ''] = (typeof amount === 'number' ? amount.toFixed(9) : amount).split('.');
  return BigInt(whole! + fraction.padEnd(9, '0').slice(0, 9));
}
