import { checkLimits } from '../../application/limits.ts';
import type { Asked, Lease, SimulationStore } from '../../application/ports.ts';
import { isUnderWay, type Simulation, wantedRate, type Wish } from '../../domain/simulation.ts';

interface Kept {
  simulation: Simulation;
  owner: string | undefined;
  leaseUntil: number;
  savedAt: number;
}

/** Simulations in memory, for tests: the reference that the contract suite holds PostgreSQL against. */
export class MemorySimulationStore implements SimulationStore {
  private readonly kept = new Map<string, Kept>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  find(campaignId: string): Promise<Simulation | undefined> {
    return Promise.resolve(this.kept.get(campaignId)?.simulation);
  }

  async begin(simulation: Simulation): Promise<boolean> {
    await Promise.resolve();
    checkLimits(simulation.settings.rate, this.otherRates(simulation.campaignId));
    const present = this.kept.get(simulation.campaignId);
    if (present !== undefined && isUnderWay(present.simulation)) return false;
    this.kept.set(simulation.campaignId, { simulation, owner: undefined, leaseUntil: 0, savedAt: this.now() });
    return true;
  }

  async want(seen: Simulation, wish: Wish): Promise<boolean> {
    await Promise.resolve();
    if (!wish.stop) checkLimits(wish.settings.rate, this.otherRates(seen.campaignId));
    const present = this.kept.get(seen.campaignId);
    if (present === undefined || !isUnderWay(present.simulation)) return false;
    if (present.simulation.runId !== seen.runId || present.simulation.wishes !== seen.wishes) return false;
    present.simulation = { ...present.simulation, wish, wishes: seen.wishes + 1 };
    return true;
  }

  requestCrash(campaignId: string): Promise<boolean> {
    const present = this.kept.get(campaignId);
    if (present?.simulation.status !== 'running') return Promise.resolve(false);
    present.simulation = { ...present.simulation, crashRequests: present.simulation.crashRequests + 1 };
    return Promise.resolve(true);
  }

  claim({ owner, forMs }: Lease): Promise<Simulation[]> {
    const now = this.now();
    const free = [...this.kept.values()].filter((kept) => isUnderWay(kept.simulation) && (kept.owner === undefined || kept.leaseUntil <= now));
    for (const kept of free) Object.assign(kept, { owner, leaseUntil: now + forMs });
    return Promise.resolve(free.map(({ simulation }) => simulation));
  }

  save(simulation: Simulation, { owner, forMs }: Lease, doneWish?: number): Promise<Asked | undefined> {
    const present = this.kept.get(simulation.campaignId);
    if (present === undefined || present.owner !== owner || present.simulation.runId !== simulation.runId) return Promise.resolve(undefined);
    const { wishes, crashRequests } = present.simulation;
    const wish = wishes === doneWish ? null : present.simulation.wish;
    present.simulation = { ...simulation, wish, wishes, crashRequests };
    present.savedAt = this.now();
    present.leaseUntil = present.savedAt + forMs;
    if (forMs === 0) present.owner = undefined;
    return Promise.resolve({ wish, wishes, crashRequests });
  }

  crashedSince(time: number): Promise<Simulation[]> {
    const crashed = [...this.kept.values()].filter(({ simulation, savedAt }) => simulation.status === 'crashed' && savedAt >= time);
    return Promise.resolve(crashed.sort((a, b) => a.savedAt - b.savedAt).map(({ simulation }) => simulation));
  }

  /** As when its campaign is deleted. */
  remove(campaignId: string): void {
    this.kept.delete(campaignId);
  }

  private otherRates(campaignId: string): number[] {
    return [...this.kept.values()].filter(({ simulation }) => isUnderWay(simulation) && simulation.campaignId !== campaignId).map(({ simulation }) => wantedRate(simulation));
  }
}
