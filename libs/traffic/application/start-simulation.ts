import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CampaignStore } from '../../campaigns/application/ports.ts';
import { normalisedMix, presetSettings, type SimulationSettings } from '../domain/simulation-settings.ts';
import { endOf, isUnderWay, newSimulation, settingsWanted, type Simulation } from '../domain/simulation.ts';
import { campaignNotFound, simulationsUnavailable } from './errors.ts';
import { SimulationStore } from './ports.ts';
import { SimulationSupervisor } from './simulation-supervisor.ts';

const ATTEMPTS = 20;

/**
 * Starts the simulation of a campaign, or changes the one under way. What is left out keeps its value there; a new run takes it
 * from the scenario's preset.
 */
export class StartSimulation extends Command<void> {
  constructor(
    readonly campaignId: string,
    readonly changes: Partial<SimulationSettings>,
  ) {
    super();
  }
}

@CommandHandler(StartSimulation)
export class StartSimulationHandler implements ICommandHandler<StartSimulation> {
  constructor(
    private readonly store: SimulationStore,
    private readonly campaigns: CampaignStore,
    private readonly supervisor: SimulationSupervisor,
  ) {}

  async execute({ campaignId, changes }: StartSimulation): Promise<void> {
    if ((await this.campaigns.find(campaignId)) === undefined) throw campaignNotFound();
    // Again when somebody else has changed the same simulation meanwhile.
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const present = await this.store.find(campaignId);
      const isDone = present !== undefined && isUnderWay(present) ? await this.change(present, changes) : await this.begin(campaignId, changes);
      if (!isDone) continue;
      this.supervisor.wake();
      return;
    }
    throw simulationsUnavailable();
  }

  private begin(campaignId: string, changes: Partial<SimulationSettings>): Promise<boolean> {
    const settings = merged(presetSettings(changes.scenario ?? 'steady'), changes);
    return this.store.begin(newSimulation(campaignId, crypto.randomUUID().replaceAll('-', ''), settings, Date.now()));
  }

  private change(present: Simulation, changes: Partial<SimulationSettings>): Promise<boolean> {
    const wanted = settingsWanted(present);
    const settings = merged(wanted.settings, changes);
    // A duration counts from when it is given; another knob turned later does not prolong the run.
    const endsAt = changes.durationSeconds === undefined ? wanted.endsAt : endOf(settings, Date.now());
    return this.store.want(present, { stop: false, settings, endsAt });
  }
}

function merged(settings: SimulationSettings, changes: Partial<SimulationSettings>): SimulationSettings {
  const all = { ...settings, ...changes };
  return { ...all, deviceMix: normalisedMix(all.deviceMix) };
}
