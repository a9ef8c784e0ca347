import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from '@jest/globals';

export interface MinutePoint {
  ts: string;
  impressions: number;
  clicks: number;
}

/** A real log and its minutes, counted independently of this product. Not part of the repository. */
const folder = resolve(process.env.SHARED_DATA ?? '../shared/data');
const file = (name: string): string => resolve(folder, `open-bandit-${name}.gz`);

export const REAL_LOG = {
  events: file('events.ndjson'),
  adImpressions: file('ad-impressions.ndjson'),
  adClicks: file('ad-clicks.ndjson'),
  minutes: file('expected-minutes.json'),
  /** Lines of `events`, and how many different events they are. */
  deliveries: 42_207,
  distinct: 40_207,
};

export const hasRealLog = [REAL_LOG.events, REAL_LOG.adImpressions, REAL_LOG.adClicks, REAL_LOG.minutes].every(existsSync);

/** For the name of what is tested with it. */
export const unlessRealLog = hasRealLog ? '' : ` (skipped: ${folder} is missing; SHARED_DATA may name another folder)`;

const MINUTE_MS = 60_000;
/** The most that one GET /stats answers. */
const MAX_POINTS = 50_000;

/** By campaign: its minutes with events, in order. */
export function expectedMinutes(): Record<string, MinutePoint[]> {
  return JSON.parse(gunzipSync(readFileSync(REAL_LOG.minutes)).toString('utf8')) as Record<string, MinutePoint[]>;
}

/** What a product's `GET /stats` says of the campaigns and the time of these minutes. */
export async function measuredMinutes(url: string, expected: Record<string, MinutePoint[]>, granularity = 'minute'): Promise<Record<string, MinutePoint[]>> {
  const campaigns = Object.entries(expected).map(async ([campaign, points]) => {
    const from = Date.parse(points[0]!.ts);
    const to = Date.parse(points.at(-1)!.ts) + MINUTE_MS;
    const series: MinutePoint[] = [];
    for (let start = from; start < to; start += MAX_POINTS * MINUTE_MS) {
      const end = Math.min(to, start + MAX_POINTS * MINUTE_MS);
      const query = new URLSearchParams({ campaign_id: campaign, from: iso(start), to: iso(end), granularity });
      const answer = await fetch(`${url}/stats?${query.toString()}`);
      expect(answer.status).toBe(200);
      series.push(...((await answer.json()) as { series: MinutePoint[] }).series);
    }
    return [campaign, series] as const;
  });
  return Object.fromEntries(await Promise.all(campaigns));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
