import { setTimeout as sleep } from 'node:timers/promises';
import type { Sender } from '../delivery/sender.ts';
import { InFlight } from '../delivery/in-flight.ts';
import { postBatch } from '../delivery/post-batch.ts';
import { postEvent } from '../delivery/post-event.ts';
import type { Delivery, EventStream } from './event-stream.ts';
import type { Ledger } from './ledger.ts';

interface DriveOptions {
  stream: EventStream;
  ledger: Ledger;
  sender: Sender;
  /** Deliveries per second. */
  rate: number;
  durationMs: number;
  isSingle: boolean;
  /** Requests under way at once. */
  maxInFlight: number;
  /** Ends it early. */
  signal: AbortSignal;
}

const BATCH_TICK_MS = 200;
const SINGLE_TICK_MS = 10;
const MAX_EVENTS_PER_REQUEST = 500;

/** A server that was away for longer than this is not buried under what it missed. */
const LONGEST_BACKLOG_S = 1;

/**
 * Makes deliveries by the clock, however fast they are answered (an open loop): only so does the time to answer show
 * what real clients would see. When too many requests are under way, it holds back, and the ledger says how much.
 */
export async function driveTraffic({ stream, ledger, sender, rate, durationMs, isSingle, maxInFlight, signal }: DriveOptions): Promise<void> {
  const inFlight = new InFlight(maxInFlight);
  const perRequest = isSingle ? 1 : MAX_EVENTS_PER_REQUEST;
  const started = performance.now();
  let done = 0;
  const hasEnded = (): boolean => signal.aborted || sender.ended !== undefined;

  const send = async (deliveries: readonly Delivery[]): Promise<void> => {
    const events = deliveries.map(({ event }) => event);
    const outcomes = isSingle ? [await postEvent(sender, events[0]!)] : await postBatch(sender, events);
    outcomes.forEach((outcome, index) => ledger.recordOutcome(deliveries[index]!, outcome));
  };

  for (let isLast = false; !isLast && !hasEnded(); ) {
    const elapsed = performance.now() - started;
    isLast = elapsed >= durationMs;
    let due = Math.floor((rate * Math.min(elapsed, durationMs)) / 1000) - done;
    const held = Math.max(0, due - Math.ceil(rate * LONGEST_BACKLOG_S));
    ledger.heldBack += held;
    done += held;
    due -= held;
    while (due > 0 && !hasEnded()) {
      if (isLast) await inFlight.room();
      else if (!inFlight.hasRoom) break;
      const size = Math.min(due, perRequest);
      const deliveries = Array.from({ length: size }, () => stream.next(Date.now()));
      for (const delivery of deliveries) ledger.recordSent(delivery);
      inFlight.add(send(deliveries));
      done += size;
      due -= size;
    }
    if (!isLast) await sleep(isSingle ? SINGLE_TICK_MS : BATCH_TICK_MS, undefined, { signal }).catch(() => undefined);
  }
  await inFlight.settled();
}
