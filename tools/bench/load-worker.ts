import { randomUUID } from 'node:crypto';
import { type Answer, BenchConnection, renderRequest } from './http-client.ts';
import { summarise, type Latencies } from './latencies.ts';
import { batchOfEvents, ID } from './sample-events.ts';

/** What the load process is told in its first argument, as JSON. */
export interface LoadOrder {
  port: number;
  connections: number;
  seconds: number;
  /** Events per request: 1 uses POST /events, more POST /events/batch. */
  batch: number;
  campaigns: number;
}

export interface LoadReport {
  requestsPerSecond: number;
  eventsPerSecond: number;
  latencies: Latencies;
  /** Answers by status; anything but 202 makes the figure worthless. */
  statuses: Record<string, number>;
  /** CPU seconds of this process per second: near 1 means that the client was the limit. */
  cpu: number;
}

/** As many different bodies as there are campaigns; only the ids are written anew for each request. */
function renderBodies(order: LoadOrder): { bytes: Buffer; ids: number[] }[] {
  return Array.from({ length: order.campaigns }, (_, campaign) => {
    const events = batchOfEvents(order.batch, campaign);
    const body = JSON.stringify(order.batch === 1 ? events[0] : events);
    const { bytes, bodyStart } = renderRequest('POST', order.batch === 1 ? '/events' : '/events/batch', { 'content-type': 'application/json' }, body);
    const ids: number[] = [];
    for (let at = body.indexOf(ID); at !== -1; at = body.indexOf(ID, at + 1)) ids.push(bodyStart + at);
    return { bytes, ids };
  });
}

/** Sends as fast as the server answers: each connection has one request under way. */
async function run(order: LoadOrder): Promise<LoadReport> {
  const connections = await Promise.all(Array.from({ length: order.connections }, () => BenchConnection.open(order.port)));
  const templates = renderBodies(order);
  const statuses: Record<string, number> = {};
  const samples: number[] = [];
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const end = start + order.seconds * 1000;

  /** Sends the next request when the last is answered, until the time is over. */
  function keepSending(connection: BenchConnection, number: number): Promise<void> {
    const bodies = templates.map(({ bytes, ids }) => ({ bytes: Buffer.from(bytes), ids }));
    return new Promise((resolve, reject) => {
      let count = number;
      let sent = 0;
      const next = (): void => {
        const { bytes, ids } = bodies[count % bodies.length]!;
        count += 1;
        for (const at of ids) bytes.write(randomUUID(), at, 'latin1');
        sent = performance.now();
        connection.send(bytes, answered);
      };
      const answered = (answer: Answer | Error): void => {
        if (answer instanceof Error) return reject(answer);
        const now = performance.now();
        samples.push(now - sent);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        if (now < end) next();
        else resolve();
      };
      next();
    });
  }

  await Promise.all(connections.map((connection, number) => keepSending(connection, number)));

  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.close();
  return {
    requestsPerSecond: samples.length / seconds,
    eventsPerSecond: (samples.length * order.batch) / seconds,
    latencies: summarise(samples),
    statuses,
    cpu: (cpu.user + cpu.system) / 1e6 / seconds,
  };
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as LoadOrder)));
