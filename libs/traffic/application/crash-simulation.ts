import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CampaignStore } from '../../campaigns/application/ports.ts';
import { campaignNotFound, simulationNotRunning } from './errors.ts';
import { SimulationStore } from './ports.ts';
import { SimulationSupervisor } from './simulation-supervisor.ts';

/** Makes the simulation of a campaign crash, to see what happens then. */
export class CrashSimulation extends Command<void> {
  constructor(readonly campaignId: string) {
    super();
  }
}

@CommandHandler(CrashSimulation)
export class CrashSimulationHandler implements ICommandHandler<CrashSimulation> {
  constructor(
    private readonly store: SimulationStore,
    private readonly campaigns: CampaignStore,
    private readonly supervisor: SimulationSupervisor,
  ) {}

  async execute({ campaignId }: CrashSimulation): Promise<void> {
    if ((await this.campaigns.find(campaignId)) === undefined) throw campaignNotFound();
    if (!(await this.store.requestCrash(campaignId))) throw simulationNotRunning();
    this.supervisor.wake();
  }
}
