import type { ChatMessageBody } from '../../src/chat/chat.schema.ts';
import { ChatClient } from './chat-client.ts';
import { connectLive } from './live-client.ts';

interface Told {
  key: string;
  kind: 'snapshot' | 'update';
  body: { messages: ChatMessageBody[] };
}

/** So many connect at a time. */
const AT_ONCE = 50;

/**
 * Many pages with the chat open. What one of them was told is kept once for all, and held against what the others are told; each
 * remembers only how far it has come.
 */
export class ChatCrowd {
  readonly members: CrowdMember[] = [];
  /** By sequence, what whoever was told of it first was told. */
  readonly seen = new Map<number, ChatMessageBody>();
  /** What no page can make good: gaps, and two versions of one message. */
  readonly faults: string[] = [];

  /** All of them join, each under a name of its own. */
  async enter(url: string, count: number): Promise<void> {
    while (this.members.length < count) {
      const first = this.members.length;
      const numbers = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => first + index);
      this.members.push(...(await Promise.all(numbers.map((number) => this.add(url, number)))));
    }
  }

  close(): void {
    for (const { client } of this.members) client.close();
  }

  private async add(url: string, number: number): Promise<CrowdMember> {
    const live = await connectLive(url);
    const client = new ChatClient(live);
    const member: CrowdMember = { client, newest: 0 };
    live.socket.off('live').on('live', (messages: Told[], acknowledge: () => void) => {
      for (const { kind, body } of messages.filter(({ key }) => key === 'messages')) this.tell(member, kind, body.messages);
      acknowledge();
    });
    live.socket.on('disconnect', (reason) => {
      if (reason !== 'io client disconnect') this.faults.push(`member ${number} lost its connection: ${reason}`);
    });
    const { problem } = await client.join(`Member ${number}`);
    if (problem !== undefined) throw new Error(`member ${number} could not join: ${problem.detail}`);
    client.watch();
    return member;
  }

  private tell(member: CrowdMember, kind: Told['kind'], messages: ChatMessageBody[]): void {
    for (const message of messages) {
      const { sequence } = message;
      // What it has not confirmed in time is told again, and shown once.
      if (sequence <= member.newest) continue;
      // Whoever lags far behind begins anew, and reads what is between page by page.
      if (sequence > member.newest + 1 && kind === 'update') this.faults.push(`after ${member.newest} comes ${sequence}`);
      member.newest = sequence;
      const known = this.seen.get(sequence);
      if (known === undefined) this.seen.set(sequence, message);
      else if (JSON.stringify(known) !== JSON.stringify(message)) this.faults.push(`${JSON.stringify(known)} became ${JSON.stringify(message)}`);
    }
  }
}

interface CrowdMember {
  client: ChatClient;
  /** Sequence of the last message that it shows. */
  newest: number;
}
