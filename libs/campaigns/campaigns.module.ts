import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { CampaignNews } from '../events/application/campaign-news.ts';
import { LiveOverview } from '../events/application/live-overview.ts';
import { CampaignStatsReader, StoredEventsReader } from '../events/application/ports.ts';
import { EventsModule } from '../events/events.module.ts';
import { Database } from '../platform/database.ts';
import { Platform } from '../platform/platform.module.ts';
import { PrismaCampaignStore } from './adapters/postgres/prisma-campaign-store.ts';
import { BudgetWatch } from './application/budget-watch.ts';
import { CampaignNames } from './application/campaign-names.ts';
import { CreateCampaignHandler } from './application/create-campaign.ts';
import { DeleteCampaignHandler } from './application/delete-campaign.ts';
import { KnownCampaigns } from './application/known-campaigns.ts';
import { CampaignLists } from './application/list-campaigns.ts';
import { LiveFigures } from './application/live-figures.ts';
import { CampaignStore } from './application/ports.ts';
import { UpdateCampaignHandler } from './application/update-campaign.ts';

@Module({
  imports: [EventsModule],
  providers: [
    { provide: CampaignStore, inject: [Database], useFactory: (database: Database) => new PrismaCampaignStore(database.prisma) },
    CreateCampaignHandler,
    UpdateCampaignHandler,
    DeleteCampaignHandler,
    {
      provide: CampaignLists,
      inject: [CampaignStore, LiveOverview],
      useFactory: (campaigns: CampaignStore, overview: LiveOverview) => new CampaignLists(campaigns, overview),
    },
    {
      provide: KnownCampaigns,
      inject: [CampaignStore, LiveOverview, StoredEventsReader],
      useFactory: (campaigns: CampaignStore, overview: LiveOverview, events: StoredEventsReader) => new KnownCampaigns(campaigns, overview, events),
    },
    {
      provide: CampaignNames,
      inject: [CampaignStore, DomainEventPublisher],
      useFactory: (campaigns: CampaignStore, publisher: DomainEventPublisher) => new CampaignNames(campaigns, publisher),
    },
    {
      provide: LiveFigures,
      inject: [CampaignStore, CampaignStatsReader, StoredEventsReader, LiveOverview, CampaignNews, DomainEventPublisher],
      useFactory: (campaigns: CampaignStore, stats: CampaignStatsReader, events: StoredEventsReader, overview: LiveOverview, news: CampaignNews, publisher: DomainEventPublisher) =>
        new LiveFigures(campaigns, stats, events, overview, news, publisher),
    },
    {
      provide: BudgetWatch,
      inject: [Database, CampaignStatsReader, DomainEventPublisher, Platform],
      // It reads all campaigns there are, and can wait for it as pages do.
      useFactory: (database: Database, stats: CampaignStatsReader, publisher: DomainEventPublisher, { logger }: Platform) =>
        new BudgetWatch(new PrismaCampaignStore(database.pagePrisma), stats, publisher, (error) => logger.warn({ err: error }, 'could not read what campaigns have spent today; trying again')),
    },
  ],
  exports: [BudgetWatch, CampaignStore, CampaignLists, CampaignNames, KnownCampaigns, LiveFigures],
})
export class CampaignsModule implements OnApplicationShutdown {
  constructor(
    @Inject(LiveFigures) private readonly figures: LiveFigures,
    @Inject(CampaignNames) private readonly names: CampaignNames,
    @Inject(BudgetWatch) private readonly budgets: BudgetWatch,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.figures.stop();
    this.names.stop();
    await this.budgets.stop();
  }
}
