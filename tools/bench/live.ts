import { type Bench, format } from './bench.ts';
import type { LiveReport } from './live-worker.ts';
import { CAMPAIGNS } from './loads.ts';
import { median } from './measure.ts';
import { type Program, runWorker } from './programs.ts';

const SOCKETS = 500;
const RATE = 2_000;
/** The page alone: the other browsers are other people's machines. */
const FEW_SOCKETS = 1;
const DETAIL = '/campaigns/camp_0';
const PAGES = ['/', '/campaigns', DETAIL];

const FIRST_VIEW_BYTES = 220 * 1024;
const LONGEST_TASK_MS = 100;

/** What is committed, on its way to those who watch, and what that costs a browser. */
export async function measureLive(bench: Bench): Promise<void> {
  const { seconds, rounds } = bench.options;
  const { server } = await bench.databaseWithProduct('bench_live');
  await registerCampaigns(server);
  const look = (path: string, sockets: number): Promise<LiveReport> =>
    runWorker('tools/bench/live-worker.ts', { port: server.port, sockets, campaigns: CAMPAIGNS, rate: RATE, seconds: 5 * seconds, path });

  bench.say(`Commit to browser with ${SOCKETS} live connections and ${format(RATE)} events/s…`);
  const crowded: LiveReport[] = [];
  for (let round = 0; round < Math.ceil(rounds / 3); round += 1) crowded.push(await look(DETAIL, SOCKETS));
  const delivered = median(crowded.map((run) => run.delivered.p99));
  const shown = median(crowded.map((run) => run.page.shown.p99));
  const conditions = `${format(median(crowded.map((run) => run.eventsPerSecond)))} events/s, ${format(median(crowded.map((run) => run.messagesPerSecond)))} messages/s`;
  bench.add(`event sent → told to ${SOCKETS} live connections: p99`, delivered, 'ms', '≤ 1000', (value) => value <= 1000, `p50 ${median(crowded.map((run) => run.delivered.p50))} ms; ${conditions}`);
  bench.add('event sent → shown in a browser beside them: p99', shown, 'ms', '≤ 1000', (value) => value <= 1000, `p50 ${median(crowded.map((run) => run.page.shown.p50))} ms`);

  bench.say(`Each page alone at ${format(RATE)} events/s…`);
  const alone: Record<string, LiveReport[]> = {};
  for (const path of PAGES) {
    const runs = (alone[path] = [] as LiveReport[]);
    for (let round = 0; round < Math.ceil(rounds / 3); round += 1) runs.push(await look(path, FEW_SOCKETS));
    const longest = median(runs.map(({ page }) => Math.max(0, ...page.longTasks)));
    bench.add(`${path}: longest task of the main thread`, longest, 'ms', `≤ ${LONGEST_TASK_MS}`, (value) => value <= LONGEST_TASK_MS, `${Math.round(100 * median(runs.map(({ page }) => page.busy)))} % of a core; shown after p50 ${median(runs.map(({ page }) => page.shown.p50))}, p99 ${median(runs.map(({ page }) => page.shown.p99))} ms`);
    bench.add(`${path}: JavaScript of the first view, compressed`, runs[0]!.page.scriptBytes / 1024, 'KB', `≤ ${FIRST_VIEW_BYTES / 1024}`, (value) => value * 1024 <= FIRST_VIEW_BYTES, '');
  }
  bench.raw.live = { crowded, alone };
}

async function registerCampaigns(server: Program): Promise<void> {
  for (let index = 0; index < CAMPAIGNS; index += 1) {
    const body = JSON.stringify({ id: `camp_${index}`, name: `Campaign ${index}`, daily_budget: 1_000 });
    const { status } = await fetch(`http://127.0.0.1:${server.port}/api/campaigns`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (status !== 201) throw new Error(`POST /api/campaigns answered ${status}`);
  }
}
