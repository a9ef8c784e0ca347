import { cpus } from 'node:os';
import { format } from './bench.ts';
import { type Measured, median } from './measure.ts';

export const CAMPAIGNS = 10;

/** As SDKs report. */
export const singleEvents = (seconds: number) => ({ connections: 64, batch: 1, campaigns: CAMPAIGNS, seconds });
/** As servers and trackers report. */
export const batchesOf500 = (seconds: number) => ({ connections: 4, batch: 500, campaigns: CAMPAIGNS, seconds });

export function rate(runs: { eventsPerSecond: number }[]): number {
  return median(runs.map((run) => run.eventsPerSecond));
}

/** Pair by pair, so that a machine whose speed drifts does not decide. */
export function ratios(runs: { eventsPerSecond: number }[], baseline: { eventsPerSecond: number }[]): number {
  return median(runs.map((run, index) => run.eventsPerSecond / baseline[index]!.eventsPerSecond));
}

export function describe(product: Measured[], baseline: Measured[]): string {
  return `${format(rate(product))} against ${format(rate(baseline))} events/s; ${limits(product)}`;
}

/** Cores used by each side: who is near 1, or the sum near the number of cores, was the limit. */
export function limits(runs: Measured[]): string {
  const of = (pick: (run: Measured) => number): number => median(runs.map(pick));
  const [client, server, database] = [of((run) => run.cpu), of((run) => run.serverCpu), of((run) => run.databaseCpu)];
  return `cores used: client ${client.toFixed(2)}, server ${server.toFixed(2)}, database ${database.toFixed(2)} of ${cpus().length}`;
}
