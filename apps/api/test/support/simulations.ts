import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import pg from 'pg';
import type { SimulationBody } from '../../src/traffic/simulation.schema.ts';
import { eventually } from './eventually.ts';
import { type Answer, send } from './http.ts';

/** Registers a campaign, past the product. */
export async function insertCampaign(databaseUrl: string): Promise<string> {
  const id = `camp_${randomUUID()}`;
  await query(
    databaseUrl,
    `INSERT INTO campaigns (id, name, daily_budget, status, status_since, time_zone, version, created_at, updated_at)
     VALUES ($1, 'Simulated', 100, 'active', now(), 'UTC', 1, now(), now())`,
    [id],
  );
  return id;
}

export async function query<Row extends pg.QueryResultRow>(databaseUrl: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

export function put(url: string, campaignId: string, body: unknown): Promise<Answer> {
  return send(`${url}/api/campaigns/${campaignId}/simulation`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

export async function read(url: string, campaignId: string): Promise<SimulationBody> {
  const answer = await send(`${url}/api/campaigns/${campaignId}/simulation`);
  expect(answer.status).toBe(200);
  return answer.body as SimulationBody;
}

export async function stop(url: string, campaignId: string): Promise<SimulationBody> {
  const answer = await send(`${url}/api/campaigns/${campaignId}/simulation`, { method: 'DELETE' });
  expect(answer.status).toBe(200);
  return answer.body as SimulationBody;
}

export function crash(url: string, campaignId: string): Promise<Answer> {
  return send(`${url}/api/campaigns/${campaignId}/simulation/crash`, { method: 'POST' });
}

export function reaches(url: string, campaignId: string, expected: Partial<SimulationBody>): Promise<SimulationBody> {
  return eventually(async () => {
    const body = await read(url, campaignId);
    expect(body).toMatchObject(expected);
    return body;
  });
}

/** As if it had crashed five times just now: with the next crash it gives up. No process may be running it. */
export async function exhaustRestarts(databaseUrl: string, campaignId: string): Promise<void> {
  const crashes = { streak: 5, times: Array.from({ length: 5 }, () => Date.now()) };
  await query(databaseUrl, 'UPDATE simulations SET restarts = 5, crashes = $2 WHERE campaign_id = $1', [campaignId, JSON.stringify(crashes)]);
}

/** It has sent at least so many events. */
export function sends(url: string, campaignId: string, events: number): Promise<SimulationBody> {
  return eventually(async () => {
    const body = await read(url, campaignId);
    expect(body.sent.impressions + body.sent.clicks).toBeGreaterThanOrEqual(events);
    return body;
  });
}

/** Some process runs it now: it sends more than it had. */
export async function goesOn(url: string, campaignId: string): Promise<void> {
  const { sent } = await read(url, campaignId);
  await sends(url, campaignId, sent.impressions + sent.clicks + 1);
}

/** The panel, the minutes and the stored events of a simulation that has ended all say the same. */
export async function expectExact(url: string, databaseUrl: string, { campaign_id, sent, counted, agrees }: SimulationBody): Promise<void> {
  expect({ agrees, counted }).toEqual({ agrees: true, counted: { impressions: sent.impressions, clicks: sent.clicks, duplicates: sent.repeats } });
  const day = 86_400_000;
  const range = new URLSearchParams({ campaign_id, from: new Date(Date.now() - day).toISOString(), to: new Date(Date.now() + day).toISOString() });
  const { series } = (await send(`${url}/stats?${range.toString()}`)).body as { series: { impressions: number; clicks: number }[] };
  const sum = (type: 'impressions' | 'clicks'): number => series.reduce((total, point) => total + point[type], 0);
  expect({ impressions: sum('impressions'), clicks: sum('clicks') }).toEqual({ impressions: sent.impressions, clicks: sent.clicks });
  const stored = await query<{ count: number }>(databaseUrl, 'SELECT count(*)::int AS count FROM events_raw WHERE campaign_id = $1', [campaign_id]);
  expect(stored).toEqual([{ count: sent.impressions + sent.clicks }]);
}
