import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WebhookReceiver {
  /** What a process needs to know to send here. */
  env: { WEBHOOK_URL: string; WEBHOOK_SECRET: string };
  /** How often each key has arrived. */
  arrived: Map<string, number>;
  close(): Promise<void>;
}

interface Arrival {
  key: string;
  recipient: { name: string; email: string | null };
  attempt: number;
}

/** A program that takes messages, on a free port. `answer` says with which status. */
export async function startWebhookReceiver(answer: (arrival: Arrival) => number | Promise<number> = () => 204): Promise<WebhookReceiver> {
  const arrived = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const key = String(request.headers['idempotency-key']);
      arrived.set(key, (arrived.get(key) ?? 0) + 1);
      const { recipient, attempt } = JSON.parse(Buffer.concat(chunks).toString()) as Pick<Arrival, 'recipient' | 'attempt'>;
      void Promise.resolve(answer({ key, recipient, attempt })).then((status) => response.writeHead(status).end());
    });
    // Who sends may be killed in mid-send.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: { WEBHOOK_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`, WEBHOOK_SECRET: 'a secret of the tests' },
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
