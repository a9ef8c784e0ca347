import { setTimeout as sleep } from 'node:timers/promises';
import { InFlight } from '../delivery/in-flight.ts';
import type { EventOutcome } from '../delivery/post-batch.ts';
import type { Delivery } from './event-stream.ts';

/** Where deliveries come from, one for each place in time. */
interface Source<D extends Delivery> {
  /** @returns nothing where the place stays empty */
  next(): D | undefined;
  /** Places that were due and are not made. */
  skip(places: number): void;
  /** What is still to be sent when the time is over. */
  rest(): Iterable<D>;
}

interface DriveOptions<D extends Delivery> {
  source: Source<D>;
  ledger: { hold(places: number): void; recordSent(delivery: D): void; recordOutcome(delivery: D, outcome: EventOutcome): void };
  /** @returns one outcome per event, in order */
  deliver(events: readonly string[]): Promise<EventOutcome[]>;
  /** Whether nothing more will be delivered. */
  hasEnded(): boolean;
  /** Places per second. */
  rate: number;
  durationMs: number;
  /** So much of the duration is over already, and made up for as fast as it goes. */
  pastMs?: number;
  perRequest: number;
  tickMs: number;
  /** Requests under way at once. */
  maxInFlight: number;
  /** Ends it early. */
  signal: AbortSignal;
}

/** A server that was away for longer than this is not buried under what it missed. */
const LONGEST_BACKLOG_S = 1;

/**
 * Makes deliveries by the clock, however fast they are answered (an open loop): only so does the time to answer show
 * what real clients would see. When too many requests are under way, it holds back, and the ledger says how much.
 */
export async function driveTraffic<D extends Delivery>(options: DriveOptions<D>): Promise<void> {
  const { source, ledger, rate, durationMs, pastMs = 0, perRequest, tickMs, maxInFlight, signal } = options;
  const inFlight = new InFlight(maxInFlight);
  const started = performance.now() - pastMs;
  const longestBacklog = Math.ceil(rate * LONGEST_BACKLOG_S);
  let done = 0;
  let isCatchingUp = pastMs > 0;
  const hasEnded = (): boolean => signal.aborted || options.hasEnded();

  const send = async (deliveries: readonly D[]): Promise<void> => {
    for (const delivery of deliveries) ledger.recordSent(delivery);
    const outcomes = await options.deliver(deliveries.map(({ event }) => event));
    outcomes.forEach((outcome, index) => ledger.recordOutcome(deliveries[index]!, outcome));
  };

  for (let isLast = false; !isLast && !hasEnded(); ) {
    const elapsed = performance.now() - started;
    isLast = elapsed >= durationMs;
    let due = Math.floor((rate * Math.min(elapsed, durationMs)) / 1000) - done;
    if (due <= longestBacklog) isCatchingUp = false;
    const held = isCatchingUp ? 0 : Math.max(0, due - longestBacklog);
    ledger.hold(held);
    source.skip(held);
    done += held;
    due -= held;
    while (due > 0 && !hasEnded()) {
      if (isLast || isCatchingUp) await inFlight.room();
      else if (!inFlight.hasRoom) break;
      const size = Math.min(due, perRequest);
      const deliveries = Array.from({ length: size }, () => source.next()).filter((delivery) => delivery !== undefined);
      if (deliveries.length > 0) inFlight.add(send(deliveries));
      done += size;
      due -= size;
    }
    if (!isLast && !isCatchingUp) await sleep(tickMs, undefined, { signal }).catch(() => undefined);
  }
  if (!hasEnded()) {
    for (const some of inPortions(source.rest(), perRequest)) {
      await inFlight.room();
      if (hasEnded()) break;
      inFlight.add(send(some));
    }
  }
  await inFlight.settled();
}

function* inPortions<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let portion: T[] = [];
  for (const item of items) {
    portion.push(item);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
