import type { Simulation, Verified, Wish } from '../domain/simulation.ts';
import type { TrafficBatch, TrafficOrders } from '../domain/traffic-generator.ts';

/** Who runs a simulation, and for how long nobody else may. */
export interface Lease {
  owner: string;
  /** Milliseconds from now; 0 gives it up. */
  forMs: number;
}

/** What others have asked of a simulation so far. */
export type Asked = Pick<Simulation, 'wish' | 'wishes' | 'crashRequests'>;

/**
 * The last run of each campaign's simulation. Every method is one atomic step.
 *
 * @throws DomainError `SIMULATIONS_UNAVAILABLE` (unavailable) from all of them when the store does not answer
 */
export abstract class SimulationStore {
  abstract find(campaignId: string): Promise<Simulation | undefined>;
  /**
   * Puts a new run in the place of one that has ended, or of none. False when one is under way.
   *
   * @throws DomainError `SIMULATION_LIMIT_REACHED`, `CAMPAIGN_NOT_FOUND`
   */
  abstract begin(simulation: Simulation): Promise<boolean>;
  /**
   * Leaves a wish for whoever runs the simulation, in the place of an earlier one. False when `seen` is not its present
   * state: another run, a newer wish, or it has ended.
   *
   * @throws DomainError `SIMULATION_LIMIT_REACHED`
   */
  abstract want(seen: Simulation, wish: Wish): Promise<boolean>;
  /** Asks for a crash. False when it is not running. */
  abstract requestCrash(campaignId: string): Promise<boolean>;
  /** Takes what is under way and nobody has a lease on. */
  abstract claim(lease: Lease): Promise<Simulation[]>;
  /**
   * Writes what its owner knows, all but {@link Asked}, and prolongs or gives up the lease. Takes the wish away if it is still
   * the one numbered `doneWish`. Undefined when it is no longer the owner's: another took it, or it was deleted.
   */
  abstract save(simulation: Simulation, lease: Lease, doneWish?: number): Promise<Asked | undefined>;
  /**
   * Those that crashed too often, written down as such at or after a time (ms since 1970, by the store's clock), in that order.
   * Not those whose campaign has begun another run since.
   */
  abstract crashedSince(time: number): Promise<Simulation[]>;
}

/** What Flightdeck has counted of a run, found out past the simulator. */
export abstract class RunAudit {
  /** Whether counts follow some seconds after the acknowledgement. */
  abstract readonly isLater: boolean;
  /** What is counted of a run, of which all places below `next` are acknowledged: to be written down with its ledger. */
  abstract verify(simulation: Simulation, next: number): Promise<Verified>;
  /** What is counted of one that was written down. */
  abstract current(simulation: Simulation): Promise<Verified>;
  /** The highest place beyond the ledger that is stored, if one is known to be. */
  abstract highest(simulation: Simulation): Promise<number | undefined>;
}

export interface TrafficListener {
  /** A batch waits; the next one comes after it was acknowledged. */
  batch(batch: TrafficBatch): void;
  alive(): void;
  /** It ended by itself. Called at most once, and nothing after it. */
  crashed(reason: string): void;
}

export interface RunningTraffic {
  acknowledge(): void;
  /** Makes it crash. */
  crash(): void;
  /** Ends it for good; the listener hears nothing more, not even what is under way. */
  stop(): Promise<void>;
}

/** Makes traffic apart from everything else: whatever happens to it, this process goes on. */
export abstract class TrafficRunner {
  abstract start(orders: TrafficOrders, listener: TrafficListener): RunningTraffic;
}
