import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { build } from '../build.mjs';
import { startThrowAwayPostgres } from '../throw-away-postgres.mjs';
import { fillDatabase, fillMinutes } from './fill.ts';
import type { HostileReport } from './hostile-worker.ts';
import { type Measured, measure, median } from './measure.ts';
import { type Program, ROOT, runWorker, startProgram } from './programs.ts';
import type { SqlReport } from './sql-worker.ts';
import type { StatsReport } from './stats-worker.ts';

const HELP = `npm run bench -- [options]

Measures the ingest and stats targets, each as a ratio against a baseline in the same run.

  --seconds N   length of each load, default 2
  --rounds N    how often each pair is measured, default 9; the median counts
  --rows N      stored events for the growth figures, default 10000000
  --out FILE    where the JSON result goes, default bench-results/<time>.json
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '9' },
    rows: { type: 'string', default: '10000000' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const seconds = wholeNumber('seconds');
const rounds = wholeNumber('rounds');
const rows = wholeNumber('rows');

const CAMPAIGNS = 10;
const SINGLE = { connections: 64, batch: 1, campaigns: CAMPAIGNS, seconds };
const BATCH = { connections: 4, batch: 500, campaigns: CAMPAIGNS, seconds };
const SQL_CONNECTIONS = 2;
const HOSTILE_REQUESTS = 3_000;

interface Result {
  name: string;
  value: number;
  unit: string;
  target: string;
  met: boolean;
  detail: string;
}

const results: Result[] = [];
const raw: Record<string, unknown> = {};

await build();
compilePeer();
const postgres = await startThrowAwayPostgres({ durable: true });
const running: Program[] = [];
try {
  const empty = await databaseWithProduct('bench_empty');
  const bare = await start('tools/bench/baseline-fastify.ts');
  const peer = await start('.build/peer/tools/bench/peer/main.js', { DATABASE_URL: await createDatabase('bench_peer', true) });

  say('Warming up…');
  for (const server of [empty.server, bare, peer]) await measure(server, { ...SINGLE, seconds: 3 });

  say('POST /events, 64 connections: bare Fastify, the product, the plain Prisma insert, in turn…');
  const single = { bare: [] as Measured[], product: [] as Measured[], peer: [] as Measured[] };
  for (let round = 0; round < rounds; round += 1) {
    single.bare.push(await measure(bare, SINGLE));
    single.product.push(await measure(empty.server, SINGLE, postgres.dataDir));
    single.peer.push(await measure(peer, SINGLE, postgres.dataDir));
  }
  raw.single = single;
  const productRate = rate(single.product);
  add('POST /events ÷ bare Fastify', ratios(single.product, single.bare), '×', '≥ 0.60', (value) => value >= 0.6, describe(single.product, single.bare));
  add('POST /events p99', median(single.product.map((run) => run.latencies.p99)), 'ms', '≤ 30', (value) => value <= 30, `p50 ${median(single.product.map((run) => run.latencies.p50))} ms`);
  add('POST /events ÷ one Prisma insert per request', ratios(single.product, single.peer), '×', '—', () => true, `${format(productRate)} against ${format(rate(single.peer))} events/s; the peer's p99 is ${median(single.peer.map((run) => run.latencies.p99))} ms`);

  /** Both in turn: alone, the drift of the machine would be taken for an effect. */
  const besideBare = async () => {
    const runs = { bare: [] as Measured[], product: [] as Measured[] };
    for (let round = 0; round < rounds; round += 1) {
      runs.bare.push(await measure(bare, SINGLE));
      runs.product.push(await measure(empty.server, SINGLE, postgres.dataDir));
    }
    return runs;
  };
  say(`POST /events before and after ${format(HOSTILE_REQUESTS)} requests that must be refused…`);
  const calm = await besideBare();
  const hostile = await runWorker<HostileReport>('tools/bench/hostile-worker.ts', { port: empty.server.port, requests: HOSTILE_REQUESTS });
  const after = await besideBare();
  raw.hostile = { calm, hostile, after };
  add('POST /events after hostile requests ÷ before', ratios(after.product, after.bare) / ratios(calm.product, calm.bare), '×', '≥ 0.90', (value) => value >= 0.9, `answers to the hostile ones: ${JSON.stringify(hostile.statuses)}`);

  say('POST /events/batch of 500: the bare statement and the product, in turn…');
  const batch = { sql: [] as SqlReport[], product: [] as Measured[] };
  const sqlDatabase = await createDatabase('bench_sql', true);
  for (let round = 0; round < rounds; round += 1) {
    batch.sql.push(await runWorker('tools/bench/sql-worker.ts', { databaseUrl: sqlDatabase, connections: SQL_CONNECTIONS, batch: 500, seconds, campaigns: CAMPAIGNS }));
    batch.product.push(await measure(empty.server, BATCH, postgres.dataDir));
  }
  raw.batch = batch;
  add('POST /events/batch ÷ the bare statement', ratios(batch.product, batch.sql), '×', '≥ 0.70', (value) => value >= 0.7, `${format(rate(batch.product))} against ${format(rate(batch.sql))} events/s (${SQL_CONNECTIONS} connections each); ${limits(batch.product)}`);

  say(`Storing ${format(rows)} events for the growth figures…`);
  const full = await databaseWithProduct('bench_full', async (url) => {
    await fillDatabase(url, rows, (done) => say(`  ${format(done)} of ${format(rows)}`));
    await fillMinutes(url);
  });
  const fresh = await databaseWithProduct('bench_fresh', fillMinutes);
  const warmUp = 3 * (await pagesOf(full.url, 'events_raw_event_id_key'));
  say(`Storing ${format(warmUp)} more in each, until most pages of the index have changed since the checkpoint…`);
  for (const { server } of [fresh, full]) await storeAtLeast(server, warmUp);
  const growth = { single: { fresh: [] as Measured[], full: [] as Measured[] }, batch: { fresh: [] as Measured[], full: [] as Measured[] } };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, order] of [['single', SINGLE], ['batch', BATCH]] as const) {
      growth[name].fresh.push(await measure(fresh.server, order, postgres.dataDir));
      growth[name].full.push(await measure(full.server, order, postgres.dataDir));
    }
  }
  raw.growth = growth;
  for (const [name, path] of [['single', 'POST /events'], ['batch', 'POST /events/batch']] as const) {
    const { fresh: none, full: many } = growth[name];
    add(`${path} with ${format(rows)} stored ÷ with none`, ratios(many, none), '×', '≥ 0.85', (value) => value >= 0.85, `${format(rate(many))} against ${format(rate(none))} events/s`);
  }

  say('GET /stats over 24 h of minutes while 2,000 events/s arrive…');
  const stats = { fresh: [] as StatsReport[], full: [] as StatsReport[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { server }] of [['fresh', fresh], ['full', full]] as const) {
      stats[name].push(await runWorker('tools/bench/stats-worker.ts', { port: server.port, campaigns: CAMPAIGNS, seconds: 3 * seconds, rate: 2000 }));
    }
  }
  raw.stats = stats;
  for (const [name, label] of [['fresh', 'few raw rows'], ['full', `${format(rows)} raw rows`]] as const) {
    const p99 = median(stats[name].map((run) => run.latencies.p99));
    add(`GET /stats, 24 h, ${label}: p99`, p99, 'ms', '≤ 15', (value) => value <= 15, `p50 ${median(stats[name].map((run) => run.latencies.p50))} ms, ${stats[name][0]!.points} points, ${format(median(stats[name].map((run) => run.eventsPerSecond)))} events/s meanwhile`);
  }
} finally {
  for (const program of running) await program.stop();
  await postgres.remove();
}

