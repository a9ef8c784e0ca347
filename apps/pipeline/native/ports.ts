import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Refusal } from '../../../tools/refusal.mjs';

/**
 * Below the ports that systems give to outgoing connections (from 32768 on): such a connection could take the port of an
 * engine while that is being started again. A client that tries again and again would even connect to itself there.
 */
const first = 20_000;
const last = 31_999;

/** Ports of this machine that nobody listens at, all different; another program may still be quicker. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(first, last);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** @throws {Refusal} when somebody listens there */
export async function requireFree(port: number): Promise<void> {
  if (!(await isFree(port))) throw new Refusal(`Port ${port} of 127.0.0.1 is taken by another program.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
