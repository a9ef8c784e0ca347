import { EventSequence, type SequenceOptions, type SimulatedEvent } from './event-sequence.ts';
import { paceAt } from './scenario.ts';

export interface TrafficOrders extends SequenceOptions {
  /** The place to go on from: all below it are delivered. */
  next: number;
  /** Milliseconds since 1970. Scenarios count their time from here, restarts included. */
  startedAt: number;
  /** Nothing is due after it. */
  endsAt: number | null;
}

export interface TrafficBatch {
  /** New events, at the places that follow those of the last batch. */
  events: SimulatedEvent[];
  /** Deliveries of events that were acknowledged before. */
  repeats: SimulatedEvent[];
  /** Deliveries that were due since the last batch and will not be made. */
  heldBack: number;
}

/** So many deliveries make one ingest command. */
const MAX_BATCH = 500;

/** Clients repeat what they sent lately, such as after a lost answer. */
const REPEATABLE = 1_000;

/** When nobody took deliveries for longer than this, they are not made up for. */
const LONGEST_BACKLOG_S = 1;

/** Makes deliveries by the clock. One batch is under way at a time; what falls due meanwhile goes into the next one. */
export class TrafficGenerator {
  private readonly orders: TrafficOrders;
  private readonly sequence: EventSequence;
  private readonly first: number;
  private next: number;
  private acknowledged: number;
  private now: number;
  private due = 0;
  private dueRepeats = 0;
  private heldBack = 0;

  constructor(orders: TrafficOrders, now: number) {
    this.orders = orders;
    this.sequence = new EventSequence(orders);
    this.first = orders.next;
    this.next = orders.next;
    this.acknowledged = orders.next;
    this.now = now;
  }

  /** The last batch was taken: its events may be repeated from now on. */
  acknowledge(): void {
    this.acknowledged = this.next;
  }

  get isAcknowledged(): boolean {
    return this.acknowledged === this.next;
  }

  /** Takes note of the time that has passed. Called several times a second. */
  pass(now: number): void {
    const { settings, startedAt, endsAt } = this.orders;
    const until = endsAt === null ? now : Math.min(now, endsAt);
    const seconds = Math.max(0, until - this.now) / 1000;
    this.now = Math.max(this.now, until);
    const pace = paceAt(settings.scenario, Math.max(0, this.now - startedAt) / 1000);
    this.due += settings.rate * pace.rateFactor * seconds;
    const backlog = Math.max(1, settings.rate * LONGEST_BACKLOG_S);
    const held = Math.max(0, Math.floor(this.due - backlog));
    this.due -= held;
    this.heldBack += held;
  }

  /** What is due, or nothing while less than one delivery is. */
  take(now: number): TrafficBatch | undefined {
    const count = Math.min(Math.floor(this.due), MAX_BATCH);
    if (count === 0) return undefined;
    this.due -= count;
    const repeats = this.repeats(count, now);
    const events = Array.from({ length: count - repeats.length }, () => this.sequence.at(this.next++, now));
    const { heldBack } = this;
    this.heldBack = 0;
    return { events, repeats, heldBack };
  }

  private repeats(count: number, now: number): SimulatedEvent[] {
    const { settings, startedAt } = this.orders;
    const lowest = Math.max(this.first, this.acknowledged - REPEATABLE);
    if (this.acknowledged === lowest) return [];
    this.dueRepeats += count * Math.max(settings.duplicateShare, paceAt(settings.scenario, Math.max(0, now - startedAt) / 1000).duplicateShare);
    const whole = Math.floor(this.dueRepeats);
    this.dueRepeats -= whole;
    // Which ones is left to chance: unlike events, repeats are counted when they are answered and never made again.
    return Array.from({ length: whole }, () => this.sequence.at(lowest + Math.floor(Math.random() * (this.acknowledged - lowest)), now));
  }
}
