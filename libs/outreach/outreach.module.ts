import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { CampaignStore } from '../campaigns/application/ports.ts';
import { CampaignsModule } from '../campaigns/campaigns.module.ts';
import { DomainEventPublisher } from '../kernel/domain-events.ts';
import { Database } from '../platform/database.ts';
import { Platform } from '../platform/platform.module.ts';
import { CsvParseReader } from './adapters/csv-parse/csv-parse-reader.ts';
import { LibphonenumberPhoneNumbers } from './adapters/libphonenumber/libphonenumber-phone-numbers.ts';
import { LiquidTemplateEngine } from './adapters/liquid/liquid-template-engine.ts';
import { PostgresDeliveryQueue } from './adapters/postgres/postgres-delivery-queue.ts';
import { PostgresDispatchStore } from './adapters/postgres/postgres-dispatch-store.ts';
import { PostgresFeedbackStore } from './adapters/postgres/postgres-feedback-store.ts';
import { PostgresImportStore } from './adapters/postgres/postgres-import-store.ts';
import { PostgresOutreachReader } from './adapters/postgres/postgres-outreach-reader.ts';
import { PostgresRecipientStore } from './adapters/postgres/postgres-recipient-store.ts';
import { PostgresTemplateStore } from './adapters/postgres/postgres-template-store.ts';
import { SimulatedChannel } from './adapters/simulated/simulated-channel.ts';
import { SmtpChannel } from './adapters/smtp/smtp-channel.ts';
import { WebhookChannel } from './adapters/webhook/webhook-channel.ts';
import { AddRecipientHandler } from './application/add-recipient.ts';
import { AnswerFeedbackHandler } from './application/answer-feedback.ts';
import { ChangeRecipientHandler } from './application/change-recipient.ts';
import { CreateDispatchHandler } from './application/create-dispatch.ts';
import { DispatchPace } from './application/dispatch-pace.ts';
import { Dispatcher } from './application/dispatcher.ts';
import { ImportRecipientsHandler } from './application/import-recipients.ts';
import { MessageSamples } from './application/message-samples.ts';
import { OutreachViews } from './application/outreach-views.ts';
import { Channels, CsvReader, DeliveryQueue, DispatchStore, FeedbackStore, ImportStore, OutreachReader, PhoneNumbers, RecipientStore, TemplateEngine, TemplateStore } from './application/ports.ts';
import { PreviewImportHandler } from './application/preview-import.ts';
import { RemoveRecipientHandler } from './application/remove-recipient.ts';
import { SaveTemplateHandler } from './application/save-template.ts';
import { SendSampleHandler } from './application/send-sample.ts';
import { SetUnsubscribedHandler } from './application/set-unsubscribed.ts';
import { SteerDispatchHandler } from './application/steer-dispatch.ts';

/** What is set from outside. */
export interface OutreachOptions {
  /** What links to feedback pages begin with, without a slash at the end. */
  publicUrl: string;
  smtp: { url: string; from: string } | undefined;
  webhook: { url: string; secret: string } | undefined;
  /** Of all dispatches together; null: as fast as it goes. */
  sendsPerMinute: number | null;
  /** Whether this process sends, or leaves that to others. */
  dispatches: boolean;
}

/** {@link OutreachOptions}, where they can be asked for. */
class Options {
  constructor(readonly values: OutreachOptions) {}
}

@Module({})
export class OutreachModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    @Inject(Dispatcher) private readonly dispatcher: Dispatcher,
    @Inject(Channels) private readonly channels: Channels,
    @Inject(Options) private readonly options: Options,
  ) {}

  static forRoot(options: OutreachOptions): DynamicModule {
    const { publicUrl, smtp, webhook, sendsPerMinute } = options;
    return {
      module: OutreachModule,
      imports: [CampaignsModule],
      providers: [
        { provide: Options, useFactory: () => new Options(options) },

        { provide: RecipientStore, inject: [Database], useFactory: ({ pool, pagePool, workPool }: Database) => new PostgresRecipientStore(pool, pagePool, workPool) },
        { provide: ImportStore, inject: [Database], useFactory: ({ workPool }: Database) => new PostgresImportStore(workPool) },
        { provide: PhoneNumbers, useClass: LibphonenumberPhoneNumbers },
        { provide: CsvReader, useClass: CsvParseReader },
        AddRecipientHandler,
        ChangeRecipientHandler,
        RemoveRecipientHandler,
        ImportRecipientsHandler,
        PreviewImportHandler,

        { provide: TemplateEngine, useFactory: () => new LiquidTemplateEngine() },
        { provide: TemplateStore, inject: [Database], useFactory: ({ pool }: Database) => new PostgresTemplateStore(pool) },
        { provide: Channels, useFactory: () => new Channels([new SimulatedChannel(), new SmtpChannel({ smtp }), new WebhookChannel({ webhook })]) },
        {
          provide: MessageSamples,
          inject: [TemplateStore, TemplateEngine, CampaignStore, RecipientStore],
          useFactory: (templates: TemplateStore, engine: TemplateEngine, campaigns: CampaignStore, recipients: RecipientStore) => new MessageSamples(templates, engine, campaigns, recipients, publicUrl),
        },
        SaveTemplateHandler,
        SendSampleHandler,

        { provide: DispatchStore, inject: [Database], useFactory: ({ pool }: Database) => new PostgresDispatchStore(pool) },
        { provide: DeliveryQueue, inject: [Database], useFactory: ({ workPool }: Database) => new PostgresDeliveryQueue(workPool) },
        CreateDispatchHandler,
        SteerDispatchHandler,
        {
          provide: Dispatcher,
          inject: [DeliveryQueue, DispatchStore, Channels, TemplateEngine, CampaignStore, DomainEventPublisher, Platform],
          useFactory: (queue: DeliveryQueue, dispatches: DispatchStore, channels: Channels, templates: TemplateEngine, campaigns: CampaignStore, publisher: DomainEventPublisher, { logger }: Platform) =>
            new Dispatcher({
              queue,
              dispatches,
              channels,
              templates,
              campaigns,
              publisher,
              publicUrl,
              overallPerMinute: sendsPerMinute,
              report: (level, message, details) => logger[level](details, message),
            }),
        },

        { provide: FeedbackStore, inject: [Database], useFactory: ({ pool, pagePool }: Database) => new PostgresFeedbackStore(pool, pagePool) },
        AnswerFeedbackHandler,
        SetUnsubscribedHandler,

        { provide: OutreachReader, inject: [Database], useFactory: ({ pagePool }: Database) => new PostgresOutreachReader(pagePool) },
        {
          provide: OutreachViews,
          inject: [OutreachReader, DispatchStore, FeedbackStore, ImportStore, CampaignStore],
          useFactory: (reader: OutreachReader, dispatches: DispatchStore, feedback: FeedbackStore, imports: ImportStore, campaigns: CampaignStore) =>
            new OutreachViews({ reader, dispatches, feedback, imports, campaigns, pace: new DispatchPace() }),
        },
      ],
      exports: [Channels, CsvReader, Dispatcher, DispatchStore, FeedbackStore, ImportStore, MessageSamples, OutreachViews, PhoneNumbers, RecipientStore],
    };
  }

  onApplicationBootstrap(): void {
    if (this.options.values.dispatches) this.dispatcher.start();
  }

  /** First of all that ends: what is in flight is finished and written down. */
  async onModuleDestroy(): Promise<void> {
    await this.dispatcher.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.channels.all.map((channel) => channel.close()));
  }
}
