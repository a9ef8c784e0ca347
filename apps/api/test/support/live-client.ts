import { io, type Socket } from 'socket.io-client';

interface Message {
  key: string;
  kind: 'snapshot' | 'update';
  body: Record<string, unknown>;
}

/** A browser that watches something live, and acknowledges what it is told unless it is told not to. */
export interface LiveClient {
  socket: Socket;
  messages: Message[];
  refusals: { key: string; code: string; detail: string }[];
  acknowledges: boolean;
  watch(key: string, topic: string, params: object): void;
  /** Bodies of one watch, in order. */
  bodies<Body>(key: string): Body[];
  close(): void;
}

export async function connectLive(url: string): Promise<LiveClient> {
  const socket = io(`${url}/live`, { transports: ['websocket'], forceNew: true, reconnection: false });
  const client: LiveClient = {
    socket,
    messages: [],
    refusals: [],
    acknowledges: true,
    watch: (key, topic, params) => void socket.emit('watch', { key, topic, params }),
    bodies: <Body>(key: string) => client.messages.filter((message) => message.key === key).map(({ body }) => body as Body),
    close: () => void socket.disconnect(),
  };
  socket.on('live', (messages: Message[], acknowledge: () => void) => {
    client.messages.push(...messages);
    if (client.acknowledges) acknowledge();
  });
  socket.on('refused', (refusal: LiveClient['refusals'][number]) => client.refusals.push(refusal));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => resolve());
    socket.on('connect_error', reject);
  });
  return client;
}
