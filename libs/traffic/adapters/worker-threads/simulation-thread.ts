import { parentPort, workerData } from 'node:worker_threads';
import { TrafficGenerator, type TrafficOrders } from '../../domain/traffic-generator.ts';
import type { Order, Report } from './messages.ts';

/** Runs in a thread of its own: makes deliveries by the clock, and neither stores nor remembers anything. */

const TICK_MS = 100;
const ALIVE_MS = 1_000;

const generator = new TrafficGenerator(workerData as TrafficOrders, Date.now());
let lastReport = Date.now();

function tick(): void {
  const now = Date.now();
  generator.pass(now);
  const batch = generator.isAcknowledged ? generator.take(now) : undefined;
  if (batch !== undefined) report(batch);
  else if (now - lastReport >= ALIVE_MS) report('alive');
}

function report(what: Report): void {
  lastReport = Date.now();
  parentPort!.postMessage(what);
}

parentPort!.on('message', (order: Order) => {
  if (order === 'crash') throw new Error('Somebody asked it to crash.');
  generator.acknowledge();
});

setInterval(tick, TICK_MS);
