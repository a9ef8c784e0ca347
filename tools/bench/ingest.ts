import { spawnSync } from 'node:child_process';
import { type Bench, format } from './bench.ts';
import type { HostileReport } from './hostile-worker.ts';
import { batchesOf500, CAMPAIGNS, describe, limits, rate, ratios, singleEvents } from './loads.ts';
import { type Measured, measure, median } from './measure.ts';
import { ROOT, runWorker } from './programs.ts';
import type { SqlReport } from './sql-worker.ts';

const SQL_CONNECTIONS = 2;
const HOSTILE_REQUESTS = 3_000;

/** Taking events, against a server that does nothing with them and against the bare statement. */
export async function measureIngest(bench: Bench): Promise<void> {
  const { seconds, rounds } = bench.options;
  const [byOne, byBatch] = [singleEvents(seconds), batchesOf500(seconds)];
  compilePeer();
  const empty = await bench.databaseWithProduct('bench_empty');
  const bare = await bench.start('tools/bench/baseline-fastify.ts');
  const peer = await bench.start('.build/peer/tools/bench/peer/main.js', { DATABASE_URL: await bench.createDatabase('bench_peer', true) });

  bench.say('Warming up…');
  for (const server of [empty.server, bare, peer]) await measure(server, { ...byOne, seconds: 3 });

  bench.say('POST /events, 64 connections: bare Fastify, the product, the plain Prisma insert, in turn…');
  const single = { bare: [] as Measured[], product: [] as Measured[], peer: [] as Measured[] };
  for (let round = 0; round < rounds; round += 1) {
    single.bare.push(await measure(bare, byOne));
    single.product.push(await measure(empty.server, byOne, bench.postgres.dataDir));
    single.peer.push(await measure(peer, byOne, bench.postgres.dataDir));
  }
  bench.raw.single = single;
  const productRate = rate(single.product);
  bench.add('POST /events ÷ bare Fastify', ratios(single.product, single.bare), '×', '≥ 0.60', (value) => value >= 0.6, describe(single.product, single.bare));
  bench.add('POST /events p99', median(single.product.map((run) => run.latencies.p99)), 'ms', '≤ 30', (value) => value <= 30, `p50 ${median(single.product.map((run) => run.latencies.p50))} ms`);
  bench.add('POST /events ÷ one Prisma insert per request', ratios(single.product, single.peer), '×', '—', () => true, `${format(productRate)} against ${format(rate(single.peer))} events/s; the peer's p99 is ${median(single.peer.map((run) => run.latencies.p99))} ms`);

  /** Both in turn: alone, the drift of the machine would be taken for an effect. */
  const besideBare = async () => {
    const runs = { bare: [] as Measured[], product: [] as Measured[] };
    for (let round = 0; round < rounds; round += 1) {
      runs.bare.push(await measure(bare, byOne));
      runs.product.push(await measure(empty.server, byOne, bench.postgres.dataDir));
    }
    return runs;
  };
  bench.say(`POST /events before and after ${format(HOSTILE_REQUESTS)} requests that must be refused…`);
  const calm = await besideBare();
  const hostile = await runWorker<HostileReport>('tools/bench/hostile-worker.ts', { port: empty.server.port, requests: HOSTILE_REQUESTS });
  const after = await besideBare();
  bench.raw.hostile = { calm, hostile, after };
  bench.add('POST /events after hostile requests ÷ before', ratios(after.product, after.bare) / ratios(calm.product, calm.bare), '×', '≥ 0.90', (value) => value >= 0.9, `answers to the hostile ones: ${JSON.stringify(hostile.statuses)}`);

  bench.say('POST /events/batch of 500: the bare statement and the product, in turn…');
  const batch = { sql: [] as SqlReport[], product: [] as Measured[] };
  const sqlDatabase = await bench.createDatabase('bench_sql', true);
  for (let round = 0; round < rounds; round += 1) {
    batch.sql.push(await runWorker('tools/bench/sql-worker.ts', { databaseUrl: sqlDatabase, connections: SQL_CONNECTIONS, batch: 500, seconds, campaigns: CAMPAIGNS }));
    batch.product.push(await measure(empty.server, byBatch, bench.postgres.dataDir));
  }
  bench.raw.batch = batch;
  bench.add('POST /events/batch ÷ the bare statement', ratios(batch.product, batch.sql), '×', '≥ 0.70', (value) => value >= 0.7, `${format(rate(batch.product))} against ${format(rate(batch.sql))} events/s (${SQL_CONNECTIONS} connections each); ${limits(batch.product)}`);
}

/** The peer uses decorators, which only the compiler understands. */
function compilePeer(): void {
  const { status, stdout } = spawnSync(process.execPath, ['node_modules/typescript-native/bin/tsc', '-p', 'tools/bench/peer/tsconfig.json'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the peer does not compile:\n${stdout}`);
}
