import { type OnGatewayDisconnect, SubscribeMessage, WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import { ConnectedSocket } from '@nestjs/websockets';
import type { OnModuleDestroy } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { LiveOverview } from '../../../../libs/events/application/live-overview.ts';
import { allowSameOrigin } from './same-origin.ts';
import { type OverviewBody, toBody } from './overview.schema.ts';

const TICK_MS = 250;
const HEARTBEAT_MS = 5_000;
const ACKNOWLEDGE_MS = 10_000;

/** The version of a browser that has confirmed nothing yet. */
const NOTHING = -1;

interface Watcher {
  /** What the browser has confirmed to show; it is told what changed after that. */
  version: number;
  sentAt: number;
  waiting: boolean;
}

/**
 * Shows the overview live: at most four updates a second per browser, and the next one only after the browser has
 * applied the last. A slow browser thus gets fewer, merged updates, and nothing piles up for it here.
 */
@WebSocketGateway({ namespace: '/live', allowRequest: allowSameOrigin })
export class OverviewGateway implements OnGatewayInit, OnGatewayDisconnect, OnModuleDestroy {
  private readonly watchers = new Map<Socket, Watcher>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly overview: LiveOverview) {}

  afterInit(): void {
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  handleDisconnect(socket: Socket): void {
    this.watchers.delete(socket);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  @SubscribeMessage('overview:watch')
  watch(@ConnectedSocket() socket: Socket): void {
    // Asking again before the last answer is confirmed gets no second one: whole overviews are not to be had in a loop.
    if (this.watchers.get(socket)?.waiting) return;
    const watcher = { version: NOTHING, sentAt: 0, waiting: false };
    this.watchers.set(socket, watcher);
    if (this.overview.known) this.send(socket, watcher, toBody(this.overview.view()));
  }

  @SubscribeMessage('overview:unwatch')
  unwatch(@ConnectedSocket() socket: Socket): void {
    this.watchers.delete(socket);
  }

  private tick(): void {
    if (!this.overview.known) return;
    const now = Date.now();
    // Most browsers have confirmed the same version, so most updates are computed once.
    const bodies = new Map<number, OverviewBody>();
    for (const [socket, watcher] of this.watchers) {
      if (watcher.waiting) continue;
      let body = bodies.get(watcher.version);
      if (body === undefined) {
        body = toBody(watcher.version === NOTHING ? this.overview.view() : this.overview.changesSince(watcher.version));
        bodies.set(watcher.version, body);
      }
      if (body.version > watcher.version || now - watcher.sentAt >= HEARTBEAT_MS) this.send(socket, watcher, body);
    }
  }

  private send(socket: Socket, watcher: Watcher, body: OverviewBody): void {
    const event = watcher.version === NOTHING ? 'overview:snapshot' : 'overview:update';
    watcher.waiting = true;
    watcher.sentAt = Date.now();
    socket.timeout(ACKNOWLEDGE_MS).emit(event, body, (unanswered: Error | null) => {
      watcher.waiting = false;
      // An update that was not confirmed is sent again, merged with what came since.
      if (!unanswered) watcher.version = body.version;
    });
  }
}
