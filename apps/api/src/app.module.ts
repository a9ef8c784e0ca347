import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventsModule } from '../../../libs/events/events.module.ts';
import { IngestEventsHandler } from '../../../libs/events/application/ingest-events.ts';
import { DomainEventPublisher } from '../../../libs/kernel/domain-events.ts';
import { Database } from '../../../libs/platform/database.ts';
import { PlatformModule, type PlatformOptions } from '../../../libs/platform/platform.module.ts';
import { SimulationSupervisor } from '../../../libs/traffic/application/simulation-supervisor.ts';
import { TrafficModule } from '../../../libs/traffic/traffic.module.ts';
import { EventsController } from './events/events.controller.ts';
import { StatsController } from './events/stats.controller.ts';
import { HealthController } from './health/health.controller.ts';
import { Lifecycle } from './health/lifecycle.ts';
import { Metrics } from './health/metrics.ts';
import { OverviewController } from './overview/overview.controller.ts';
import { OverviewGateway } from './overview/overview.gateway.ts';
import { SimulationController } from './traffic/simulation.controller.ts';

@Module({})
export class AppModule {
  static forRoot(options: PlatformOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), PlatformModule.forRoot(options), EventsModule, TrafficModule],
      controllers: [EventsController, StatsController, OverviewController, SimulationController, HealthController],
      providers: [
        OverviewGateway,
        Lifecycle,
        {
          provide: Metrics,
          inject: [IngestEventsHandler, DomainEventPublisher, Database, SimulationSupervisor],
          useFactory: (ingest: IngestEventsHandler, publisher: DomainEventPublisher, database: Database, simulations: SimulationSupervisor) => new Metrics(ingest, publisher, database, simulations),
        },
      ],
    };
  }
}
