import { io, type Socket } from 'socket.io-client';
import { afterPaint } from './after-paint.ts';

/** The server sends a heartbeat about every 5 s. Twice that and a bit more means that the line is dead, not idle. */
const SILENCE_LIMIT_MS = 12_000;
const CHECK_EVERY_MS = 1_000;

export interface LiveState {
  /** `lost` also covers a line that is open but silent. */
  readonly phase: 'connecting' | 'live' | 'lost';
  /** The server's time of the newest data on the page, ISO 8601; null before there is any. */
  readonly asOf: string | null;
  /** This browser's time, in ms, when that data arrived. Ages are measured with it, so a wrong clock does no harm. */
  readonly receivedAt: number;
}

interface Dated {
  as_of: string;
}

interface TopicHandlers<Snapshot extends Dated, Update extends Dated> {
  snapshot: (message: Snapshot) => void;
  update: (message: Update) => void;
}

/**
 * The one WebSocket of the page. It keeps trying for ever, asks again for everything that is watched after each
 * reconnect, and knows how old the data on the page is.
 */
export class LiveConnection {
  readonly #socket: Socket;
  readonly #listeners = new Set<() => void>();
  readonly #topics = new Set<string>();
  #state: LiveState = { phase: 'connecting', asOf: null, receivedAt: 0 };
  #lastHeard = Date.now();
  #check: ReturnType<typeof setInterval> | undefined;

  constructor() {
    this.#socket = io('/live', {
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: 500,
      // Short, because somebody is looking at the banner; with jitter, so that a restarted server is not stormed.
      reconnectionDelayMax: 3_000,
      randomizationFactor: 0.5,
      timeout: 5_000,
    });
    this.#socket.on('connect', () => {
      this.#lastHeard = Date.now();
      for (const topic of this.#topics) this.#socket.emit(`${topic}:watch`);
      if (this.#topics.size === 0) this.#set({ phase: 'live' });
    });
    const lose = () => this.#set({ phase: 'lost' });
    this.#socket.on('connect_error', lose);
    // The line below the namespace: a proxy may take the connection and drop it before there is anything to disconnect.
    this.#socket.io.on('close', lose);
    this.#socket.on('disconnect', lose);
  }

  open(): void {
    this.#socket.connect();
    this.#check ??= setInterval(() => this.#checkLine(), CHECK_EVERY_MS);
    window.addEventListener('online', this.retry);
  }

  close(): void {
    clearInterval(this.#check);
    this.#check = undefined;
    window.removeEventListener('online', this.retry);
    this.#socket.disconnect();
  }

  /** Tries at once instead of waiting for the next turn. */
  readonly retry = (): void => {
    if (this.#state.phase === 'live') return;
    this.#socket.disconnect().connect();
  };

  readonly getState = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Data that came another way (REST), so that its age can be told while there is no line. */
  showing(asOf: string): void {
    if (this.#state.asOf !== null && Date.parse(this.#state.asOf) >= Date.parse(asOf)) return;
    this.#set({ asOf, receivedAt: Date.now() });
  }

  /**
   * Follows a topic until the returned function is called. Messages carry absolute values. Each is acknowledged only
   * when it is on the screen: the server sends the next one then, so a slow page gets fewer, merged messages.
   */
  watch<Snapshot extends Dated, Update extends Dated>(
    topic: string,
    handlers: TopicHandlers<Snapshot, Update>,
  ): () => void {
    const receive =
      <Message extends Dated>(apply: (message: Message) => void) =>
      (message: Message, acknowledge: () => void) => {
        apply(message);
        this.#lastHeard = Date.now();
        this.#set({ phase: 'live', asOf: message.as_of, receivedAt: this.#lastHeard });
        afterPaint(acknowledge);
      };
    const onSnapshot = receive(handlers.snapshot);
    const onUpdate = receive(handlers.update);

    this.#socket.on(`${topic}:snapshot`, onSnapshot);
    this.#socket.on(`${topic}:update`, onUpdate);
    this.#topics.add(topic);
    if (this.#socket.connected) this.#socket.emit(`${topic}:watch`);

    return () => {
      this.#topics.delete(topic);
      if (this.#socket.connected) this.#socket.emit(`${topic}:unwatch`);
      this.#socket.off(`${topic}:snapshot`, onSnapshot);
      this.#socket.off(`${topic}:update`, onUpdate);
    };
  }

  #checkLine(): void {
    // A server that closes the line on purpose is not retried by the client library.
    if (!this.#socket.active) {
      this.#socket.connect();
      return;
    }
    const silent = Date.now() - this.#lastHeard > SILENCE_LIMIT_MS;
    if (this.#socket.connected && this.#topics.size > 0 && silent) {
      this.#lastHeard = Date.now();
      this.#set({ phase: 'lost' });
      this.#socket.disconnect().connect();
    }
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
