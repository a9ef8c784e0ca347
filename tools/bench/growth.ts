import pg from 'pg';
import { type Bench, format } from './bench.ts';
import { fillDatabase, fillMinutes } from './fill.ts';
import { batchesOf500, CAMPAIGNS, rate, ratios, singleEvents } from './loads.ts';
import { type Measured, measure, median } from './measure.ts';
import { type Program, runWorker } from './programs.ts';
import type { StatsReport } from './stats-worker.ts';

/** The same with few and with very many stored events. */
export async function measureGrowth(bench: Bench): Promise<void> {
  const { seconds, rounds, rows } = bench.options;
  const [byOne, byBatch] = [singleEvents(seconds), batchesOf500(seconds)];
  bench.say(`Storing ${format(rows)} events for the growth figures…`);
  const full = await bench.databaseWithProduct('bench_full', async (url) => {
    await fillDatabase(url, rows, (done) => bench.say(`  ${format(done)} of ${format(rows)}`));
    await fillMinutes(url);
  });
  const fresh = await bench.databaseWithProduct('bench_fresh', fillMinutes);
  const warmUp = 3 * (await pagesOf(full.url, 'events_raw_event_id_key'));
  bench.say(`Storing ${format(warmUp)} more in each, until most pages of the index have changed since the checkpoint…`);
  for (const { server } of [fresh, full]) await storeAtLeast(server, warmUp);
  const growth = { single: { fresh: [] as Measured[], full: [] as Measured[] }, batch: { fresh: [] as Measured[], full: [] as Measured[] } };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, order] of [['single', byOne], ['batch', byBatch]] as const) {
      growth[name].fresh.push(await measure(fresh.server, order, bench.postgres.dataDir));
      growth[name].full.push(await measure(full.server, order, bench.postgres.dataDir));
    }
  }
  bench.raw.growth = growth;
  for (const [name, path] of [['single', 'POST /events'], ['batch', 'POST /events/batch']] as const) {
    const { fresh: none, full: many } = growth[name];
    bench.add(`${path} with ${format(rows)} stored ÷ with none`, ratios(many, none), '×', '≥ 0.85', (value) => value >= 0.85, `${format(rate(many))} against ${format(rate(none))} events/s`);
  }

  bench.say('GET /stats over 24 h of minutes while 2,000 events/s arrive…');
  const stats = { fresh: [] as StatsReport[], full: [] as StatsReport[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { server }] of [['fresh', fresh], ['full', full]] as const) {
      stats[name].push(await runWorker('tools/bench/stats-worker.ts', { port: server.port, campaigns: CAMPAIGNS, seconds: 3 * seconds, rate: 2000 }));
    }
  }
  bench.raw.stats = stats;
  for (const [name, label] of [['fresh', 'few raw rows'], ['full', `${format(rows)} raw rows`]] as const) {
    const p99 = median(stats[name].map((run) => run.latencies.p99));
    bench.add(`GET /stats, 24 h, ${label}: p99`, p99, 'ms', '≤ 15', (value) => value <= 15, `p50 ${median(stats[name].map((run) => run.latencies.p50))} ms, ${stats[name][0]!.points} points, ${format(median(stats[name].map((run) => run.eventsPerSecond)))} events/s meanwhile`);
  }
}

/**
 * After a checkpoint the first change of a page writes the whole page to the log. With random event ids each event hits
 * a page of its own, so that the first seconds of every fifteen minutes are slower the larger the index is. Three
 * events for each page leave one in twenty untouched (e⁻³).
 */
async function storeAtLeast(server: Program, events: number): Promise<void> {
  for (let stored = 0; stored < events; ) {
    const { eventsPerSecond } = await measure(server, batchesOf500(2));
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
