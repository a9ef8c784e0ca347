import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, format } from './bench.ts';
import { median } from './measure.ts';
import { cpuSeconds, type Program, runWorker } from './programs.ts';
import type { QueueReport } from './queue-worker.ts';

const RECIPIENTS = 100_000;
const MB = 1024 ** 2;

interface Imported {
  linesPerSecond: number;
  /** Above what the server held before, at the most. */
  peakMb: number;
  serverCpu: number;
}

interface Dispatched {
  recipientsPerSecond: number;
  serverCpu: number;
}

/** A file of recipients on its way in, and messages on their way out. */
export async function measureOutreach(bench: Bench): Promise<void> {
  const rounds = Math.ceil(bench.options.rounds / 3);
  const { server } = await bench.databaseWithProduct('bench_outreach');
  const bare = await bench.createDatabase('bench_outreach_bare', true);

  bench.say(`${format(RECIPIENTS)} recipients: a file of them imported, then all of them sent to…`);
  const imports: Imported[] = [];
  const dispatches: Dispatched[] = [];
  const queues: QueueReport[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const campaign = `bench_outreach_${round}`;
    await call(server, 'POST', '/api/campaigns', { id: campaign, name: 'Bench', daily_budget: 1 });
    imports.push(await importFile(server, campaign, round));
    dispatches.push(await dispatch(server, campaign));
    queues.push(await runWorker('tools/bench/queue-worker.ts', { databaseUrl: bare, campaign, recipients: RECIPIENTS, first: round * RECIPIENTS }));
  }

  const ofImports = (figure: (run: Imported) => number): number => median(imports.map(figure));
  const ofDispatches = (figure: (run: Dispatched) => number): number => median(dispatches.map(figure));
  // Of the worst: what a run has freed, the next one may use again without asking for more.
  const peakMb = Math.max(...imports.map((run) => run.peakMb));
  bench.add(
    `import of ${format(RECIPIENTS)} lines: memory on top`, peakMb, 'MB', '< 200', (value) => value < 200,
    `${format(ofImports(({ linesPerSecond }) => linesPerSecond))} lines/s; ${Math.round(100 * ofImports(({ serverCpu }) => serverCpu))} % of a core`,
  );
  const rate = ofDispatches(({ recipientsPerSecond }) => recipientsPerSecond);
  const ratio = median(dispatches.map(({ recipientsPerSecond }, round) => recipientsPerSecond / queues[round]!.recipientsPerSecond));
  bench.add(
    `dispatch of ${format(RECIPIENTS)}, simulated channel without delay`, rate, 'recipients/s', '≥ 2000', (value) => value >= 2_000,
    `${Math.round(100 * ofDispatches(({ serverCpu }) => serverCpu))} % of a core`,
  );
  bench.add('dispatch ÷ the bare queue, which sends nothing', ratio, '×', '≥ 0.60', (value) => value >= 0.6, `${format(rate)} against ${format(median(queues.map(({ recipientsPerSecond }) => recipientsPerSecond)))} recipients/s`);
  bench.raw.outreach = { imports, dispatches, queues };
}

async function importFile(server: Program, campaign: string, round: number): Promise<Imported> {
  const lines = Array.from({ length: RECIPIENTS }, (_, n) => `Person ${n},person.${round}.${n}@example.com,+49 30 ${1_000_000 + n}`);
  const body = `Name,E-mail,Phone\n${lines.join('\n')}\n`;
  resetPeak(server.pid);
  const before = peakBytes(server.pid);
  const cpu = cpuSeconds(server.pid);
  const started = performance.now();
  const { added } = (await call(server, 'POST', `/api/campaigns/${campaign}/recipients/import?region=DE`, body)) as { added: number };
  const seconds = (performance.now() - started) / 1000;
  if (added !== RECIPIENTS) throw new Error(`${added} of ${RECIPIENTS} lines were added`);
  return { linesPerSecond: RECIPIENTS / seconds, peakMb: (peakBytes(server.pid) - before) / MB, serverCpu: (cpuSeconds(server.pid) - cpu) / seconds };
}

async function dispatch(server: Program, campaign: string): Promise<Dispatched> {
  const cpu = cpuSeconds(server.pid);
  const started = performance.now();
  const { id } = (await call(server, 'POST', `/api/campaigns/${campaign}/dispatches`, { simulated: { delay_ms: [0, 0], failure_rate: 0 } })) as { id: string };
  for (;;) {
    const { status, sent } = (await call(server, 'GET', `/api/dispatches/${id}`)) as { status: string; sent: number };
    if (status === 'completed') {
      if (sent !== RECIPIENTS) throw new Error(`${sent} of ${RECIPIENTS} were sent to`);
      break;
    }
    await sleep(50);
  }
  const seconds = (performance.now() - started) / 1000;
  return { recipientsPerSecond: RECIPIENTS / seconds, serverCpu: (cpuSeconds(server.pid) - cpu) / seconds };
}

async function call({ port }: Program, method: string, path: string, body?: object | string): Promise<unknown> {
  const type = typeof body === 'string' ? 'text/csv' : 'application/json';
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body !== undefined && { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** The most memory that a process has held since {@link resetPeak}: VmHWM of proc(5). */
function peakBytes(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}

function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