print();

/**
 * After a checkpoint the first change of a page writes the whole page to the log. With random event ids each event hits
 * a page of its own, so that the first seconds of every fifteen minutes are slower the larger the index is. Three
 * events for each page leave one in twenty untouched (e⁻³).
 */
async function storeAtLeast(server: Program, events: number): Promise<void> {
  for (let stored = 0; stored < events; ) {
    const { eventsPerSecond } = await measure(server, { ...BATCH, seconds: 2 });
    stored += 2 * eventsPerSecond;
  }
}

async function pagesOf(url: string, relation: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: sizes } = await client.query<{ pages: number }>(`SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int AS pages`, [relation]);
  await client.end();
  return sizes[0]!.pages;
}

async function databaseWithProduct(name: string, fill?: (url: string) => Promise<void>): Promise<{ url: string; server: Program }> {
  const url = await createDatabase(name, fill !== undefined);
  await fill?.(url);
  return { url, server: await start('dist/apps/api/src/main.js', { DATABASE_URL: url }) };
}

async function start(script: string, env: Record<string, string> = {}): Promise<Program> {
  const program = await startProgram(script, env);
  running.push(program);
  return program;
}

async function createDatabase(name: string, migrated: boolean): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  if (migrated) {
    const { migrate } = (await import(join(ROOT, 'dist/libs/platform/migrator.js'))) as { migrate: (url: string, directory: string) => Promise<string[]> };
    await migrate(url.href, join(ROOT, 'prisma/migrations'));
  }
  return url.href;
}

