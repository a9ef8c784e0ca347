import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinMembers, say } from './chat-member.ts';
import { median } from './measure.ts';

/** Everybody says as much at once as a connection may, and nobody listens: how much can be stored. */
interface Order {
  port: number;
  members: number;
  rounds: number;
}

export interface ChatBurstReport {
  messagesPerSecond: number;
}

/** What a connection may send at once, and how long it then has to wait until it may again. */
const BURST = 10;
const REFILL_MS = 5_500;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const members = await joinMembers(order.port, order.members);
const rates: number[] = [];
for (let round = 0; round < order.rounds; round += 1) {
  await sleep(REFILL_MS);
  const start = performance.now();
  await Promise.all(members.flatMap((member) => Array.from({ length: BURST }, (_, number) => say(member, `message ${number}`, randomUUID()))));
  rates.push((members.length * BURST * 1000) / (performance.now() - start));
}
for (const member of members) member.disconnect();
const report: ChatBurstReport = { messagesPerSecond: median(rates) };
process.stdout.write(JSON.stringify(report));
