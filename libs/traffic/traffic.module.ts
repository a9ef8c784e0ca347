import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CampaignStore } from '../campaigns/application/ports.ts';
import { CampaignsModule } from '../campaigns/campaigns.module.ts';
import { IngestEvents, IngestEventsHandler } from '../events/application/ingest-events.ts';
import { EventIdRanges } from '../events/application/ports.ts';
import { StreamedRuns } from '../events/application/streaming-ports.ts';
import { EventsModule } from '../events/events.module.ts';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { Database } from '../platform/database.ts';
import { Platform } from '../platform/platform.module.ts';
import { PostgresSimulationStore } from './adapters/postgres/postgres-simulation-store.ts';
import { ThreadTrafficRunner } from './adapters/worker-threads/thread-traffic-runner.ts';
import { CrashSimulationHandler } from './application/crash-simulation.ts';
import { RunAudit, SimulationStore, TrafficRunner } from './application/ports.ts';
import { StoredEventsAudit, StreamedRunAudit } from './application/run-audit.ts';
import { SimulationReader } from './application/simulation-reader.ts';
import { SimulationSupervisor } from './application/simulation-supervisor.ts';
import { StartSimulationHandler } from './application/start-simulation.ts';
import { StopSimulationHandler } from './application/stop-simulation.ts';

/** With more than this waiting to be stored, a quarter of what ingest takes at all, simulations leave the rest to real clients. */
const BUSY_EVENTS = 5_000;

@Module({
  imports: [EventsModule, CampaignsModule],
  providers: [
    { provide: SimulationStore, inject: [Database], useFactory: (database: Database) => new PostgresSimulationStore(database.pool) },
    {
      provide: RunAudit,
      inject: [EventIdRanges, StreamedRuns, Platform],
      useFactory: (eventIds: EventIdRanges, runs: StreamedRuns, { kafkaBrokers }: Platform) => (kafkaBrokers === undefined ? new StoredEventsAudit(eventIds) : new StreamedRunAudit(runs)),
    },
    { provide: TrafficRunner, useClass: ThreadTrafficRunner },
    {
      provide: SimulationSupervisor,
      inject: [SimulationStore, RunAudit, TrafficRunner, CommandBus, IngestEventsHandler, DomainEventPublisher, Platform],
      useFactory: (store: SimulationStore, audit: RunAudit, runner: TrafficRunner, commands: CommandBus, ingest: IngestEventsHandler, publisher: DomainEventPublisher, { logger }: Platform) =>
        new SimulationSupervisor({
          store,
          audit,
          runner,
          gate: { ingest: (events) => commands.execute(new IngestEvents(events)), isBusy: () => ingest.pending > BUSY_EVENTS },
          publisher,
          report: (level, message, details) => logger[level](details, message),
        }),
    },
    {
      provide: SimulationReader,
      inject: [Database, CampaignStore, RunAudit],
      // Read for pages, and for those who were not there when a simulation gave up: neither keeps events waiting.
      useFactory: (database: Database, campaigns: CampaignStore, audit: RunAudit) => new SimulationReader(new PostgresSimulationStore(database.pagePool), campaigns, audit),
    },
    StartSimulationHandler,
    StopSimulationHandler,
    CrashSimulationHandler,
  ],
  exports: [SimulationReader, SimulationSupervisor],
})
export class TrafficModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(SimulationSupervisor) private readonly supervisor: SimulationSupervisor) {}

  onApplicationBootstrap(): void {
    this.supervisor.start();
  }

  /** First of all that ends: ingest still takes what is under way, and the database what the ledgers say. */
  async onModuleDestroy(): Promise<void> {
    await this.supervisor.stop();
  }
}
