import type { LoadOrder, LoadReport } from './load-worker.ts';
import { cpuSeconds, type Program, postgresCpuSeconds, runWorker } from './programs.ts';

/** One load run, with what each side used of the processors: cores, so 1 is one core busy all the time. */
export interface Measured extends LoadReport {
  serverCpu: number;
  databaseCpu: number;
}

/** Loads a server for a while and says what it did and what that cost. */
export async function measure(server: Program, order: Omit<LoadOrder, 'port'>, postgresDataDir?: string): Promise<Measured> {
  const before = [cpuSeconds(server.pid), postgresDataDir ? postgresCpuSeconds(postgresDataDir) : 0] as const;
  const report = await runWorker<LoadReport>('tools/bench/load-worker.ts', { ...order, port: server.port });
  const after = [cpuSeconds(server.pid), postgresDataDir ? postgresCpuSeconds(postgresDataDir) : 0] as const;
  const unexpected = Object.keys(report.statuses).filter((status) => status !== '202');
  if (unexpected.length > 0) throw new Error(`the server answered ${JSON.stringify(report.statuses)}: a figure made of refusals is none`);
  return { ...report, serverCpu: (after[0] - before[0]) / order.seconds, databaseCpu: (after[1] - before[1]) / order.seconds };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
