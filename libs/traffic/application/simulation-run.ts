import type { IngestEvents, IngestEventsHandler } from '../../events/application/ingest-events.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type DeliveryLedger, enterBatch } from '../domain/delivery-ledger.ts';
import { EventSequence, type SimulatedEvent } from '../domain/event-sequence.ts';
import type { Simulation } from '../domain/simulation.ts';
import type { TrafficBatch } from '../domain/traffic-generator.ts';
import type { RunningTraffic, TrafficRunner } from './ports.ts';

type Outcomes = Awaited<ReturnType<IngestEventsHandler['execute']>>;

export interface IngestGate {
  ingest(events: IngestEvents['events']): Promise<Outcomes>;
  /** Whether simulations should hold back, so that real clients come first. */
  isBusy(): boolean;
}

const RESEND_BATCH = 500;
const PAUSE_MS = 50;

/** So many looks in a row without a sign of life: about 10 s. Looks, not seconds: when this process stood still, nobody could be heard. */
const MAX_SILENT_LOOKS = 10;

/**
 * One simulation in this process: its traffic, made elsewhere, and its ledger, which is here and so outlives a crash of
 * whatever makes the traffic. One batch is delivered at a time; so everything below `ledger.next` is acknowledged and
 * nothing above it is in the ledger.
 */
export class SimulationRun {
  ledger: DeliveryLedger;
  /** Why the traffic ended, when it did so by itself and nobody has dealt with it yet. */
  crash: { reason: string; upMs: number } | undefined;
  /** Nothing is delivered after this time: another process may have taken over. Milliseconds since 1970. */
  leaseEnds = 0;
  private traffic: RunningTraffic | undefined;
  private startedAt = 0;
  private silentLooks = 0;
  private delivering: Promise<void> = Promise.resolve();
  private underWay = 0;
  private readonly abandoned = new AbortController();
  private readonly runner: TrafficRunner;
  private readonly gate: IngestGate;
  private readonly onQuiet: () => void;
  private readonly now: () => number;

  /** @param onQuiet called whenever a crash, {@link quiesce} or {@link resend} has come to its end */
  constructor(ledger: DeliveryLedger, runner: TrafficRunner, gate: IngestGate, onQuiet: () => void, now: () => number) {
    this.ledger = ledger;
    this.runner = runner;
    this.gate = gate;
    this.onQuiet = onQuiet;
    this.now = now;
  }

  get isStarted(): boolean {
    return this.traffic !== undefined;
  }

  /** Nothing is made and nothing is being delivered: the ledger is final until the next start. */
  get isQuiet(): boolean {
    return this.traffic === undefined && this.underWay === 0;
  }

  start({ runId, campaignId, settings, settingsSince, startedAt, endsAt }: Simulation): void {
    this.startedAt = this.now();
    this.silentLooks = 0;
    const traffic: RunningTraffic = this.runner.start(
      { runId, campaignId, settings, settingsSince, startedAt, endsAt, next: this.ledger.next },
      {
        batch: (batch) => {
          this.silentLooks = 0;
          this.delivering = this.deliver(batch).then((isDone) => {
            if (isDone && this.traffic === traffic) traffic.acknowledge();
          });
        },
        alive: () => {
          this.silentLooks = 0;
        },
        crashed: (reason) => this.crashed(reason),
      },
    );
    this.traffic = traffic;
  }

  /** Called about once a second. Traffic that shows no sign of life for ten seconds has crashed, too. */
  look(): void {
    if (this.traffic === undefined) return;
    this.silentLooks += 1;
    if (this.silentLooks <= MAX_SILENT_LOOKS) return;
    this.crashed('It gave no sign of life for 10 seconds.');
  }

  crashNow(): void {
    this.traffic?.crash();
  }

  /** Ends the traffic. Resolves when it is quiet: what was being delivered is acknowledged, or was abandoned. */
  quiesce(): Promise<void> {
    const { traffic } = this;
    this.traffic = undefined;
    return this.untilQuiet(async () => {
      await traffic?.stop();
      await this.delivering;
    });
  }

  /** Stops delivering, whatever is under way. What the ledger does not know is found by {@link resend} later. */
  abandon(): void {
    this.abandoned.abort();
  }

  /** Delivers again what may be stored and is not in the ledger: all places from its end up to `highest`. */
  resend(simulation: Simulation, highest: number): Promise<void> {
    return this.untilQuiet(async () => {
      const sequence = new EventSequence(simulation);
      while (this.ledger.next <= highest) {
        const { next } = this.ledger;
        const now = this.now();
        const events = Array.from({ length: Math.min(RESEND_BATCH, highest - next + 1) }, (_, index) => sequence.at(next + index, now));
        if (!(await this.deliver({ events, repeats: [], heldBack: 0 }))) return;
      }
    });
  }

  private async untilQuiet(work: () => Promise<void>): Promise<void> {
    this.underWay += 1;
    try {
      await work();
    } finally {
      this.underWay -= 1;
    }
    this.onQuiet();
  }

  /** False when it was abandoned. */
  private async deliver({ events, repeats, heldBack }: TrafficBatch): Promise<boolean> {
    const outcomes = await this.outcomesOf([...events, ...repeats]);
    if (outcomes === undefined) return false;
    this.ledger = enterBatch(this.ledger, { events, repeats: repeats.length, heldBack, outcomes: outcomes.map(({ status }) => status) });
    return true;
  }

  /** Delivers until it is answered. The same ids every time: what an unanswered try has stored is not counted again. */
  private async outcomesOf(events: readonly SimulatedEvent[]): Promise<Outcomes | undefined> {
    for (;;) {
      while (this.now() >= this.leaseEnds || this.gate.isBusy()) {
        if (this.abandoned.signal.aborted) return undefined;
        await this.pause(PAUSE_MS);
      }
      if (this.abandoned.signal.aborted) return undefined;
      try {
        return await this.gate.ingest(events);
      } catch (error) {
        const retryAfter = error instanceof DomainError ? error.retryAfterSeconds : undefined;
        await this.pause((retryAfter ?? 1) * 1000);
      }
    }
  }

  private crashed(reason: string): void {
    this.crash = { reason, upMs: this.now() - this.startedAt };
    void this.quiesce();
  }

  private pause(ms: number): Promise<void> {
    const { signal } = this.abandoned;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}
