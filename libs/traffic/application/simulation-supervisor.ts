import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { SimulationChanged } from '../domain/domain-events.ts';
import { isOver, nextState } from '../domain/next-state.ts';
import { givenUp, isUnderWay, type Simulation } from '../domain/simulation.ts';
import type { RunAudit, SimulationStore, TrafficRunner } from './ports.ts';
import { type IngestGate, SimulationRun } from './simulation-run.ts';

const LOOK_MS = 1_000;
const LEASE_MS = 5_000;
/** Deliveries end before the lease does, so that none is under way when the next owner looks for what is stored. */
const LEASE_MARGIN_MS = 1_500;
const PATIENCE_AT_STOP_MS = 3_000;

interface Held {
  simulation: Simulation;
  /** The lease it was claimed with. Each claim has its own, so that what was held before cannot write over what came after. */
  readonly owner: string;
  readonly run: SimulationRun;
  isRecovered: boolean;
  crashesSeen: number;
  /** Number of the wish that was fulfilled and is still to be taken away. */
  doneWish: number | undefined;
  attending: Promise<void> | undefined;
  attendAgain: boolean;
  /** As it was last published. */
  told: Simulation | undefined;
}

interface Parts {
  store: SimulationStore;
  audit: RunAudit;
  runner: TrafficRunner;
  gate: IngestGate;
  publisher: DomainEventPublisher;
  report: (level: 'info' | 'warn' | 'error', message: string, details: object) => void;
  now?: () => number;
}

/**
 * Runs simulations in this process: takes those that nobody runs, does what is asked of them, starts crashed ones again, and
 * writes down once a second how far they are. Every process has one; the lease in the store decides who runs what.
 */
