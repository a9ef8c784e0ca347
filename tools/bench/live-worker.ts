import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { CommitLog, type CommitWatcher } from './commit-log.ts';
import { BenchConnection, renderRequest } from './http-client.ts';
import { type Latencies, summarise } from './latencies.ts';
import { batchOfEvents, ID } from './sample-events.ts';
import { ALL, openWatchedPage, type PageReport } from './watched-page.ts';

/** A team has pages open while events arrive at a steady rate: many connections, and one real browser among them. */
interface Order {
  port: number;
  /** Live connections; half watch the list of campaigns, half the page of one. */
  sockets: number;
  campaigns: number;
  /** Events per second. */
  rate: number;
  seconds: number;
  /** Opened in the browser. */
  path: string;
}

export interface LiveReport {
  /** From sending an event until a connection was told a figure that has it in it. */
  delivered: Latencies;
  /** The same until the browser's page showed it. */
  page: PageReport;
  messagesPerSecond: number;
  eventsPerSecond: number;
}

interface Told {
  key: string;
  body: { figures?: { campaign_id: string; impressions: number }[] };
}

const EVENT_BATCH = 50;
const WARM_UP_MS = 3_000;
/** Every other batch is of the first campaign, whose page the browser may show. */
const BUSY = 2;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const ids = Array.from({ length: order.campaigns }, (_, index) => `camp_${index}`);
const log = new CommitLog(await readTotals());
let messages = 0;
let events = 0;

const sockets = await Promise.all(Array.from({ length: order.sockets }, (_, number) => connect(number)));
const sending = new AbortController();
const sent = send(sending.signal);
// Only a campaign that has events shows figures.
await sleep(WARM_UP_MS);
const page = await openWatchedPage(`http://127.0.0.1:${order.port}${order.path}`);
await sleep(WARM_UP_MS);
const watchers = sockets.map((socket) => watch(socket));
const pageWatcher = log.watcher();
await page.start();
messages = events = 0;
const started = performance.now();
await sleep(order.seconds * 1000);
const elapsed = (performance.now() - started) / 1000;
const [messagesPerSecond, eventsPerSecond] = [messages / elapsed, events / elapsed];
sending.abort();
await sent;
// What was sent last is shown a moment later.
await sleep(1_000);
const shown = await page.stop(pageWatcher);
for (const socket of sockets) socket.disconnect();
const report: LiveReport = { delivered: summarise(watchers.flatMap(({ latencies }) => latencies)), page: shown, messagesPerSecond, eventsPerSecond };
process.stdout.write(JSON.stringify(report));

async function readTotals(): Promise<Map<string, number>> {
  const response = await fetch(`http://127.0.0.1:${order.port}/api/campaigns?limit=200`);
  const { items } = (await response.json()) as { items: { id: string; figures: { impressions: number } }[] };
  return new Map([...items.map(({ id, figures }) => [id, figures.impressions] as const), [ALL, items.reduce((sum, { figures }) => sum + figures.impressions, 0)]]);
}

/** Watches what the pages do, and confirms at once. */
async function connect(number: number): Promise<Socket> {
  const socket = io(`http://127.0.0.1:${order.port}/live`, { transports: ['websocket'], forceNew: true });
  socket.on('live', (_: Told[], acknowledge: () => void) => {
    messages += 1;
    acknowledge();
  });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  const id = ids[number % ids.length]!;
  if (number % 2 === 0) {
    socket.emit('watch', { key: 'figures', topic: 'figures', params: { ids } });
  } else {
    socket.emit('watch', { key: 'figures', topic: 'figures', params: { ids: [id] } });
    socket.emit('watch', { key: 'report', topic: 'report', params: { campaign_id: id, window: '1h', granularity: 'minute' } });
    socket.emit('watch', { key: 'feed', topic: 'feed', params: { campaign_id: id } });
    socket.emit('watch', { key: 'simulation', topic: 'simulation', params: { campaign_id: id } });
  }
  return socket;
}

function watch(socket: Socket): CommitWatcher {
  const watcher = log.watcher();
  socket.on('live', (told: Told[]) => {
    const now = Date.now();
    for (const { body } of told) for (const { campaign_id: id, impressions } of body.figures ?? []) watcher.shown(id, impressions, now);
  });
  return watcher;
}

async function send(signal: AbortSignal): Promise<void> {
  const connection = await BenchConnection.open(order.port);
  const start = performance.now();
  for (let count = 0; !signal.aborted; count += 1) {
    const wait = start + (count * EVENT_BATCH * 1000) / order.rate - performance.now();
    if (wait > 0) await sleep(wait);
    const campaign = count % BUSY === 0 ? 0 : count % order.campaigns;
    const batch = batchOfEvents(EVENT_BATCH, campaign);
    const at = Date.now();
    const body = JSON.stringify(batch).replaceAll(ID, () => randomUUID());
    const { status } = await connection.request(renderRequest('POST', '/events/batch', { 'content-type': 'application/json' }, body).bytes);
    if (status !== 202) throw new Error(`POST /events/batch answered ${status}`);
    events += EVENT_BATCH;
    const impressions = batch.filter(({ type }) => type === 'impression').length;
    for (const name of [ids[campaign]!, ALL]) log.add(name, impressions, at);
  }
  connection.close();
}
