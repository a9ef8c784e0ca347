import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUnderWay } from '../domain/simulation.ts';
import { SimulationStore } from './ports.ts';
import { SimulationSupervisor } from './simulation-supervisor.ts';

/** Whoever runs it looks once a second; when that process has just died, it takes longer, and the wish is kept. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 50;

/** Stops the simulation of a campaign, if there is one. Resolves with whether there is none under way now, after two seconds at most. */
export class StopSimulation extends Command<boolean> {
  constructor(readonly campaignId: string) {
    super();
  }
}

@CommandHandler(StopSimulation)
export class StopSimulationHandler implements ICommandHandler<StopSimulation> {
  constructor(
    private readonly store: SimulationStore,
    private readonly supervisor: SimulationSupervisor,
  ) {}

  async execute({ campaignId }: StopSimulation): Promise<boolean> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
      const present = await this.store.find(campaignId);
      if (present === undefined || !isUnderWay(present)) return true;
      if (!present.wish?.stop && (await this.store.want(present, { stop: true }))) this.supervisor.wake();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return false;
  }
}
