import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that are still being read after this are given up: what holds a stop up must not hold it up for ever. */
const GRACE_MS = 15_000;

/**
 * Closes what a server that stops would wait for: it ends connections that idle between two requests by itself, but not
 * those on which nothing was ever said. (The last answer on a busy one closes it, see the response hook.)
 */
export class OpenConnections {
  private readonly sockets = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  close(): void {
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
    setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, GRACE_MS).unref();
  }
}
