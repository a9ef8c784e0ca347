import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { ChatMessageBody } from '../../src/chat/chat.schema.ts';
import { type ChatClient, connectChat } from './chat-client.ts';
import { send } from './http.ts';

const AGAIN_MS = 100;

/**
 * The chat of somebody whose line may break, as the page does it: connects again, to the next of these processes, joins again, sends
 * again what was not acknowledged, and reads what it has not been told.
 */
export class ChatPage {
  /** One for each time it was connected. */
  readonly connections: ChatClient[] = [];
  private joined: ChatClient | undefined;
  private isClosed = false;
  private readonly living: Promise<void>;

  constructor(
    readonly name: string,
    private readonly urls: readonly string[],
  ) {
    this.living = this.live();
  }

  /** Resolves when it is acknowledged, however often it has to be sent. */
  async say(text: string): Promise<ChatMessageBody> {
    const clientId = randomUUID();
    for (;;) {
      const answer = this.joined?.live.socket.connected ? await this.joined.say(text, clientId).catch(() => undefined) : undefined;
      if (answer?.message !== undefined) return answer.message;
      await sleep(answer?.problem?.retry_after_ms ?? AGAIN_MS);
    }
  }

  /** What it shows at last: what all its connections were told, and between that what it reads. */
  async shown(url: string): Promise<ChatMessageBody[]> {
    const told = new Map(this.connections.flatMap(({ messages }) => messages).map((message) => [message.sequence, message]));
    const last = Math.max(0, ...told.keys());
    if (told.size < last) for (const message of await readHistory(url)) if (message.sequence < last && !told.has(message.sequence)) told.set(message.sequence, message);
    return [...told.values()].sort((a, b) => a.sequence - b.sequence);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.connections.at(-1)?.close();
    await this.living;
  }

  private async live(): Promise<void> {
    for (let attempt = 0; !this.isClosed; attempt += 1) {
      await this.connect(this.urls[attempt % this.urls.length]!).catch(() => undefined);
      this.joined = undefined;
      await sleep(AGAIN_MS);
    }
  }

  /** Resolves when the connection is gone. */
  private async connect(url: string): Promise<void> {
    const client = await connectChat(url);
    const gone = new Promise<void>((resolve) => client.live.socket.once('disconnect', () => resolve()));
    this.connections.push(client);
    if (this.isClosed) client.close();
    if ((await client.join(this.name)).problem === undefined) this.joined = client;
    else client.close();
    await gone;
  }
}

/** All that was ever said, oldest first, page by page. */
export async function readHistory(url: string): Promise<ChatMessageBody[]> {
  const read: ChatMessageBody[] = [];
  for (let parameters = 'after=0'; ; ) {
    const { status, body } = await send(`${url}/api/chat/messages?limit=200&${parameters}`);
    expect(status).toBe(200);
    const { items, next_cursor: next } = body as { items: ChatMessageBody[]; next_cursor: string | null };
    read.push(...items);
    if (next === null) return read;
    parameters = `cursor=${next}`;
  }
}
