import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { APPEND_EVENTS } from '../../libs/events/adapters/postgres/append-events.sql.ts';
import { batchOfEvents, ID } from './sample-events.ts';

/** Feeds the bare statement, without a server, from as many connections as the server uses. */
interface Order {
  databaseUrl: string;
  connections: number;
  batch: number;
  seconds: number;
  campaigns: number;
}

export interface SqlReport {
  eventsPerSecond: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
let events = 0;
const start = performance.now();
const end = start + order.seconds * 1000;

/** The arrays of a statement, as the driver takes them; only the ids are new for each. */
function columnsOf(campaign: number): unknown[][] {
  const rows = batchOfEvents(order.batch, campaign);
  return [
    rows.map(() => ID),
    rows.map(() => ID),
    rows.map((row) => row.type),
    rows.map((row) => row.campaign_id),
    rows.map((row) => row.creative_id),
    rows.map((row) => row.source),
    rows.map((row) => Date.parse(row.occurred_at) / 1000),
    rows.map((row) => row.user_id),
    rows.map((row) => JSON.stringify(row.metadata)),
  ];
}

await Promise.all(
  Array.from({ length: order.connections }, async (_, number) => {
    const client = new pg.Client({ connectionString: order.databaseUrl });
    await client.connect();
    const templates = Array.from({ length: order.campaigns }, (_unused, campaign) => columnsOf(campaign));
    for (let count = number; performance.now() < end; count += 1) {
      const columns = templates[count % templates.length]!;
      columns[0] = columns[0]!.map(() => randomUUID());
      columns[1] = columns[1]!.map(() => randomUUID()).sort();
      await client.query({ name: 'append', text: APPEND_EVENTS, values: columns });
      events += order.batch;
    }
    await client.end();
  }),
);

const report: SqlReport = { eventsPerSecond: events / ((performance.now() - start) / 1000) };
process.stdout.write(JSON.stringify(report));
