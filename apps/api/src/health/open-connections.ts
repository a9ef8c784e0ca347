import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that are still being read after this are given up: what holds a stop up must not hold it up for ever. */
const GRACE_MS = 15_000;

/** Closes connections as soon as nothing is under way on them, which a server that closes does only for some. */
export class OpenConnections {
  private readonly requests = new Map<Socket, number>();
  private closing = false;

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.requests.set(socket, 0);
      socket.once('close', () => this.requests.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.count(socket, 1);
      response.once('close', () => this.count(socket, -1));
    });
    // A connection that speaks WebSocket from here on belongs to whoever took it over.
    server.on('upgrade', ({ socket }) => this.requests.delete(socket));
  }

  /** From now on a connection ends with its last answer; those that carry no request end at once. */
  close(): void {
    this.closing = true;
    for (const [socket, count] of this.requests) if (count === 0) socket.destroy();
    setTimeout(() => {
      for (const socket of this.requests.keys()) socket.destroy();
    }, GRACE_MS).unref();
  }

  private count(socket: Socket, change: 1 | -1): void {
    const count = this.requests.get(socket);
    if (count === undefined) return;
    this.requests.set(socket, count + change);
    if (this.closing && count + change === 0) socket.end();
  }
}
