import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RunningTraffic, TrafficListener, TrafficRunner } from '../../application/ports.ts';
import type { TrafficOrders } from '../../domain/traffic-generator.ts';
import type { Order, Report } from './messages.ts';

/** The same extension as this file: `.ts` in tests, `.js` where it was built. */
const THREAD = new URL(`./simulation-thread${extname(import.meta.filename)}`, import.meta.url);

/** A thread takes 11 MB in all; one that runs away ends at this, and takes nobody with it. */
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

/** {@link TrafficRunner} with a thread for each simulation: it can crash, hang or run out of memory alone. */
export class ThreadTrafficRunner implements TrafficRunner {
  start(orders: TrafficOrders, listener: TrafficListener): RunningTraffic {
    const worker = new Worker(THREAD, { workerData: orders, resourceLimits: MEMORY, execArgv: [], name: `simulation ${orders.campaignId}`.slice(0, 60) });
    let isOver = false;
    const crashed = (reason: string): void => {
      if (isOver) return;
      isOver = true;
      listener.crashed(reason);
    };
    worker.on('message', (report: Report) => {
      if (isOver) return;
      if (report === 'alive') listener.alive();
      else listener.batch(report);
    });
    // Whatever a thread throws arrives here; most of it are errors.
    worker.on('error', (error: { message?: string }) => crashed(error.message ?? 'It threw what is no error.'));
    worker.on('exit', (code) => crashed(`Its thread ended with code ${code}.`));
    const send = (order: Order): void => worker.postMessage(order);
    return {
      acknowledge: () => send('acknowledge'),
      crash: () => send('crash'),
      stop: async () => {
        isOver = true;
        await worker.terminate();
      },
    };
  }
}
