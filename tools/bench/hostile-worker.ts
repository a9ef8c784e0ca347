import { gzipSync } from 'node:zlib';

/** Sends requests that must be refused, of every kind, as fast as they are refused. */
interface Order {
  port: number;
  requests: number;
}

export interface HostileReport {
  /** Answers by status. */
  statuses: Record<string, number>;
}

const CONNECTIONS = 16;
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };

const nested = '['.repeat(5_000) + ']'.repeat(5_000);
const event = { event_id: 'x', type: 'click', campaign_id: 'c', source: 's', occurred_at: '2026-02-10T21:10:00Z' };
const packed = gzipSync(JSON.stringify(event));

const KINDS: { path: string; headers: Record<string, string>; body: string | Buffer }[] = [
  { path: '/events', headers: JSON_TYPE, body: '{"event_id":' },
  { path: '/events', headers: JSON_TYPE, body: '' },
  { path: '/events', headers: JSON_TYPE, body: JSON.stringify({ ...event, type: 7, occurred_at: 'soon' }) },
  { path: '/events', headers: JSON_TYPE, body: JSON.stringify({ ...event, event_id: 'a\0b' }) },
  { path: '/events', headers: JSON_TYPE, body: JSON.stringify({ ...event, metadata: { deep: '#' } }).replace('"#"', nested) },
  { path: '/events', headers: JSON_TYPE, body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
  { path: '/events', headers: JSON_TYPE, body: `"${'x'.repeat(300_000)}"` },
  { path: '/events', headers: GZIP, body: packed.subarray(0, packed.length - 9) },
  { path: '/events', headers: GZIP, body: gzipSync(Buffer.alloc(20_000_000)) },
  { path: '/events', headers: { 'content-type': 'text/plain' }, body: 'hello' },
  { path: '/events/batch', headers: JSON_TYPE, body: '{}' },
  { path: '/events/batch', headers: { 'content-type': 'application/x-ndjson' }, body: '{\n'.repeat(6_000) },
];

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const statuses: Record<string, number> = {};
let sent = 0;

await Promise.all(
  Array.from({ length: CONNECTIONS }, async () => {
    while (sent < order.requests) {
      const { path, headers, body } = KINDS[sent % KINDS.length]!;
      sent += 1;
      const status = await fetch(`http://127.0.0.1:${order.port}${path}`, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) }).then(
        async (response) => {
          await response.arrayBuffer();
          return String(response.status);
        },
        // The server closes on a body that it refuses unread.
        () => 'closed',
      );
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }),
);

const report: HostileReport = { statuses };
process.stdout.write(JSON.stringify(report));
