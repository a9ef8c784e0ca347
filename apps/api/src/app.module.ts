import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CampaignNames } from '../../../libs/campaigns/application/campaign-names.ts';
import { CampaignStore } from '../../../libs/campaigns/application/ports.ts';
import { LiveFigures } from '../../../libs/campaigns/application/live-figures.ts';
import { CampaignsModule } from '../../../libs/campaigns/campaigns.module.ts';
import { ChatRoster } from '../../../libs/chat/application/chat-roster.ts';
import { LiveMessages } from '../../../libs/chat/application/live-messages.ts';
import { Presence } from '../../../libs/chat/application/presence.ts';
import { ChatModule } from '../../../libs/chat/chat.module.ts';
import { CampaignNews } from '../../../libs/events/application/campaign-news.ts';
import { IngestEventsHandler } from '../../../libs/events/application/ingest-events.ts';
import { LiveOverview } from '../../../libs/events/application/live-overview.ts';
import { PipelineFigures } from '../../../libs/events/application/pipeline-figures.ts';
import { CampaignMinutesReader, CampaignStatsReader, EventDeletions, StoredEventsReader } from '../../../libs/events/application/ports.ts';
import { EventsModule } from '../../../libs/events/events.module.ts';
import { DomainEventPublisher } from '../../../libs/kernel/domain-events.ts';
import { Dispatcher } from '../../../libs/outreach/application/dispatcher.ts';
import { OutreachViews } from '../../../libs/outreach/application/outreach-views.ts';
import { RecipientStore } from '../../../libs/outreach/application/ports.ts';
import { OutreachModule, type OutreachOptions } from '../../../libs/outreach/outreach.module.ts';
import { AnomalyStore, DeviceMinuteStore, PipelineStatusReader } from '../../../libs/pipeline/application/ports.ts';
import { PipelineModule } from '../../../libs/pipeline/pipeline.module.ts';
import { Database } from '../../../libs/platform/database.ts';
import { Platform, PlatformModule, type PlatformOptions } from '../../../libs/platform/platform.module.ts';
import { SimulationReader } from '../../../libs/traffic/application/simulation-reader.ts';
import { SimulationSupervisor } from '../../../libs/traffic/application/simulation-supervisor.ts';
import { TrafficModule } from '../../../libs/traffic/traffic.module.ts';
import { CampaignsController } from './campaigns/campaigns.controller.ts';
import { DeletionsController } from './campaigns/deletions.controller.ts';
import { deletionsTopic, feedTopic, figuresTopic, reportTopic } from './campaigns/live-topics.ts';
import { ReportsController } from './campaigns/reports.controller.ts';
import { chatMessagesTopic, chatPeopleTopic } from './chat/chat-topics.ts';
import { ChatController } from './chat/chat.controller.ts';
import { ChatGateway } from './chat/chat.gateway.ts';
import { EventsController } from './events/events.controller.ts';
import { StatsController } from './events/stats.controller.ts';
import { HealthController } from './health/health.controller.ts';
import { Lifecycle } from './health/lifecycle.ts';
import { Metrics } from './health/metrics.ts';
import { LiveGateway } from './live/live.gateway.ts';
import { LiveTopics } from './live/live-topic.ts';
import { DispatchesController } from './outreach/dispatches.controller.ts';
import { FeedbackController } from './outreach/feedback.controller.ts';
import { ImportsController } from './outreach/imports.controller.ts';
import { OutreachController } from './outreach/outreach.controller.ts';
import { outreachListTopic, outreachTopic, recipientsTopic } from './outreach/outreach-topics.ts';
import { RecipientsController } from './outreach/recipients.controller.ts';
import { ResponsesController } from './outreach/responses.controller.ts';
import { TemplatesController } from './outreach/templates.controller.ts';
import { UnsubscribeController } from './outreach/unsubscribe.controller.ts';
import { NamedOverview, overviewTopic } from './overview/named-overview.ts';
import { OverviewController } from './overview/overview.controller.ts';
import { PipelinePage } from './pipeline/pipeline-page.ts';
import { anomaliesTopic, pipelineTopic } from './pipeline/pipeline-topics.ts';
import { PipelineController } from './pipeline/pipeline.controller.ts';
import { SimulationController } from './traffic/simulation.controller.ts';
import { simulationTopic } from './traffic/simulation.topic.ts';

