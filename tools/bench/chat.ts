import pg from 'pg';
import { type Bench, format } from './bench.ts';
import type { ChatBurstReport } from './chat-burst-worker.ts';
import type { ChatReport } from './chat-worker.ts';
import { BenchConnection, renderRequest } from './http-client.ts';
import { type Latencies, summarise } from './latencies.ts';
import { median } from './measure.ts';
import { type Program, runWorker } from './programs.ts';

const MEMBERS = 300;
const RATE = 50;
const FEW = 100;
const MANY = 100_000;
const READERS = 4;

/** What is said, on its way to everybody; and what a long history costs those who read it and those who add to it. */
export async function measureChat(bench: Bench): Promise<void> {
  const { seconds, rounds } = bench.options;
  const few = await bench.databaseWithProduct('bench_chat_few', (url) => fillMessages(url, FEW));
  const many = await bench.databaseWithProduct('bench_chat_many', (url) => fillMessages(url, MANY));

  bench.say(`Pages of the history with ${format(FEW)} and ${format(MANY)} messages stored…`);
  const reads: Record<string, { few: Latencies[]; many: Latencies[] }> = {};
  for (const [name, middle] of [['first page', false], ['page from the middle', true]] as const) {
    const page = (stored: number): string => `/api/chat/messages${middle ? `?before=${stored / 2 + 1}` : ''}`;
    const both = (reads[name] = { few: [] as Latencies[], many: [] as Latencies[] });
    for (let round = 0; round < rounds; round += 1) {
      both.few.push(await readPages(few.server, page(FEW), seconds));
      both.many.push(await readPages(many.server, page(MANY), seconds));
    }
    const ratio = median(both.many.map(({ p50 }, index) => p50 / both.few[index]!.p50));
    bench.add(`GET /api/chat/messages, ${name}: p50 with ${format(MANY)} messages ÷ with ${format(FEW)}`, ratio, '×', '≤ 1.25', (value) => value <= 1.25, `${describe(both.many)} against ${describe(both.few)}`);
  }

  bench.say(`Messages that ${MEMBERS} connections send at once…`);
  const bursts = { few: [] as ChatBurstReport[], many: [] as ChatBurstReport[] };
  for (let round = 0; round < Math.ceil(rounds / 3); round += 1) {
    bursts.few.push(await runWorker('tools/bench/chat-burst-worker.ts', { port: few.server.port, members: MEMBERS, rounds: 2 }));
    bursts.many.push(await runWorker('tools/bench/chat-burst-worker.ts', { port: many.server.port, members: MEMBERS, rounds: 2 }));
  }
  const [rateOfFew, rateOfMany] = [bursts.few, bursts.many].map((runs) => median(runs.map(({ messagesPerSecond }) => messagesPerSecond)));
  const kept = median(bursts.many.map(({ messagesPerSecond }, index) => messagesPerSecond / bursts.few[index]!.messagesPerSecond));
  bench.add(`chat_send with ${format(MANY)} messages stored ÷ with few`, kept, '×', '≥ 0.85', (value) => value >= 0.85, `${format(rateOfMany!)} against ${format(rateOfFew!)} messages/s`);

  bench.say(`Message to everybody with ${MEMBERS} joined connections and ${RATE} messages/s…`);
  const talks: ChatReport[] = [];
  for (let round = 0; round < Math.ceil(rounds / 3); round += 1) {
    talks.push(await runWorker('tools/bench/chat-worker.ts', { port: many.server.port, pid: many.server.pid, members: MEMBERS, rate: RATE, seconds: 30 * seconds }));
  }
  const of = (figure: (run: ChatReport) => number): number => median(talks.map(figure));
  bench.add(`message sent → told to ${MEMBERS - 1} others: p99`, of((run) => run.delivered.p99), 'ms', '≤ 1000', (value) => value <= 1000, `p50 ${of((run) => run.delivered.p50)} ms; ${format(of((run) => run.messagesPerSecond))} messages/s, ${format(of((run) => run.packetsPerSecond))} packets/s; ${Math.round(100 * of((run) => run.serverCpu))} % of a core`);
  bench.add('message sent → acknowledged: p99', of((run) => run.acknowledged.p99), 'ms', '≤ 1000', (value) => value <= 1000, `p50 ${of((run) => run.acknowledged.p50)} ms`);
  bench.raw.chat = { reads, bursts, talks };
}

async function fillMessages(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO chat_users (id, name, name_key, read_up_to, created_at)
       SELECT gen_random_uuid(), 'Former ' || number, 'former ' || number, 0, now() FROM generate_series(1, 50) AS number`,
    );
    await client.query(
      `INSERT INTO chat_messages (sequence, user_id, client_id, text, sent_at)
       SELECT number, ids[1 + number % 50], gen_random_uuid(), 'message ' || number || ': shall we pause #camp_1 until the new creatives are there?', now()
       FROM generate_series(1, $1::int) AS number, (SELECT array_agg(id) AS ids FROM chat_users) AS users`,
      [count],
    );
    await client.query('UPDATE chat_room SET last_sequence = $1', [count]);
    await client.query('VACUUM (ANALYZE) chat_messages');
  } finally {
    await client.end();
  }
}

/** Several read the same page again and again. */
async function readPages({ port }: Program, path: string, seconds: number): Promise<Latencies> {
  const { bytes } = renderRequest('GET', path, {}, '');
  const samples: number[] = [];
  const end = performance.now() + seconds * 1000;
  const read = async (): Promise<void> => {
    const connection = await BenchConnection.open(port);
    while (performance.now() < end) {
      const sent = performance.now();
      const { status } = await connection.request(bytes);
      samples.push(performance.now() - sent);
      if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return summarise(samples);
}

function describe(runs: Latencies[]): string {
  return `p50 ${median(runs.map(({ p50 }) => p50))}, p99 ${median(runs.map(({ p99 }) => p99))} ms`;
}
