import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { OverviewBody } from '../../src/overview/overview.schema.ts';

/** What a browser asks for to see the overview. */
export const WATCH_OVERVIEW = { key: 'overview', topic: 'overview', params: {} };

/** A browser that watches the overview and merges what it is told, as the page does. */
export interface OverviewClient {
  socket: Socket;
  /** Every message, in order, with the time of its arrival. */
  messages: { kind: 'snapshot' | 'update'; body: OverviewBody; at: number }[];
  /** Totals per campaign, merged from all messages. */
  campaigns: Map<string, OverviewBody['campaigns'][number]>;
  totals(): OverviewBody['totals'] | undefined;
  /** While false, nothing that arrives is acknowledged. */
  acknowledges: boolean;
  close(): void;
}

export async function watchOverview(url: string, extraHeaders: Record<string, string> = {}): Promise<OverviewClient> {
  const socket = io(`${url}/live`, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders });
  const client: OverviewClient = {
    socket,
    messages: [],
    campaigns: new Map(),
    totals: () => client.messages.at(-1)?.body.totals,
    acknowledges: true,
    close: () => void socket.disconnect(),
  };
  socket.on('live', (messages: { kind: 'snapshot' | 'update'; body: OverviewBody }[], acknowledge: () => void) => {
    for (const { kind, body } of messages) {
      client.messages.push({ kind, body, at: Date.now() });
      if (kind === 'snapshot') client.campaigns.clear();
      for (const row of body.campaigns) client.campaigns.set(row.campaign_id, row);
    }
    if (client.acknowledges) acknowledge();
  });
  const connected = new Promise<void>((resolve, reject) => {
    socket.on('connect', () => resolve());
    socket.on('connect_error', reject);
  });
  await Promise.race([connected, sleep(30_000, undefined, { ref: false }).then(() => Promise.reject(new Error('the live connection was not made')))]);
  socket.emit('watch', WATCH_OVERVIEW);
  return client;
}
