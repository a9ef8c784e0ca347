import { setTimeout as sleep } from 'node:timers/promises';
import type { OnModuleDestroy } from '@nestjs/common';
import { ConnectedSocket, MessageBody, type OnGatewayDisconnect, type OnGatewayInit, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { DomainError } from '../../../../libs/kernel/domain-error.ts';
import { Platform } from '../../../../libs/platform/platform.module.ts';
import { LiveChannel } from './live-channel.ts';
import { type LiveBody, LiveTopics } from './live-topic.ts';
import { allowSameOrigin } from './same-origin.ts';

const TICK_MS = 250;
/** A view that hurries is sent this often at most. */
const HURRY_MS = 100;
/** A view that takes longer to refresh is sent when it is done; the others do not wait for it. */
const REFRESH_PATIENCE_MS = 150;
const HEARTBEAT_MS = 5_000;
const ACKNOWLEDGE_MS = 10_000;
/** A page watches a handful of views. */
const MAX_WATCHES = 20;

/**
 * Of what a client sends at once. The most there is to say is `watch` with 200 campaign ids of 200 characters: 160 KB with four
 * bytes each, 240 KB with six, as JSON escapes control characters. Whoever sends more is disconnected.
 */
const MAX_MESSAGE_BYTES = 256 * 1024;

/**
 * All that goes over the one WebSocket of a page. A line that is dead without a word is noticed after 18 s at most: until then
 * its user is taken to be online.
 */
export const LIVE_NAMESPACE = { namespace: '/live', allowRequest: allowSameOrigin, pingInterval: 10_000, pingTimeout: 8_000, maxHttpBufferSize: MAX_MESSAGE_BYTES };

/** The version of a browser that has confirmed nothing yet. */
const NOTHING = -1;

interface Watch {
  channel: LiveChannel;
  /** What the browser has confirmed to show; it is told what changed after that. */
  version: number;
  /** When it was last told anything of this, in ms by a clock that nobody sets. */
  sentAt: number;
}

interface Watcher {
  /** By the names that the browser gave them. */
  watches: Map<string, Watch>;
  /** What it was sent last, until it has shown that: so long it is sent nothing more. */
  unshown: readonly Message[] | undefined;
}

interface Message {
  key: string;
  kind: 'snapshot' | 'update';
  body: LiveBody;
}

/**
 * Everything live goes through here: at most four messages a second per browser, each with all that changed in what the
 * browser watches (and some more with what cannot wait), and the next one only after it has shown the last. A slow browser thus gets fewer, merged updates, and
 * nothing piles up for it here. Bodies carry absolute values, so whoever missed something is right again with the next.
 */
@WebSocketGateway(LIVE_NAMESPACE)
export class LiveGateway implements OnGatewayInit, OnGatewayDisconnect, OnModuleDestroy {
  private readonly watchers = new Map<Socket, Watcher>();
  private readonly channels = new Map<string, LiveChannel>();
  private timer: NodeJS.Timeout | undefined;
  private isTicking = false;
  /** Those that are to be sent before their turn, and when each was last. */
  private readonly hurrying = new Map<LiveChannel, NodeJS.Timeout>();
  private readonly hurriedAt = new WeakMap<LiveChannel, number>();

  constructor(
    private readonly topics: LiveTopics,
    private readonly platform: Platform,
  ) {}

  afterInit(): void {
    this.timer = setInterval(() => void this.tick(), TICK_MS);
  }

  handleDisconnect(socket: Socket): void {
    const watcher = this.watchers.get(socket);
    this.watchers.delete(socket);
    for (const { channel } of watcher?.watches.values() ?? []) this.leave(channel);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    for (const timer of this.hurrying.values()) clearTimeout(timer);
    for (const channel of this.channels.values()) channel.close();
  }

  /** Begins, or begins anew, to tell a browser what it asks for. */
  @SubscribeMessage('watch')
  async watch(@ConnectedSocket() socket: Socket, @MessageBody() message: { key?: unknown; topic?: unknown; params?: unknown } | null): Promise<void> {
    const key = message?.key;
    if (typeof key !== 'string' || key.length > 200) return;
    let watcher = this.watchers.get(socket);
    if (watcher === undefined) this.watchers.set(socket, (watcher = { watches: new Map(), unshown: undefined }));
    try {
      if (!watcher.watches.has(key) && watcher.watches.size >= MAX_WATCHES) throw tooManyWatches();
      const channel = this.join(message?.topic, message?.params);
      this.unwatch(socket, { key });
      watcher.watches.set(key, { channel, version: NOTHING, sentAt: -Infinity });
      // Somebody has just opened a page, and what the one before had not shown yet does not matter any more.
      watcher.unshown = undefined;
      await channel.refresh();
      if (this.watchers.get(socket) === watcher) this.send(socket, watcher);
    } catch (error) {
      // What is not a refusal is tried again with the next tick.
      if (!(error instanceof DomainError) || error.kind === 'unavailable') return this.logFailure(error);
      this.unwatch(socket, { key });
      socket.emit('refused', { key, code: error.code, detail: error.message });
    }
  }

  @SubscribeMessage('unwatch')
  unwatch(@ConnectedSocket() socket: Socket, @MessageBody() message: { key?: unknown } | null): void {
    const watches = this.watchers.get(socket)?.watches;
    const key = message?.key;
    if (typeof key !== 'string') return;
    const watch = watches?.get(key);
    if (watch === undefined) return;
    watches?.delete(key);
    this.leave(watch.channel);
  }

  private join(name: unknown, params: unknown): LiveChannel {
    const topic = typeof name === 'string' ? this.topics.find(name) : undefined;
    if (topic === undefined) throw new DomainError('not-found', 'TOPIC_NOT_FOUND', 'There is no such live topic.');
    const { key, open } = topic.parse(params);
    const channelName = `${topic.name} ${key}`;
    let channel = this.channels.get(channelName);
    if (channel === undefined) {
      const opened: LiveChannel = new LiveChannel(channelName, open(() => this.hurry(opened)));
      this.channels.set(channelName, (channel = opened));
    }
    channel.watchers += 1;
    return channel;
  }

  private leave(channel: LiveChannel): void {
    channel.watchers -= 1;
    if (channel.watchers > 0) return;
    this.channels.delete(channel.name);
    clearTimeout(this.hurrying.get(channel));
    this.hurrying.delete(channel);
    channel.close();
  }

  private hurry(channel: LiveChannel): void {
    if (this.hurrying.has(channel)) return;
    const wait = (this.hurriedAt.get(channel) ?? -Infinity) + HURRY_MS - performance.now();
    this.hurrying.set(channel, setTimeout(() => void this.sendBeforeTurn(channel), Math.max(0, wait)));
  }

  private async sendBeforeTurn(channel: LiveChannel): Promise<void> {
    this.hurrying.delete(channel);
    this.hurriedAt.set(channel, performance.now());
    try {
      await channel.refresh();
      for (const [socket, watcher] of this.watchers) this.send(socket, watcher, channel);
    } catch (error) {
      // Its turn comes.
      this.logFailure(error);
    }
  }

  private async tick(): Promise<void> {
    if (this.isTicking) return;
    this.isTicking = true;
    try {
      const refreshed = Promise.all([...this.channels.values()].map((channel) => channel.refresh().catch((error: unknown) => this.logFailure(error))));
      await Promise.race([refreshed, sleep(REFRESH_PATIENCE_MS, undefined, { ref: false })]);
      for (const channel of this.channels.values()) channel.forgetBodies();
      for (const [socket, watcher] of this.watchers) this.send(socket, watcher);
    } finally {
      this.isTicking = false;
    }
  }

  /** @param only of this channel alone */
  private send(socket: Socket, watcher: Watcher, only?: LiveChannel): void {
    if (watcher.unshown !== undefined) return;
    const now = performance.now();
    const messages: Message[] = [];
    const sent: [Watch, number][] = [];
    for (const [key, watch] of watcher.watches) {
      const { channel, version } = watch;
      if (only !== undefined && only !== channel) continue;
      // Of each view by itself: its `as_of` must not grow old because the others have much to tell.
      const isQuiet = now - watch.sentAt >= HEARTBEAT_MS;
      if (!channel.isKnown || (channel.version <= version && !isQuiet)) continue;
      messages.push({ key, ...channel.bodySince(version) });
      sent.push([watch, channel.version]);
      watch.sentAt = now;
    }
    if (messages.length === 0) return;
    watcher.unshown = messages;
    socket.timeout(ACKNOWLEDGE_MS).emit('live', messages, (unanswered: Error | null) => {
      if (watcher.unshown !== messages) return;
      watcher.unshown = undefined;
      // What was not confirmed is sent again, merged with what came since.
      if (!unanswered) for (const [watch, version] of sent) watch.version = version;
    });
  }

  private logFailure(error: unknown): void {
    this.platform.logger.debug({ err: error }, 'a live view could not be refreshed; trying again');
  }
}

function tooManyWatches(): DomainError {
  return new DomainError('invalid', 'TOO_MANY_WATCHES', `A connection may watch ${MAX_WATCHES} things at a time.`);
}
