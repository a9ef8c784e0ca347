import { setTimeout as sleep } from 'node:timers/promises';
import { budgetFor } from './demo/demo-budget.ts';
import { DEMO_CAMPAIGNS, type DemoCampaign, UNREGISTERED } from './demo/demo-campaigns.ts';
import { DEMO_OUTREACH, reachOut } from './demo/demo-outreach.ts';
import { talk } from './demo/demo-talk.ts';
import { dayOfTraffic } from './demo/day-of-traffic.ts';
import { onInterrupt, readCommandLine, runCommand, urlOption, UsageError } from './delivery/command-line.ts';
import { count } from './delivery/live-line.ts';
import { MAX_BATCH_EVENTS, postBatch } from './delivery/post-batch.ts';
import { Sender } from './delivery/sender.ts';

const HELP = `Gives a running Flightdeck something to show: campaigns with a day of traffic behind them,
simulated traffic, recipients who are asked for feedback (by a channel that
reaches nobody), and a few words in the team's chat.

  npm run demo -- [options]

  --url ADDRESS        the Flightdeck to fill (default http://localhost:3000)
  --help               this text

Campaigns that are there already are left as they are; only their simulated traffic is started again. "npm start -- --demo"
does the same as soon as it is ready.
`;

const GIVE_UP_AFTER_MS = 60_000;
const ATTEMPTS = 3;

await runCommand(async () => {
  const { options } = readCommandLine({ url: { type: 'string', default: 'http://localhost:3000' }, help: { type: 'boolean', default: false } });
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const url = urlOption(options.url);
  const sender = new Sender({ url, maxConnections: 1, giveUpAfterMs: GIVE_UP_AFTER_MS, say: (message) => console.error(message) });
  onInterrupt(() => sender.stop());
  try {
    const now = Date.now();
    let isNew = false;
    for (const campaign of DEMO_CAMPAIGNS) {
      if (sender.ended !== undefined) break;
      isNew = (await begin(url, sender, campaign, now)) || isNew;
    }
    if (isNew) await send(sender, dayOfTraffic(UNREGISTERED, now));
    if (sender.ended !== undefined) throw new UsageError(`The demo is not complete. ${sender.ended}`);
    for (const outreach of DEMO_OUTREACH) {
      const isBegun = await reachOut(outreach, async (method, path, body) => (await call(url, method, path, body)).json());
      if (isBegun) console.log(`Demo: ${outreach.campaignId}: ${count(outreach.recipients)} recipients are asked for feedback`);
    }
    await talk(url).catch((error: unknown) => {
      throw new UsageError(`The demo's chat is not complete. ${(error as Error).message}`);
    });
  } finally {
    sender.close();
  }
  console.log(`Demo: ${DEMO_CAMPAIGNS.length} campaigns with simulated traffic. Open ${url.origin}/campaigns`);
  return 0;
});

/** @returns whether it is a new campaign */
async function begin(url: URL, sender: Sender, campaign: DemoCampaign, now: number): Promise<boolean> {
  const { id, name, timeZone, status, rate, ctr, scenario } = campaign;
  const events = dayOfTraffic(campaign, now);
  const settings = { id, name, status, time_zone: timeZone, daily_budget: budgetFor(events, campaign, now) };
  const isNew = (await call(url, 'POST', '/api/campaigns', settings, 409)).status === 201;
  if (isNew) {
    console.log(`Demo: ${name}: ${count(events.length)} events of the last day`);
    await send(sender, events);
  }
  if (sender.ended !== undefined) return isNew;
  const path = `/api/campaigns/${id}/simulation`;
  const { status: state } = (await (await call(url, 'GET', path)).json()) as { status: string };
  // Somebody may have changed what runs.
  if (!['running', 'restarting'].includes(state)) await call(url, 'PUT', path, { scenario, rate, ctr });
  return isNew;
}

async function send(sender: Sender, events: string[]): Promise<void> {
  for (let first = 0; first < events.length; first += MAX_BATCH_EVENTS) await postBatch(sender, events.slice(first, first + MAX_BATCH_EVENTS));
}

/** @throws UsageError when the answer is neither a success nor the status that is also expected */
async function call(url: URL, method: string, path: string, body?: object | string, expected?: number): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(new URL(path, url), { method, ...(body && contentOf(body)) }).catch((error: unknown) => error as Error);
    if (response instanceof Response && (response.ok || response.status === expected)) return response;
    const isBusy = response instanceof Error || response.status === 503;
    const reason = response instanceof Error ? response.message : `${response.status} ${await response.text()}`;
    if (!isBusy || attempt === ATTEMPTS) throw new UsageError(`${method} ${url.origin}${path} failed: ${reason}`);
    await sleep(1_000 * attempt);
  }
}

function contentOf(body: object | string): { headers: Record<string, string>; body: string } {
  return typeof body === 'string' ? { headers: { 'content-type': 'text/csv' }, body } : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
