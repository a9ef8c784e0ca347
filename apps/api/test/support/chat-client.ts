import { randomUUID } from 'node:crypto';
import type { ChatMessageBody, ChatUserBody } from '../../src/chat/chat.schema.ts';
import { connectLive, type LiveClient } from './live-client.ts';

interface Problem {
  problem?: { code: string; detail: string; errors?: { field: string; message: string }[]; retry_after_ms?: number };
}

/** Somebody's page with the chat open, and what it shows after all it was told. */
export class ChatClient {
  readonly live: LiveClient;
  readonly reads: number[] = [];

  constructor(live: LiveClient) {
    this.live = live;
    live.socket.on('chat_read', ({ up_to }: { up_to: number }) => this.reads.push(up_to));
  }

  join(name: unknown): Promise<Problem & { user: { id: string; name: string }; read_up_to: number }> {
    return this.ask('chat_join', { name });
  }

  leave(): Promise<Problem> {
    return this.ask('chat_leave', {});
  }

  say(text: unknown, clientId: unknown = randomUUID()): Promise<Problem & { message: ChatMessageBody }> {
    return this.ask('chat_send', { client_id: clientId, text });
  }

  ask<Answer>(event: string, body: unknown): Promise<Answer> {
    return this.live.socket.timeout(30_000).emitWithAck(event, body) as Promise<Answer>;
  }

  watch(): void {
    this.live.watch('messages', 'chat_messages', {});
    this.live.watch('people', 'chat_people', {});
  }

  /** Each message that it was told of, in the order in which it was told of it first. */
  get messages(): ChatMessageBody[] {
    const all = this.live.bodies<{ messages: ChatMessageBody[] }>('messages').flatMap(({ messages }) => messages);
    return [...new Map(all.map((message) => [message.sequence, message])).values()];
  }

  get people(): Record<string, boolean> {
    const all = this.live.bodies<{ users: ChatUserBody[] }>('people').flatMap(({ users }) => users);
    return Object.fromEntries(all.map(({ name, online }) => [name, online]));
  }

  /** Ids of those who write. */
  get typing(): string[] {
    return this.live.bodies<{ typing: string[] }>('people').at(-1)?.typing ?? [];
  }

  close(): void {
    this.live.close();
  }
}

/** Connects, and watches the room. */
export async function connectChat(url: string): Promise<ChatClient> {
  const client = new ChatClient(await connectLive(url));
  client.watch();
  return client;
}