export interface AppOptions extends PlatformOptions {
  outreach: OutreachOptions;
}

@Module({})
export class AppModule {
  static forRoot({ outreach, ...platform }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), PlatformModule.forRoot(platform), EventsModule, CampaignsModule, TrafficModule, ChatModule, OutreachModule.forRoot(outreach), PipelineModule],
      controllers: [
        EventsController,
        StatsController,
        OverviewController,
        CampaignsController,
        DeletionsController,
        ReportsController,
        SimulationController,
        ChatController,
        OutreachController,
        DispatchesController,
        RecipientsController,
        ImportsController,
        TemplatesController,
        ResponsesController,
        FeedbackController,
        UnsubscribeController,
        PipelineController,
        HealthController,
      ],
      providers: [
        LiveGateway,
        ChatGateway,
        {
          provide: NamedOverview,
          inject: [LiveOverview, CampaignNames],
          useFactory: (overview: LiveOverview, names: CampaignNames) => new NamedOverview(overview, names),
        },
        {
          provide: PipelinePage,
          inject: [PipelineStatusReader, CampaignMinutesReader, DeviceMinuteStore, AnomalyStore, CampaignNames, CampaignStore],
          useFactory: (status: PipelineStatusReader, campaigns: CampaignMinutesReader, devices: DeviceMinuteStore, anomalies: AnomalyStore, names: CampaignNames, registered: CampaignStore) =>
            new PipelinePage(status, campaigns, devices, anomalies, names, registered),
        },
        {
          provide: LiveTopics,
          inject: [NamedOverview, LiveFigures, CampaignStatsReader, StoredEventsReader, EventDeletions, CampaignNews, SimulationReader, ChatRoster, LiveMessages, OutreachViews, RecipientStore, PipelinePage, DomainEventPublisher],
          useFactory: (
            overview: NamedOverview,
            figures: LiveFigures,
            stats: CampaignStatsReader,
            events: StoredEventsReader,
            deletions: EventDeletions,
            news: CampaignNews,
            simulations: SimulationReader,
            roster: ChatRoster,
            messages: LiveMessages,
            outreach: OutreachViews,
            recipients: RecipientStore,
            pipeline: PipelinePage,
            publisher: DomainEventPublisher,
          ) =>
            new LiveTopics([
              overviewTopic(overview),
              figuresTopic(figures),
              reportTopic(stats, news),
              feedTopic(events, news),
              deletionsTopic(deletions, publisher),
              simulationTopic(simulations, publisher),
              chatPeopleTopic(roster),
              chatMessagesTopic(messages),
              outreachTopic(outreach, publisher),
              outreachListTopic(outreach, publisher),
              recipientsTopic(recipients, outreach, publisher),
              pipelineTopic(pipeline),
              anomaliesTopic(pipeline, publisher),
            ]),
        },
        Lifecycle,
        {
          provide: Metrics,
          inject: [IngestEventsHandler, DomainEventPublisher, Database, SimulationSupervisor, Presence, Dispatcher, PipelineFigures, Platform],
          useFactory: (ingest: IngestEventsHandler, publisher: DomainEventPublisher, database: Database, simulations: SimulationSupervisor, presence: Presence, dispatcher: Dispatcher, pipeline: PipelineFigures, { kafkaBrokers }: Platform) =>
            new Metrics(ingest, publisher, database, simulations, presence, dispatcher, pipeline, kafkaBrokers !== undefined),
        },
      ],
    };
  }
}
