import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network that a test can break between a client and a server. */
export interface Gate {
  port: number;
  /** Refuses connections and cuts those there are. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /**
   * Lets requests through and keeps the next answer to itself, of those to requests in which this text occurs: then cuts the
   * connection that it was for.
   */
  loseNextAnswer(to?: string): void;
  /** Takes everything and answers nothing until it is opened, as a network that drops packets does. */
  hang(): void;
  close(): Promise<void>;
}

export async function startGate(target: { host: string; port: number }): Promise<Gate> {
  const sockets = new Set<Socket>();
  let losing: string | undefined;
  let hanging = false;
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let asked = '';
    client.on('data', (chunk: Buffer) => (asked = chunk.toString('latin1')));
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      if (hanging) return;
      if (losing === undefined || !asked.includes(losing)) {
        client.write(chunk);
        return;
      }
      losing = undefined;
      client.destroy();
    });
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const shut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    shut,
    open: () => {
      hanging = false;
      return server.listening ? Promise.resolve() : listen(port);
    },
    hang: () => {
      hanging = true;
    },
    loseNextAnswer: (to = '') => {
      losing = to;
    },
    close: shut,
  };
}

/** The same URL, through the gate. */
export function throughGate(url: string, gate: Gate): string {
  const gated = new URL(url);
  gated.hostname = '127.0.0.1';
  gated.port = String(gate.port);
  return gated.href;
}

/** Where a database URL leads. */
export function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port || 5432) };
}