export class SimulationSupervisor {
  private readonly held = new Map<string, Held>();
  private readonly parts: Parts;
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;
  private claiming: Promise<void> | undefined;
  private claimAgain = false;
  private isStopped = false;
  private isFailing = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.now = parts.now ?? Date.now;
  }

  start(): void {
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.wake();
  }

  /** Once a second. */
  look(): void {
    for (const { run } of this.held.values()) run.look();
    this.wake();
  }

  /** Does what there is to do without waiting for the next second. */
  wake(): void {
    if (this.isStopped) return;
    for (const held of this.held.values()) this.attendSoon(held);
    if (this.claiming !== undefined) {
      this.claimAgain = true;
      return;
    }
    this.claiming = this.claim().finally(() => {
      this.claiming = undefined;
      if (this.claimAgain) {
        this.claimAgain = false;
        this.wake();
      }
    });
  }

  /** How many simulations this process runs. */
  get count(): number {
    return this.held.size;
  }

  /** Ends all traffic, writes down how far it got and gives the leases up, so that whoever starts next goes on at once. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.claiming;
    await Promise.all([...this.held.values()].map((held) => this.letGo(held)));
    this.held.clear();
  }

  private async letGo(held: Held): Promise<void> {
    const { run } = held;
    const patience = setTimeout(() => run.abandon(), PATIENCE_AT_STOP_MS);
    await run.quiesce();
    await held.attending;
    // A crash that was not dealt with leaves a run that is simply started again.
    await this.checkpoint(held, 0).catch((error: unknown) => this.failed(error));
    clearTimeout(patience);
  }

  private async claim(): Promise<void> {
    // What is held comes first: it would otherwise be claimed from ourselves when the store was away for longer than a lease.
    await Promise.all([...this.held.values()].map(async ({ attending }) => attending));
    try {
      const asked = this.now();
      const owner = crypto.randomUUID();
      const simulations = await this.parts.store.claim({ owner, forMs: LEASE_MS });
      await Promise.all(simulations.map((simulation) => this.take(simulation, owner, asked)));
      this.isFailing = false;
    } catch (error) {
      this.failed(error);
    }
  }

  private async take(simulation: Simulation, owner: string, asked: number): Promise<void> {
    const former = this.held.get(simulation.runId);
    if (former !== undefined) await this.forget(former);
    const run = new SimulationRun(simulation.ledger, this.parts.runner, this.parts.gate, () => this.wake(), this.now);
    run.leaseEnds = asked + LEASE_MS - LEASE_MARGIN_MS;
    const held: Held = { simulation, owner, run, isRecovered: false, crashesSeen: simulation.crashRequests, doneWish: undefined, attending: undefined, attendAgain: false, told: undefined };
    this.held.set(simulation.runId, held);
    if (!this.isStopped) this.attendSoon(held);
  }

  private attendSoon(held: Held): void {
    if (held.attending !== undefined) {
      held.attendAgain = true;
      return;
    }
    held.attending = this.attend(held)
      .catch((error: unknown) => this.failed(error))
      .finally(() => {
        held.attending = undefined;
        if (!held.attendAgain || this.isStopped || !this.isHeld(held)) return;
        held.attendAgain = false;
        this.attendSoon(held);
      });
  }

  private async attend(held: Held): Promise<void> {
    const { run } = held;
    if (!held.isRecovered) await this.recover(held);
    if (run.isQuiet) this.decide(held);
    const { simulation } = held;
    const wasFinal = run.isQuiet;
    if (!(await this.checkpoint(held, isUnderWay(simulation) ? LEASE_MS : 0))) return;
    if (this.isStopped || !this.isHeld(held)) return;
    const { wish, crashRequests } = held.simulation;
    if (crashRequests > held.crashesSeen && run.isStarted) {
      held.crashesSeen = crashRequests;
      run.crashNow();
    }
    if (wish !== null || isOver(held.simulation, this.now())) {
      // Done at the next look, which comes as soon as nothing is under way.
      if (run.isStarted || wasFinal) void run.quiesce();
    } else if (run.isQuiet && run.crash === undefined && held.simulation.status === 'running') {
      run.start(held.simulation);
    }
  }

  /** After a crash of a process, more may be stored than the last checkpoint says. */
  private async recover(held: Held): Promise<void> {
    const { simulation, run } = held;
    const highest = await this.parts.audit.highest(simulation);
    held.isRecovered = true;
    if (highest === undefined) return;
    const missing = highest - simulation.ledger.next + 1;
    this.parts.report('info', 'a simulation goes on after its process ended without a word', { campaign_id: simulation.campaignId, events_sent_again: missing });
    void run.resend(simulation, highest);
  }

  private decide(held: Held): void {
    const { run, simulation } = held;
    const { crash } = run;
    const next = nextState(simulation, { now: this.now(), place: run.ledger.next, crash });
    held.simulation = next;
    if (simulation.wish !== null && next.wish === null) held.doneWish = simulation.wishes;
    if (next.crashes === simulation.crashes) return;
    run.crash = undefined;
    const known = { campaign_id: next.campaignId, reason: next.reason, restarts: next.restarts };
    if (next.status === 'crashed') this.parts.report('error', 'a simulation crashed too often and is given up', known);
    else this.parts.report('warn', 'a simulation crashed and will be started again', known);
  }

  /** False when there is nothing to run any more. */
  private async checkpoint(held: Held, leaseMs: number): Promise<boolean> {
    const { run } = held;
    const { ledger } = run;
    const verified = await this.parts.audit.verify(held.simulation, ledger.next);
    held.simulation = { ...held.simulation, ledger, verified };
    const { simulation, doneWish } = held;
    const asked = this.now();
    const answer = await this.parts.store.save(simulation, { owner: held.owner, forMs: leaseMs }, doneWish);
    if (answer === undefined) {
      // Deleted with its campaign, or another process took over while this one could not reach the store. Or its end was written
      // down before, and the answer got lost: nobody else would tell it.
      if (!isUnderWay(simulation) && (await this.isWrittenDown(simulation))) this.tell(held);
      void this.forget(held);
      return false;
    }
    if (doneWish === held.doneWish) held.doneWish = undefined;
    held.simulation = { ...simulation, ...answer };
    run.leaseEnds = asked + leaseMs - LEASE_MARGIN_MS;
    this.tell(held);
    if (!isUnderWay(simulation)) void this.forget(held);
    return isUnderWay(simulation);
  }

  private async isWrittenDown({ campaignId, runId, status }: Simulation): Promise<boolean> {
    const present = await this.parts.store.find(campaignId);
    return present?.runId === runId && present.status === status;
  }

  private isHeld(held: Held): boolean {
    return this.held.get(held.simulation.runId) === held;
  }

  /** Resolves when it delivers nothing more. */
  private async forget(held: Held): Promise<void> {
    if (this.isHeld(held)) this.held.delete(held.simulation.runId);
    held.run.abandon();
    await held.run.quiesce();
  }

  private tell(held: Held): void {
    const { simulation, told } = held;
    const { campaignId, status, ledger, wishes, settings } = simulation;
    const isNews = told === undefined || told.status !== status || told.ledger !== ledger || told.wishes !== wishes || told.settings !== settings;
    held.told = simulation;
    if (!isNews) return;
    this.parts.publisher.publish<SimulationChanged>({ type: 'SimulationChanged', campaignId });
    if (status === 'crashed') this.parts.publisher.publish(givenUp(simulation));
  }

  private failed(error: unknown): void {
    // Once, not every second: the next try comes by itself.
    if (!this.isFailing) this.parts.report('warn', 'simulations cannot be written down now; trying again', { err: error });
    this.isFailing = true;
  }
}
