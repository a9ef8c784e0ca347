import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChatMember, joinMembers, say } from './chat-member.ts';
import { type Latencies, summarise } from './latencies.ts';
import { cpuSeconds } from './programs.ts';

/** A room full of people with the chat open, who talk at a steady rate, each in turn. */
interface Order {
  port: number;
  /** Of the server. */
  pid: number;
  members: number;
  /** Messages per second. */
  rate: number;
  seconds: number;
}

export interface ChatReport {
  /** From sending a message until each of the others was told of it. */
  delivered: Latencies;
  /** From sending a message until its sender knew that it is stored. */
  acknowledged: Latencies;
  messagesPerSecond: number;
  /** To all together. */
  packetsPerSecond: number;
  /** Cores. */
  serverCpu: number;
}

interface Told {
  key: string;
  body: { messages: { sequence: number; client_id: string }[] };
}

/** Joining is noisy: everybody is told of everybody. */
const SETTLE_MS = 3_000;
/** Has no divisor in common with the number of members. */
const NEXT_MEMBER = 7;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const messages = order.rate * order.seconds;
const sentAt = new Map<string, { at: number; by: ChatMember }>();
const delivered: number[] = [];
const acknowledged: number[] = [];
let packets = 0;

const members = await joinMembers(order.port, order.members);
for (const member of members) watch(member);
await sleep(SETTLE_MS);
packets = 0;
const cpuBefore = cpuSeconds(order.pid);
const start = performance.now();
await Promise.all(Array.from({ length: messages }, (_, number) => talk(number)));
const elapsed = (performance.now() - start) / 1000;
const serverCpu = (cpuSeconds(order.pid) - cpuBefore) / elapsed;
const packetsPerSecond = packets / elapsed;
const expected = messages * (order.members - 1);
for (let waited = 0; delivered.length < expected && waited < 300; waited += 1) await sleep(100);
if (delivered.length !== expected) throw new Error(`${delivered.length} of ${expected} deliveries arrived: figures of those that did are none`);
for (const member of members) member.disconnect();
const report: ChatReport = { delivered: summarise(delivered), acknowledged: summarise(acknowledged), messagesPerSecond: messages / elapsed, packetsPerSecond, serverCpu };
process.stdout.write(JSON.stringify(report));

function watch(member: ChatMember): void {
  let newest = 0;
  member.on('live', (told: Told[], acknowledge: () => void) => {
    const now = performance.now();
    packets += 1;
    acknowledge();
    for (const { key, body } of told) {
      if (key !== 'messages') continue;
      for (const { sequence, client_id: clientId } of body.messages) {
        if (sequence <= newest) continue;
        newest = sequence;
        const sent = sentAt.get(clientId);
        if (sent !== undefined && sent.by !== member) delivered.push(now - sent.at);
      }
    }
  });
  member.emit('watch', { key: 'messages', topic: 'chat_messages', params: {} });
  member.emit('watch', { key: 'people', topic: 'chat_people', params: {} });
}

async function talk(number: number): Promise<void> {
  await sleep(Math.max(0, (number * 1000) / order.rate - (performance.now() - start)));
  const by = members[(number * NEXT_MEMBER) % members.length]!;
  const clientId = randomUUID();
  const at = performance.now();
  sentAt.set(clientId, { at, by });
  await say(by, `message ${number}: shall we pause #camp_1 until the new creatives are there?`, clientId);
  acknowledged.push(performance.now() - at);
}
