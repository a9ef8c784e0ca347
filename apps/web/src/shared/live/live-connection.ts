import { io, type Socket } from 'socket.io-client';
import { afterPaint } from './after-paint.ts';

/** The server sends a heartbeat about every 5 s. Twice that and a bit more means that the line is dead, not idle. */
const SILENCE_LIMIT_MS = 12_000;
const CHECK_EVERY_MS = 1_000;
/** A line that is dead is noticed sooner than this. */
const ANSWER_MS = 15_000;

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

interface TopicHandlers<Body extends Dated> {
  /** Everything: replaces what is shown. */
  snapshot: (body: Body) => void;
  /** What has changed, in absolute values: merged into what is shown. */
  update: (body: Body) => void;
  /** There is no such view; nothing else will come. */
  refused?: (problem: Refusal) => void;
}

interface Refusal {
  code: string;
  detail: string;
}

interface Watch extends TopicHandlers<Dated> {
  topic: string;
  params: object;
}

interface Message {
  key: string;
  kind: 'snapshot' | 'update';
  body: Dated;
}

/**
 * The one WebSocket of the page. It keeps trying for ever, asks again for everything that is watched after each
 * reconnect, and knows how old the data on the page is.
 */
export class LiveConnection {
  readonly #socket: Socket;
  readonly #listeners = new Set<() => void>();
  readonly #watches = new Map<string, Watch>();
  readonly #arrivals = new Set<() => void>();
  #lastKey = 0;
  #state: LiveState = { phase: 'connecting', asOf: null, receivedAt: 0 };
  /** By the clock that nobody sets. */
  #lastHeard = performance.now();
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
      this.#lastHeard = performance.now();
      for (const key of this.#watches.keys()) this.#ask(key);
      if (this.#watches.size === 0) this.#set({ phase: 'live' });
      for (const arrive of this.#arrivals) arrive();
    });
    this.#socket.on('live', (messages: Message[], acknowledge: () => void) => this.#receive(messages, acknowledge));
    this.#socket.on('refused', ({ key, ...problem }: Refusal & { key: string }) => this.#watches.get(key)?.refused?.(problem));
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
   * Follows a topic until the returned function is called. Messages carry absolute values. They are acknowledged only when
   * they are on the screen: the server sends the next ones then, so a slow page gets fewer, merged messages.
   */
  watch<Body extends Dated>(topic: string, params: object, handlers: TopicHandlers<Body>): () => void {
    const key = `${topic} ${(this.#lastKey += 1)}`;
    this.#watches.set(key, { topic, params, ...(handlers as TopicHandlers<Dated>) });
    if (this.#socket.connected) this.#ask(key);
    return () => {
      this.#watches.delete(key);
      if (this.#socket.connected) this.#socket.emit('unwatch', { key });
    };
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  /**
   * Asks the server for something, and resolves to its answer.
   *
   * @throws Error when there is no line, or it breaks, or no answer comes in time: what was asked for may be done or not
   */
  async ask<Answer>(event: string, body: object): Promise<Answer> {
    // The client library would keep it until there is a line again, when nobody may wait for it any more.
    if (!this.#socket.connected) throw new Error('There is no connection to the server.');
    return (await this.#socket.timeout(ANSWER_MS).emitWithAck(event, body)) as Answer;
  }

  /** Calls on every connection that is made, and at once when there is one. @returns a function that ends it */
  onConnected(arrive: () => void): () => void {
    this.#arrivals.add(arrive);
    if (this.#socket.connected) arrive();
    return () => this.#arrivals.delete(arrive);
  }

  /** Calls with what the server says unasked. @returns a function that ends it */
  onEvent<Body>(event: string, hear: (body: Body) => void): () => void {
    this.#socket.on(event, hear);
    return () => this.#socket.off(event, hear);
  }

  #ask(key: string): void {
    const { topic, params } = this.#watches.get(key)!;
    this.#socket.emit('watch', { key, topic, params });
  }

  #receive(messages: Message[], acknowledge: () => void): void {
    let asOf = '';
    for (const { key, kind, body } of messages) {
      if (body.as_of > asOf) asOf = body.as_of;
      this.#watches.get(key)?.[kind](body);
    }
    this.#lastHeard = performance.now();
    this.#set({ phase: 'live', asOf, receivedAt: Date.now() });
    afterPaint(acknowledge);
  }

  #checkLine(): void {
    // A server that closes the line on purpose is not retried by the client library.
    if (!this.#socket.active) {
      this.#socket.connect();
      return;
    }
    const silent = performance.now() - this.#lastHeard > SILENCE_LIMIT_MS;
    if (this.#socket.connected && this.#watches.size > 0 && silent) {
      this.#lastHeard = performance.now();
      this.#set({ phase: 'lost' });
      this.#socket.disconnect().connect();
    }
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