/** The peer uses decorators, which only the compiler understands. */
function compilePeer(): void {
  const { status, stdout } = spawnSync(process.execPath, ['node_modules/typescript-native/bin/tsc', '-p', 'tools/bench/peer/tsconfig.json'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the peer does not compile:\n${stdout}`);
}

function rate(runs: { eventsPerSecond: number }[]): number {
  return median(runs.map((run) => run.eventsPerSecond));
}

/** Pair by pair, so that a machine whose speed drifts does not decide. */
function ratios(runs: { eventsPerSecond: number }[], baseline: { eventsPerSecond: number }[]): number {
  return median(runs.map((run, index) => run.eventsPerSecond / baseline[index]!.eventsPerSecond));
}

function describe(product: Measured[], baseline: Measured[]): string {
  return `${format(rate(product))} against ${format(rate(baseline))} events/s; ${limits(product)}`;
}

/** Cores used by each side: who is near 1, or the sum near the number of cores, was the limit. */
function limits(runs: Measured[]): string {
  const of = (pick: (run: Measured) => number): number => median(runs.map(pick));
  const [client, server, database] = [of((run) => run.cpu), of((run) => run.serverCpu), of((run) => run.databaseCpu)];
  return `cores used: client ${client.toFixed(2)}, server ${server.toFixed(2)}, database ${database.toFixed(2)} of ${cpus().length}`;
}

function add(name: string, value: number, unit: string, target: string, isMet: (value: number) => boolean, detail: string): void {
  const result = { name, value: Math.round(value * 100) / 100, unit, target, met: isMet(value), detail };
  results.push(result);
  say(`  ${line(result)}`);
}

function line({ name, value, unit, target, met, detail }: Result): string {
  return `${met ? '✓' : '✗'} ${name}: ${value} ${unit} (target ${target}); ${detail}`;
}

function print(): void {
  const file = values.out ?? join(ROOT, 'bench-results', `${new Date().toISOString().replaceAll(':', '-')}.json`);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, cores: cpus().length, seconds, rounds, rows, results, raw }, null, 2)}\n`);
  process.stdout.write(`\n${results.map(line).join('\n')}\n\nAll figures: ${file}\n`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function format(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function wholeNumber(name: 'seconds' | 'rounds' | 'rows'): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) {
    process.stderr.write(`--${name} must be a whole number of at least 1; it is ${values[name]}.\n`);
    process.exit(1);
  }
  return value;
}
