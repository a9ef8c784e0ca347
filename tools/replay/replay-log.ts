import { setTimeout as sleep } from 'node:timers/promises';
import { InFlight } from '../delivery/in-flight.ts';
import type { EventOutcome } from '../delivery/post-batch.ts';
import type { Log, LogLine } from './read-log.ts';
import type { Pacer } from './pacer.ts';
import type { Tally } from './tally.ts';

interface ReplayOptions {
  /** @returns one outcome per event, in order */
  deliver(events: readonly string[]): Promise<EventOutcome[]>;
  /** Whether nothing more will be delivered. */
  hasEnded(): boolean;
  tally: Tally;
  batchSize: number;
  maxBatchBytes: number;
  concurrency: number;
  /** Without one, as fast as the server takes it. */
  pacer?: Pacer;
  /** Ends the reading; what has been read and sent is still waited for. */
  signal: AbortSignal;
}

type Event = Extract<LogLine, { event: string }>;

/** Events that come due within this time travel together; otherwise a brisk replay would send them one by one. */
const PACING_STEP_MS = 100;

/** Logs have gaps of weeks, and a timer beyond 24.8 days fires at once. */
const LONGEST_SLEEP_MS = 3_600_000;

/**
 * Sends every event of a log, a few batches at a time, and tallies what became of each.
 *
 * @returns whether the log was read to its end
 * @throws LogBroken after all that was read before is settled
 */
export async function replayLog(log: Log, options: ReplayOptions): Promise<boolean> {
  const { tally, batchSize, maxBatchBytes, concurrency, pacer, signal } = options;
  const inFlight = new InFlight(concurrency);
  let batch: Event[] = [];
  let bytes = 0;

  const send = async (events: readonly Event[]): Promise<void> => {
    tally.sent += events.length;
    const outcomes = await options.deliver(events.map(({ event }) => event));
    outcomes.forEach((outcome, index) => tally.record(events[index]!, outcome));
  };
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await inFlight.room();
    inFlight.add(send(batch));
    batch = [];
    bytes = 0;
  };
  const hasEnded = (): boolean => signal.aborted || options.hasEnded();

  try {
    for await (const lines of log.lines) {
      for (const line of lines) {
        if (hasEnded()) return false;
        if ('problem' in line) {
          tally.lines += 1;
          tally.reject(line, line.problem);
          continue;
        }
        for (let wait = pacer?.dueIn(line.occurredAt) ?? 0; wait > 0; wait = pacer!.dueIn(line.occurredAt)) {
          await flush();
          tally.waitingUntil = performance.now() + wait;
          await sleep(Math.min(Math.max(wait, PACING_STEP_MS), LONGEST_SLEEP_MS), undefined, { signal }).catch(() => undefined);
          if (hasEnded()) return false;
        }
        if (batch.length === batchSize || bytes + line.bytes > maxBatchBytes) await flush();
        tally.lines += 1;
        batch.push(line);
        bytes += line.bytes + 1;
      }
    }
    return !hasEnded();
  } finally {
    if (!hasEnded()) await flush();
    await inFlight.settled();
  }
}
